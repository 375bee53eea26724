import { and, given, identifier, list, literal, type Offsets, param, type Sql, sql, unionAll } from '#kronika';
import { DAY_MS } from '../../durations.js';
import type { Beacon } from './counting.js';
import { EVENT_NAMES } from './ledger-sums.js';
import type { DeliveryReportParameters, Moments, ReportGroup } from './report.input.js';
import { dayTable, type SumTable } from './sum-tables.js';

/** What a report reads: the groups, the span, and the filters. */
export interface ReportQuestion extends Pick<DeliveryReportParameters, 'sectionId' | 'creativeId' | 'device'> {
  readonly by: readonly ReportGroup[];
  /** Of the time zone of days and hours. */
  readonly offsets: Offsets;
  readonly moments: Moments;
  /** Only these; absent: all. */
  readonly campaigns?: readonly string[];
}

/** The names of the numbers of a row, and the events that they count. */
const COUNTED: Readonly<Record<string, Beacon | 'late'>> = {
  impressions: 'impression',
  viewable: 'viewable',
  starts: 'start',
  firstQuartiles: 'firstQuartile',
  midpoints: 'midpoint',
  thirdQuartiles: 'thirdQuartile',
  completes: 'complete',
  skips: 'skip',
  clicks: 'click',
  late: 'late',
};

/** Tables of sums, with what they know and what is read of them. */
const SOURCES = {
  views: {
    table: 'quarters',
    lacks: [],
    columns: list([
      ...Object.entries(COUNTED).map(
        ([name, event]) =>
          sql`coalesce(sum(events[${literal(EVENT_NAMES.indexOf(event) + 1)}]) FILTER (WHERE NOT is_invalid), 0)::bigint AS ${identifier(name)}`,
      ),
      sql`coalesce(sum(events[1]) FILTER (WHERE is_invalid), 0)::bigint AS invalid`,
    ]),
    further: [],
  },
  spend: {
    table: 'spend',
    lacks: [],
    columns: sql`currency, sum(views)::bigint AS views, sum(amount) AS amount`,
    further: [sql`currency`],
  },
  errors: { table: 'errors', lacks: [], columns: sql`code, sum(views)::bigint AS views`, further: [sql`code`] },
  requests: {
    table: 'requests',
    lacks: ['campaign', 'creative', 'device'],
    columns: sql`coalesce(sum(requests) FILTER (WHERE NOT is_invalid), 0)::bigint AS requests,
      coalesce(sum(filled) FILTER (WHERE NOT is_invalid), 0)::bigint AS filled`,
    further: [],
  },
  fills: {
    table: 'fills',
    lacks: ['creative', 'device'],
    columns: sql`coalesce(sum(fills), 0)::bigint AS fills`,
    further: [],
  },
} as const satisfies Record<string, { table: SumTable; lacks: readonly ReportGroup[]; columns: Sql; further: readonly Sql[] }>;

export type Source = keyof typeof SOURCES;

/** Whether a table of sums can tell the groups apart, and knows the filters. */
export function isKnownTo(source: Source, { by, campaigns, creativeId, device }: ReportQuestion): boolean {
  const lacks: readonly ReportGroup[] = SOURCES[source].lacks;
  const filters = { campaign: campaigns, creative: creativeId, device };
  const isFiltered = (group: ReportGroup) => filters[group as keyof typeof filters] !== undefined;
  return !lacks.some((group) => by.includes(group) || isFiltered(group));
}

/** A `SELECT` of the key of a group, as a list of texts, and of the sums of a table. */
export function groupsSql(source: Source, question: ReportQuestion): Sql {
  const { by, offsets, campaigns, sectionId, creativeId, device } = question;
  const { table, columns, further } = SOURCES[source];
  const where = and([
    ...given(campaigns, (ids) => sql`campaign_id = ANY (${param('uuid[]', ids)})`),
    ...given(sectionId, (id) => sql`section_id = ${param('uuid', id)}`),
    ...given(creativeId, (id) => sql`creative_id = ${param('uuid', id)}`),
    ...given(device, (name) => sql`device = ${param('text', name)}`),
  ]);
  const keys = by.map((group) => sql`(${keySql(group, offsets)})::text`);
  const groups = [...(by.length ? [sql`1`] : []), ...further];
  const grouped = groups.length ? sql`GROUP BY ${list(groups)}` : sql``;
  return sql`SELECT ARRAY[${list(keys)}]::text[] AS key, ${columns} FROM (${sumsSql(table, question)}) AS sums WHERE ${where} ${grouped}`;
}

/** A `SELECT` of the sums of a span: those of its whole days (UTC) if the groups permit, and quarters of an hour else. */
function sumsSql(table: SumTable, { by, offsets, moments: { first, after } }: ReportQuestion): Sql {
  const rows = (name: string, from: string, to: string) =>
    sql`SELECT * FROM delivery.${identifier(name)} WHERE quarter >= ${param('timestamptz', from)} AND quarter < ${param('timestamptz', to)}`;
  const [start, end] = [Math.ceil(Date.parse(first) / DAY_MS), Math.floor(Date.parse(after) / DAY_MS)];
  const cutsDays = by.includes('hour') || (by.includes('day') && !offsets.isUtc);
  if (cutsDays || start >= end) return rows(table, first, after);
  const [midnight, last] = [start, end].map((day) => new Date(day * DAY_MS).toISOString()) as [string, string];
  return unionAll([
    rows(dayTable(table), midnight, last),
    ...(first < midnight ? [rows(table, first, midnight)] : []),
    ...(last < after ? [rows(table, last, after)] : []),
  ]);
}

function keySql(group: ReportGroup, offsets: Offsets): Sql {
  switch (group) {
    case 'day':
      return sql`(${localTime(offsets)})::date`;
    case 'hour':
      return sql`to_char((date_trunc('hour', ${localTime(offsets)}) - ${offsetIn(offsets)}), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
    case 'device':
      return sql`device`;
    default:
      return identifier(`${group}_id`);
  }
}

/** The local time of a quarter of an hour. */
function localTime(offsets: Offsets): Sql {
  return sql`((quarter AT TIME ZONE 'UTC') + ${offsetIn(offsets)})`;
}

/** The difference between local time and UTC. Postgres's own names of time zones may be others than those of Node. */
function offsetIn({ starts, offsets, isUtc }: Offsets): Sql {
  if (isUtc) return sql`interval '0'`;
  return sql`(${param('interval[]', offsets)})[width_bucket(quarter, ${param('timestamptz[]', starts)})]`;
}

/** A `SELECT` of days and reasons for which requests left a campaign out. */
export function reasonsSql(offsets: Offsets, { first, after }: Moments, campaigns: readonly string[]): Sql {
  return sql`SELECT ${keySql('day', offsets)}::text AS day, reason, sum(times)::bigint AS times FROM delivery.reasons
    WHERE quarter >= ${param('timestamptz', first)} AND quarter < ${param('timestamptz', after)}
      AND campaign_id = ANY (${param('uuid[]', campaigns)})
    GROUP BY 1, 2 ORDER BY 1, 2`;
}
