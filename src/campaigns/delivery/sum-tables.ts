import type { AppTables, Queries } from '#kronika';
import { DAY_MS } from '../../durations.js';
import { EVENT_COUNT } from './ledger-rows.js';

/**
 * Tables of sums by quarter of an hour: the columns of their keys besides `quarter`, and what they sum up. Each has a
 * sibling with the sums by day (UTC), in rows of the day's first quarter of an hour.
 */
export const SUM_TABLES = {
  quarters: { key: ['campaign_id', 'section_id', 'creative_id', 'device', 'is_invalid'], sums: ['events'] },
  spend: { key: ['campaign_id', 'section_id', 'creative_id', 'device', 'currency'], sums: ['views', 'amount'] },
  errors: { key: ['campaign_id', 'section_id', 'creative_id', 'device', 'code'], sums: ['views'] },
  requests: { key: ['section_id', 'is_invalid'], sums: ['requests', 'filled'] },
  fills: { key: ['campaign_id', 'section_id'], sums: ['fills'] },
} as const satisfies Record<string, { key: readonly Column[]; sums: readonly Column[] }>;

export type SumTable = keyof typeof SUM_TABLES;
type Column = keyof typeof TYPES;

const TYPES = {
  quarter: 'timestamptz',
  campaign_id: 'uuid',
  portfolio_id: 'uuid',
  section_id: 'uuid',
  creative_id: 'uuid',
  device: 'text',
  is_invalid: 'boolean',
  currency: 'text',
  code: 'integer',
  events: 'bigint[]',
  views: 'bigint',
  amount: 'numeric',
  requests: 'bigint',
  filled: 'bigint',
  fills: 'bigint',
};

export const dayTable = (table: SumTable): string => `${table}_by_day`;

/** The day (UTC) of a quarter of an hour. */
export const DAY_SQL = `date_trunc('day', quarter, 'UTC')`;

/** The total of a column over rows. */
export const totalSql = (column: Column): string =>
  column === 'events'
    ? `ARRAY[${Array.from({ length: EVENT_COUNT }, (_, n) => `sum(events[${n + 1}])`).join(', ')}]::bigint[]`
    : `sum(${column})::${TYPES[column]}`;

/**
 * Adds rows to a table and to its sibling. Rows are locked in the order of their keys.
 *
 * @param rows with a column each; several of a quarter or day are summed up first
 */
export async function addSums(session: Queries, table: SumTable, rows: readonly object[]): Promise<void> {
  const added = JSON.stringify(rows);
  if (rows.length) await Promise.all(ADD_SQL[table].map((sql) => session.query(sql, [added])));
}

/** Days before today whose sums an earlier release may have written to: ads that it gave out then are counted there. */
const BEHIND_DAYS = 2;

/**
 * Adds to the sums by day what only those by quarter of an hour have: an earlier release, which may go on for a while beside
 * this one, writes no others. Beacons are counted meanwhile, because what is missing is added and no sum is replaced.
 *
 * @returns how many sums were behind
 */
export async function catchUpDays(tables: AppTables, now: number): Promise<number> {
  const since = new Date((Math.floor(now / DAY_MS) - BEHIND_DAYS) * DAY_MS).toISOString();
  let behind = 0;
  for (const table of Object.keys(SUM_TABLES) as SumTable[])
    behind += await tables.transaction(async (session) => {
      // Two processes would add it twice. Beacons don't wait for this lock.
      await session.query(`LOCK TABLE delivery.${dayTable(table)} IN SHARE UPDATE EXCLUSIVE MODE`);
      return (await session.query<object[]>(CATCH_UP_SQL[table], [since])).length;
    });
  return behind;
}

const ADD_SQL = Object.fromEntries(
  Object.keys(SUM_TABLES).map((table) => [
    table,
    [addSql(table as SumTable, table, 'quarter'), addSql(table as SumTable, dayTable(table as SumTable), DAY_SQL)],
  ]),
) as Record<SumTable, string[]>;

function addSql(table: SumTable, into: string, moment: string): string {
  const { columns, key, sums, ordered } = columnsOf(table);
  return `
    INSERT INTO delivery.${into} AS s (${columns})
    SELECT ${moment}, any_value(portfolio_id), ${key}, ${sums.map(totalSql)}
    FROM jsonb_to_recordset($1) AS r (${columns.map((column) => `${column} ${TYPES[column]}`)})
    GROUP BY 1, ${key} ORDER BY 1, ${ordered} ${addToRowSql(table)}`;
}

const CATCH_UP_SQL = Object.fromEntries(Object.keys(SUM_TABLES).map((table) => [table, catchUpSql(table as SumTable)])) as Record<
  SumTable,
  string
>;

function catchUpSql(table: SumTable): string {
  const { columns, key, sums, ordered } = columnsOf(table);
  const missing = (column: Column) =>
    column === 'events'
      ? 'ARRAY(SELECT a - coalesce(b, 0) FROM unnest(q.events, d.events) WITH ORDINALITY AS e (a, b, n) ORDER BY n)'
      : `q.${column} - coalesce(d.${column}, 0)`;
  const row = (side: string) => `(${sums.map((column) => `${side}.${column}`)})`;
  return `
    INSERT INTO delivery.${dayTable(table)} AS s (${columns})
    SELECT quarter, q.portfolio_id, ${key}, ${sums.map(missing)}
    FROM (SELECT ${DAY_SQL} AS quarter, any_value(portfolio_id) AS portfolio_id, ${key}, ${sums.map((column) => `${totalSql(column)} AS ${column}`)}
        FROM delivery.${table} WHERE quarter >= $1::timestamptz GROUP BY 1, ${key}) AS q
      LEFT JOIN delivery.${dayTable(table)} AS d USING (quarter, ${key})
    WHERE ${row('q')} IS DISTINCT FROM ${row('d')}
    ORDER BY quarter, ${ordered} ${addToRowSql(table)} RETURNING 1`;
}

/** What becomes of a row that is there already. */
function addToRowSql(table: SumTable): string {
  const { key, sums } = columnsOf(table);
  const more = (column: Column) =>
    column === 'events'
      ? 'ARRAY(SELECT a + b FROM unnest(s.events, excluded.events) WITH ORDINALITY AS e (a, b, n) ORDER BY n)'
      : `s.${column} + excluded.${column}`;
  return `ON CONFLICT (quarter, ${key}) DO UPDATE SET ${sums.map((column) => `${column} = ${more(column)}`)}`;
}

function columnsOf(table: SumTable) {
  const { key, sums }: { key: readonly Column[]; sums: readonly Column[] } = SUM_TABLES[table];
  const columns = ['quarter', 'portfolio_id', ...key, ...sums] as Column[];
  const ordered = key.map((column) => (TYPES[column] === 'text' ? `${column} COLLATE "C"` : column));
  return { key, sums, columns, ordered };
}
