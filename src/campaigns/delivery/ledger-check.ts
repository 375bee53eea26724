import { AppTables } from '#kronika';
import { DAY_MS, HOUR_MS } from '../../durations.js';
import { IMPRESSION, LATE, slotOf } from './ledger-rows.js';
import { EVENT_NAMES } from './ledger-sums.js';
import { DAY_SQL, dayTable, SUM_TABLES, type SumTable, totalSql } from './sum-tables.js';

const HOURS_PER_DAY = 24;

/** The days of the ledger that are compared: its 35 days, less the oldest one, which is being emptied. */
const CHECKED_DAYS = 34;

/** A sum that differs from what the ledger says. */
export interface LedgerDifference {
  readonly table: string;
  readonly key: string;
  /** What the ledger adds up to; null: it has no such view. */
  readonly expected: string | null;
  readonly found: string | null;
}

export const MAX_DIFFERENCES = 100;

/** @param done days, of `total` */
export type TellDays = (done: number, total: number) => void;

/**
 * Adds up the ledger again and compares it with the sums, an hour of decisions at a time, and then the sums by day with
 * those by quarter of an hour, also of days that the ledger no longer has. Each comparison is from one snapshot.
 *
 * @returns the differences; undefined if it was stopped
 */
export async function checkLedger(
  tables: AppTables,
  now: number,
  stopping: AbortSignal,
  tell: TellDays,
): Promise<LedgerDifference[] | undefined> {
  const differences: LedgerDifference[] = [];
  const note = (found: LedgerDifference[]) => differences.push(...found.slice(0, MAX_DIFFERENCES - differences.length));
  const tomorrow = now - (now % DAY_MS) + DAY_MS;
  const total = Math.max(CHECKED_DAYS, Math.ceil((tomorrow - (await oldest(tables))) / DAY_MS));
  for (let age = 0; age <= total; age++) {
    if (stopping.aborted) return undefined;
    const day = tomorrow - age * DAY_MS;
    if (age <= CHECKED_DAYS && (await hasViews(tables, day)))
      for (let hour = 0; hour < HOURS_PER_DAY; hour++) {
        if (stopping.aborted) return undefined;
        const [start, end] = [day + hour * HOUR_MS, day + (hour + 1) * HOUR_MS];
        const span = [slotOf(start), idAt(start), idAt(end), new Date(start).toISOString(), new Date(end).toISOString()];
        for (const sql of [EVENTS_SQL, SPEND_SQL]) note(await tables.query<LedgerDifference>(sql, span));
      }
    note(await tables.query<LedgerDifference>(DAYS_SQL, [new Date(day).toISOString(), new Date(day + DAY_MS).toISOString()]));
    tell(age, total);
  }
  note(await tables.query<LedgerDifference>(CAPS_SQL));
  return differences;
}

async function hasViews(tables: AppTables, day: number): Promise<boolean> {
  const rows = await tables.query(
    `SELECT 1 WHERE EXISTS (SELECT FROM delivery.impressions WHERE slot = $1)
       OR EXISTS (SELECT FROM delivery.quarters WHERE quarter >= $2 AND quarter < $3)`,
    [slotOf(day), new Date(day).toISOString(), new Date(day + DAY_MS).toISOString()],
  );
  return rows.length > 0;
}

