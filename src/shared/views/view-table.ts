import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { ClientBase, QueryConfig } from 'pg';
import type { DataSource, EntityManager, EntityMetadata, QueryRunner } from 'typeorm';
import { Table } from 'typeorm';
import { statementNameOf } from '../database/session.js';
import type { Later } from '../subscriptions/subscription.js';
import { copyIn } from './copy-in.js';
import { type Key, plain, type RowClass } from './view.js';

/** A row that differs from the log. */
export interface RowDifference {
  readonly table: string;
  readonly key: unknown;
  readonly expected: unknown;
  readonly found: unknown;
}

/** Maximum rows per statement. Composing larger statements would block the process. */
const MAX_ROWS_PER_STATEMENT = 5_000;

/** Types whose plain name means length 1, and the names for any length. */
const UNBOUNDED_TYPES: Readonly<Record<string, string>> = { character: 'bpchar', bit: 'varbit' };

/** A column, as statements name it. */
interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly isArray: boolean;
  readonly isJson: boolean;
}

/** A row before and after a batch of events; null if there was or is no row. */
export interface FoldedRow {
  readonly key: Key<unknown>;
  readonly before: unknown;
  readonly after: unknown;
}

/** The table of a row class in one build. Its statements read and write many rows each. */
export class ViewTable {
  private readonly metadata: EntityMetadata;
  readonly name: string;
  private readonly table: string;
  private readonly columns: readonly Column[];
  private readonly keys: readonly Column[];
  private readonly selected: string;
  private readonly copied: string;
  private readonly updated: string | null;
  private readonly deleted: string;
  private readonly byKey: string;

  constructor(
    private readonly database: DataSource,
    readonly row: RowClass,
    /** The schema of the build, which replaces the one that the class names. */
    private readonly schema: string,
  ) {
    this.metadata = database.getMetadata(row);
    const quoted = (name: string) => database.driver.escape(name);
    const { columns, primaryColumns, nonVirtualColumns } = this.metadata;
    const columnOf = (c: (typeof columns)[number]): Column => {
      const type = UNBOUNDED_TYPES[database.driver.normalizeType(c)] ?? database.driver.normalizeType(c);
      const name = quoted(c.databaseName);
      return { property: c.propertyName, name, type, isArray: c.isArray, isJson: /^jsonb?$/.test(type) };
    };
    this.columns = nonVirtualColumns.map(columnOf);
    this.keys = primaryColumns.map(columnOf);
    this.name = this.metadata.tableName;
    this.table = `${quoted(schema)}.${quoted(this.name)}`;
    this.byKey = this.keys.map(({ name }) => `t.${name} = k.${name}`).join(' AND ');
    const [key] = this.keys as [Column];
    const found = this.columns.map(({ name, property }) => `t.${name} AS ${quoted(property)}`).join(', ');
    this.selected =
      this.keys.length === 1
        ? `SELECT ${found} FROM ${this.table} AS t WHERE t.${key.name} = ANY ($1::${key.type}[])`
        : `SELECT ${found} FROM ${unnested(this.keys)} JOIN ${this.table} AS t ON ${this.byKey}`;
    const values = (given: readonly Column[]) =>
      given.map(({ name, type, isArray }) => `k.${name}${isArray ? `::${type}[]` : ''}`);
    this.copied = `COPY ${this.table} (${this.columns.map(({ name }) => name).join(', ')}) FROM STDIN`;
    const others = this.columns.filter(({ name }) => !this.keys.some((each) => each.name === name));
    const assignments = others.map((column) => `${column.name} = ${values([column])}`).join(', ');
    this.updated = others.length
      ? `UPDATE ${this.table} AS t SET ${assignments} FROM ${unnested(this.columns)} WHERE ${this.byKey}`
      : null;
    this.deleted = `DELETE FROM ${this.table} AS t USING ${unnested(this.keys)} WHERE ${this.byKey}`;
  }

  /**
   * Creates the empty table with its primary key. `index` adds the other indexes later, which is faster on a full
   * table.
   */
  async create(manager: EntityManager): Promise<void> {
    await manager.query(`DROP TABLE IF EXISTS ${this.table}`);
    await runnerOf(manager).createTable(this.definition(), false, false, false);
  }

  async index(manager: EntityManager): Promise<void> {
    const table = this.definition();
    // A copy, because TypeORM adds each created index to the table's indexes.
    await runnerOf(manager).createIndices(table, [...table.indices]);
  }

