import type { Queries } from '#kronika';
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

const ADD_SQL = Object.fromEntries(
  Object.keys(SUM_TABLES).map((table) => [
    table,
    [addSql(table as SumTable, table, 'quarter'), addSql(table as SumTable, dayTable(table as SumTable), DAY_SQL)],
  ]),
) as Record<SumTable, string[]>;

function addSql(table: SumTable, into: string, moment: string): string {
  const { key, sums }: { key: readonly Column[]; sums: readonly Column[] } = SUM_TABLES[table];
  const columns = ['quarter', 'portfolio_id', ...key, ...sums] as Column[];
  const ordered = key.map((column) => (TYPES[column] === 'text' ? `${column} COLLATE "C"` : column));
  const more = (column: Column) =>
    column === 'events'
      ? 'ARRAY(SELECT a + b FROM unnest(s.events, excluded.events) WITH ORDINALITY AS e (a, b, n) ORDER BY n)'
      : `s.${column} + excluded.${column}`;
  return `
    INSERT INTO delivery.${into} AS s (${columns})
    SELECT ${moment}, any_value(portfolio_id), ${key}, ${sums.map(totalSql)}
    FROM jsonb_to_recordset($1) AS r (${columns.map((column) => `${column} ${TYPES[column]}`)})
    GROUP BY 1, ${key} ORDER BY 1, ${ordered}
    ON CONFLICT (quarter, ${key}) DO UPDATE SET ${sums.map((column) => `${column} = ${more(column)}`)}`;
}