/** When the first of all sums begins. */
async function oldest(tables: AppTables): Promise<number> {
  const firsts = TABLES.flatMap((table) => [table, dayTable(table)]).map((name) => `(SELECT min(quarter) FROM delivery.${name})`);
  const [row] = await tables.query<{ first: Date | null }>(`SELECT least(${firsts}) AS first`);
  return row?.first?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** The lowest UUIDv7 of a moment. */
const idAt = (ms: number): string => {
  const hex = ms.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
};

const LEDGER_ROWS = 'delivery.impressions WHERE slot = $1 AND id >= $2 AND id < $3';
const IN_SPAN = 'quarter >= $4 AND quarter < $5';
const KEY = 'quarter, campaign_id, section_id, creative_id, device';

/** A view is late once: with its impression, or with the first event that came after its time. */
const LATE_SQL = `(seen & ~invalid & ${LATE} <> 0 OR (seen & ~invalid & ${IMPRESSION} <> 0 AND NOT is_billed))`;

const countsSql = (bits: string, late: string) =>
  `ARRAY[${EVENT_NAMES.map((name, n) => `count(*) FILTER (WHERE ${name === 'late' ? late : `${bits} & ${1 << n} <> 0`})`).join(', ')}]`;

const EVENTS_SQL = `
  WITH ledger AS (
    SELECT ${KEY}, false AS is_invalid, ${countsSql('seen & ~invalid', LATE_SQL)} AS events FROM ${LEDGER_ROWS}
      AND seen & ~invalid <> 0 GROUP BY ${KEY}
    UNION ALL
    SELECT ${KEY}, true, ${countsSql('invalid', `invalid & ${LATE} <> 0`)} FROM ${LEDGER_ROWS} AND invalid <> 0 GROUP BY ${KEY}
  ), sums AS (SELECT ${KEY}, is_invalid, events FROM delivery.quarters WHERE ${IN_SPAN})
  SELECT 'quarters' AS table, concat_ws(' ', to_char(quarter AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), campaign_id, section_id,
      creative_id, device, CASE WHEN is_invalid THEN 'invalid' END) AS key,
    ledger.events::text AS expected, sums.events::text AS found
  FROM ledger FULL JOIN sums USING (${KEY}, is_invalid) WHERE ledger.events IS DISTINCT FROM sums.events LIMIT ${MAX_DIFFERENCES}`;

const SPEND_SQL = `
  WITH ledger AS (
    SELECT ${KEY}, currency, count(*) AS views, sum(price) AS amount FROM ${LEDGER_ROWS} AND is_billed GROUP BY ${KEY}, currency
  ), sums AS (SELECT ${KEY}, currency, views, amount FROM delivery.spend WHERE ${IN_SPAN})
  SELECT 'spend' AS table, concat_ws(' ', to_char(quarter AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), campaign_id, section_id,
      creative_id, device, currency) AS key,
    ledger.views || ' views, ' || ledger.amount AS expected, sums.views || ' views, ' || sums.amount AS found
  FROM ledger FULL JOIN sums USING (${KEY}, currency)
  WHERE (ledger.views, ledger.amount) IS DISTINCT FROM (sums.views, sums.amount) LIMIT ${MAX_DIFFERENCES}`;

const TABLES = Object.keys(SUM_TABLES) as SumTable[];

function daysSql(table: SumTable): string {
  const { key, sums } = SUM_TABLES[table];
  const inDay = 'quarter >= $1 AND quarter < $2';
  const parts = key.map((column) => (column === 'is_invalid' ? `CASE WHEN is_invalid THEN 'invalid' END` : column));
  const words = (side: string) =>
    sums
      .map((column) => (column === 'events' ? `${side}.events::text` : `${side}.${column} || ' ${column}'`))
      .join(` || ', ' || `);
  const row = (side: string) => `(${sums.map((column) => `${side}.${column}`)})`;
  return `
    SELECT '${dayTable(table)}' AS table, concat_ws(' ', to_char(quarter AT TIME ZONE 'UTC', 'YYYY-MM-DD'), ${parts}) AS key,
      ${words('q')} AS expected, ${words('d')} AS found
    FROM (SELECT ${DAY_SQL} AS quarter, ${key}, ${sums.map((column) => `${totalSql(column)} AS ${column}`)}
        FROM delivery.${table} WHERE ${inDay} GROUP BY 1, ${key}) AS q
      FULL JOIN (SELECT * FROM delivery.${dayTable(table)} WHERE ${inDay}) AS d USING (quarter, ${key})
    WHERE ${row('q')} IS DISTINCT FROM ${row('d')}`;
}

/** The sums of a day, against those of its quarters of an hour. */
const DAYS_SQL = `${TABLES.map(daysSql).join(' UNION ALL ')} LIMIT ${MAX_DIFFERENCES}`;

/** What caps have counted, against the sums of all times. */
const CAPS_SQL = `
  WITH counted AS (SELECT campaign_id, counted FROM delivery.caps WHERE period = 'total' AND counted > 0),
    billed AS (SELECT campaign_id, sum(views) AS views FROM delivery.spend GROUP BY campaign_id)
  SELECT 'caps' AS table, campaign_id::text AS key, billed.views::text AS expected, counted.counted::text AS found
  FROM counted FULL JOIN billed USING (campaign_id) WHERE counted.counted IS DISTINCT FROM billed.views LIMIT ${MAX_DIFFERENCES}`;