  /** @returns a column that only the table or only the row class has; undefined if they have the same ones */
  async differingColumn(manager: EntityManager): Promise<string | undefined> {
    const [{ found }]: [{ found: string[] }] = await manager.query(
      `SELECT coalesce(json_agg(attname), '[]') AS found FROM pg_attribute
       WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
      [this.table],
    );
    const expected = this.metadata.nonVirtualColumns.map(({ databaseName }) => databaseName);
    return expected.find((name) => !found.includes(name)) ?? found.find((name) => !expected.includes(name));
  }

  /**
   * Compares the table with the same table of another build.
   *
   * @param most the number of rows to list
   * @returns the number of rows that differ, and the first of them: `expected` is the row here, `found` the row there;
   * null if there is no such row
   */
  async compare(manager: EntityManager, schema: string, most: number): Promise<{ differing: number; rows: RowDifference[] }> {
    const there = `${this.database.driver.escape(schema)}.${this.database.driver.escape(this.name)}`;
    const literal = (name: string) => `'${name.slice(1, -1)}'`;
    const key = this.keys.map(({ name }) => `${literal(name)}, coalesce(t.${name}, k.${name})`);
    // As text, because a JavaScript number would hide a difference in the last digits of a numeric.
    const numerics = this.columns.filter(({ type }) => type === 'numeric').map(({ name }) => name);
    const rowOf = (alias: string) =>
      `to_jsonb(${alias}) || jsonb_build_object(${numerics.map((name) => `${literal(name)}, ${alias}.${name}::text`).join(', ')})`;
    const found: (RowDifference & { differing: number })[] = await manager.query(
      `SELECT count(*) OVER () AS differing, json_build_object(${key.join(', ')}) AS key,
         ${rowOf('t')} AS expected, ${rowOf('k')} AS found
       FROM ${this.table} AS t FULL JOIN ${there} AS k ON ${this.byKey}
       WHERE t IS DISTINCT FROM k LIMIT ${most}`,
    );
    return {
      differing: found[0]?.differing ?? 0,
      rows: found.map(({ key, expected, found }) => ({ table: `read.${this.name}`, key, expected, found })),
    };
  }

  private definition(): Table {
    const table = Table.create(this.metadata, this.database.driver);
    table.schema = this.schema;
    table.name = `${this.schema}.${this.name}`;
    return table;
  }

  /**
   * @param key a key or a whole row
   * @returns a value that is equal for equal keys only
   */
  identityOf(key: Key<unknown>): unknown {
    const [first, ...others] = this.keys as [Column];
    const value = plain((key as Values)[first.property]);
    // Postgres allows no NUL in text, so NUL can separate the values.
    return others.length
      ? others.reduce((text, { property }) => `${text}\0${plain((key as Values)[property])}`, `${value}`)
      : value;
  }

  /**
   * Loads rows by one `SELECT` for up to 5,000 keys.
   *
   * @returns the rows that exist
   */
  async load(client: ClientBase, keys: Key<unknown>[]): Promise<object[]> {
    if (keys.length <= MAX_ROWS_PER_STATEMENT) return (await client.query(preparedQuery(this.selected, this.keys, keys))).rows;
    return [
      ...(await this.load(client, keys.slice(0, MAX_ROWS_PER_STATEMENT))),
      ...(await this.load(client, keys.slice(MAX_ROWS_PER_STATEMENT))),
    ];
  }

  /** Whether Postgres would call the two rows equal. */
  isSame(row: unknown, other: unknown): boolean {
    return row === other || this.columns.every((column) => copyField(valueIn(column, row)) === copyField(valueIn(column, other)));
  }

  /**
   * Sends one statement each for deleted, changed and new rows, up to 5,000 rows per statement.
   *
   * @param later takes the statements. When this method ends, all have been sent and none was awaited
   */
  async write(client: ClientBase, rows: FoldedRow[], later: Later): Promise<void> {
    const gone = rows.filter(({ after }) => after === null).map(({ key }) => key);
    const changed = rows.filter(({ before, after }) => before !== null && after !== null).map(({ after }) => after);
    const added = rows.filter(({ before }) => before === null).map(({ after }) => after);
    await inParts(gone, (part) => later(client.query(preparedQuery(this.deleted, this.keys, part))));
    const { updated } = this;
    if (updated) await inParts(changed, (part) => later(client.query(preparedQuery(updated, this.columns, part))));
    await inParts(added, (part) => later(copyIn(client, this.copied, lines(this.columns, part))));
  }
}

async function inParts<T>(rows: T[], send: (part: T[]) => void): Promise<void> {
  for (let start = 0; start < rows.length; start += MAX_ROWS_PER_STATEMENT) {
    if (start > 0) await turnOfOthers();
    send(rows.slice(start, start + MAX_ROWS_PER_STATEMENT));
  }
}

type Values = Readonly<Record<string, unknown>>;

/**
 * One array parameter per column, which is the fastest way to pass many values to Postgres. Array values are passed as
 * text, because the elements of an array of arrays must have the same length.
 */
function unnested(columns: readonly Column[]): string {
  const arrays = columns.map(({ type, isArray }, index) => `$${index + 1}::${isArray ? 'text' : type}[]`);
  return `unnest(${arrays.join(', ')}) AS k (${columns.map(({ name }) => name).join(', ')})`;
}

function preparedQuery(sql: string, columns: readonly Column[], rows: unknown[]): QueryConfig {
  return { name: statementNameOf(sql), text: sql, values: parameters(columns, rows) };
}

function parameters(columns: readonly Column[], rows: unknown[]): string[] {
  return columns.map((column) => `{${rows.map((row) => element(valueIn(column, row))).join(',')}}`);
}

/** Rows in the text format of `COPY`, which is faster still, but can only insert. */
function lines(columns: readonly Column[], rows: unknown[]): string {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const column of columns) {
      text += separator + copyField(valueIn(column, row));
      separator = '\t';
    }
    text += '\n';
  }
  return text;
}

function valueIn({ property, isJson }: Column, row: unknown): unknown {
  const value = (row as Values)[property] ?? null;
  return isJson && value !== null ? JSON.stringify(value) : value;
}

function copyField(value: unknown): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return `${value}`;
  const text = Array.isArray(value) ? arrayOf(value) : value instanceof Date ? value.toISOString() : String(value);
  return ESCAPED.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] as string) : text;
}

const ESCAPED = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value within an array literal of Postgres. */
function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return quotedElement(value);
  if (Array.isArray(value)) return quotedElement(arrayOf(value));
  return value instanceof Date ? value.toISOString() : String(value);
}

const arrayOf = (values: unknown[]) => `{${values.map(element).join(',')}}`;

const quotedElement = (text: string) => `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;

function runnerOf(manager: EntityManager): QueryRunner {
  if (!manager.queryRunner) throw new Error('Tables of views are made in a transaction');
  return manager.queryRunner;
}
