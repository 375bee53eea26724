import { setImmediate as turnOfOthers } from 'node:timers/promises';
import type { ClientBase, QueryConfig } from 'pg';
import type { DataSource, EntityManager, EntityMetadata, QueryRunner } from 'typeorm';
import { Table } from 'typeorm';
import { nameOf } from '../database/session.js';
import type { Later } from '../subscriptions/subscription.js';
import { copyIn } from './copy-in.js';
import type { Key, RowClass } from './view.js';

/** A row that is not as the log has it. */
export interface RowDifference {
  readonly table: string;
  readonly key: unknown;
  readonly expected: unknown;
  readonly found: unknown;
}

/** How many rows a statement has: to put more of them into words would keep the process from all else. */
const AT_ONCE = 5_000;

/** Types whose plain name means a length of 1, and cuts off what is longer. */
const WITHOUT_LENGTH: Readonly<Record<string, string>> = { character: 'bpchar', bit: 'varbit' };

/** A column as rows are read and written. */
interface Column {
  readonly property: string;
  readonly name: string;
  readonly type: string;
  readonly isArray: boolean;
  readonly isJson: boolean;
}

/** A row as a batch of events found it and as it left it; null where there is none. */
export interface Folded {
  readonly key: Key<unknown>;
  readonly before: unknown;
  readonly after: unknown;
}

/** The table of one row class: made, read and written as a set, never row by row. */
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
    /** Where it is, whatever its class says. */
    private readonly schema: string,
  ) {
    this.metadata = database.getMetadata(row);
    const quoted = (name: string) => database.driver.escape(name);
    const { columns, primaryColumns, nonVirtualColumns } = this.metadata;
    const columnOf = (c: (typeof columns)[number]): Column => {
      const type = WITHOUT_LENGTH[database.driver.normalizeType(c)] ?? database.driver.normalizeType(c);
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

  /** Makes the table, empty, with its primary key; `index` adds the other indexes, best when it is full. */
  async create(manager: EntityManager): Promise<void> {
    await manager.query(`DROP TABLE IF EXISTS ${this.table}`);
    await runnerOf(manager).createTable(this.definition(), false, false, false);
  }

  async index(manager: EntityManager): Promise<void> {
    const table = this.definition();
    // A copy, since TypeORM adds each index that it makes to those that the table has.
    await runnerOf(manager).createIndices(table, [...table.indices]);
  }

  /**
   * Compares with the same table of another build.
   *
   * @returns how many rows differ, and the first of them: `expected` as here, `found` as there, null where there is none
   */
  async compare(manager: EntityManager, schema: string, most: number): Promise<{ differing: number; rows: RowDifference[] }> {
    const there = `${this.database.driver.escape(schema)}.${this.database.driver.escape(this.name)}`;
    const literal = (name: string) => `'${name.slice(1, -1)}'`;
    const key = this.keys.map(({ name }) => `${literal(name)}, coalesce(t.${name}, k.${name})`);
    // As text, because a numeric may have more digits than a number of JavaScript, and so two that differ would look the same.
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

  /** @returns what is equal for equal keys, and only for these; also of a row */
  identityOf(key: Key<unknown>): unknown {
    const [first, ...others] = this.keys as [Column];
    const value = plain((key as Values)[first.property]);
    // No text in Postgres has a NUL, so none can look like two.
    return others.length
      ? others.reduce((text, { property }) => `${text}\0${plain((key as Values)[property])}`, `${value}`)
      : value;
  }

  /** One `SELECT` for all keys, unless they are very many. @returns the rows that there are */
  async load(client: ClientBase, keys: Key<unknown>[]): Promise<object[]> {
    if (keys.length <= AT_ONCE) return (await client.query(prepared(this.selected, this.keys, keys))).rows;
    return [...(await this.load(client, keys.slice(0, AT_ONCE))), ...(await this.load(client, keys.slice(AT_ONCE)))];
  }

  /** Whether two rows are the same to Postgres. */
  isSame(row: unknown, other: unknown): boolean {
    return row === other || this.columns.every((column) => field(valueIn(column, row)) === field(valueIn(column, other)));
  }

  /**
   * One statement each for rows that go, change and come, unless they are very many.
   *
   * @param later is given the statements; when this ends, all have been sent and none is waited for
   */
  async write(client: ClientBase, rows: Folded[], later: Later): Promise<void> {
    const gone = rows.filter(({ after }) => after === null).map(({ key }) => key);
    const changed = rows.filter(({ before, after }) => before !== null && after !== null).map(({ after }) => after);
    const added = rows.filter(({ before }) => before === null).map(({ after }) => after);
    await inParts(gone, (part) => later(client.query(prepared(this.deleted, this.keys, part))));
    const { updated } = this;
    if (updated) await inParts(changed, (part) => later(client.query(prepared(updated, this.columns, part))));
    await inParts(added, (part) => later(copyIn(client, this.copied, lines(this.columns, part))));
  }
}

async function inParts<T>(rows: T[], send: (part: T[]) => void): Promise<void> {
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    if (start > 0) await turnOfOthers();
    send(rows.slice(start, start + AT_ONCE));
  }
}

type Values = Readonly<Record<string, unknown>>;

/** One parameter a column: the fastest that Postgres takes many values in. Arrays come as text, since arrays of them are not ragged. */
function unnested(columns: readonly Column[]): string {
  const arrays = columns.map(({ type, isArray }, index) => `$${index + 1}::${isArray ? 'text' : type}[]`);
  return `unnest(${arrays.join(', ')}) AS k (${columns.map(({ name }) => name).join(', ')})`;
}

function prepared(sql: string, columns: readonly Column[], rows: unknown[]): QueryConfig {
  return { name: nameOf(sql), text: sql, values: parameters(columns, rows) };
}

function parameters(columns: readonly Column[], rows: unknown[]): string[] {
  return columns.map((column) => `{${rows.map((row) => element(valueIn(column, row))).join(',')}}`);
}

/** Rows as `COPY` takes them: faster still, but only for rows that are new. */
function lines(columns: readonly Column[], rows: unknown[]): string {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const column of columns) {
      text += separator + field(valueIn(column, row));
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

function field(value: unknown): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return `${value}`;
  const text = Array.isArray(value) ? arrayOf(value) : value instanceof Date ? value.toISOString() : String(value);
  return ESCAPED.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (character) => ESCAPES[character] as string) : text;
}

const ESCAPED = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value within an array as Postgres reads it. */
function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return quotedElement(value);
  if (Array.isArray(value)) return quotedElement(arrayOf(value));
  return value instanceof Date ? value.toISOString() : String(value);
}

const arrayOf = (values: unknown[]) => `{${values.map(element).join(',')}}`;

const quotedElement = (text: string) => `"${/["\\]/.test(text) ? text.replaceAll(/["\\]/g, '\\$&') : text}"`;

const plain = (value: unknown) => (value instanceof Date ? value.getTime() : value);

function runnerOf(manager: EntityManager): QueryRunner {
  if (!manager.queryRunner) throw new Error('Tables of views are made in a transaction');
  return manager.queryRunner;
}
