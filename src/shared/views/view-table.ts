import type { DataSource, EntityManager, EntityMetadata, QueryRunner } from 'typeorm';
import { Table } from 'typeorm';
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

/** The table of one row class: made, read and written as a set, never row by row. */
export class ViewTable {
  private readonly metadata: EntityMetadata;
  readonly name: string;
  private readonly table: string;
  private readonly columns: string;
  private readonly assignments: string;
  private readonly keyColumns: string;
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
    this.name = this.metadata.tableName;
    this.table = `${quoted(schema)}.${quoted(this.name)}`;
    this.columns = columns.map((c) => `t.${quoted(c.databaseName)} AS ${quoted(c.propertyName)}`).join(', ');
    this.assignments = nonVirtualColumns
      .filter((c) => !c.isPrimary)
      .map((c) => `${quoted(c.databaseName)} = excluded.${quoted(c.databaseName)}`)
      .join(', ');
    this.keyColumns = primaryColumns.map((c) => quoted(c.databaseName)).join(', ');
    this.byKey = primaryColumns.map((c) => `t.${quoted(c.databaseName)} = k.${quoted(c.databaseName)}`).join(' AND ');
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
    const key = this.keyColumns.split(', ').map((column) => `'${column.slice(1, -1)}', coalesce(t.${column}, k.${column})`);
    const found: (RowDifference & { differing: number })[] = await manager.query(
      `SELECT count(*) OVER () AS differing, json_build_object(${key.join(', ')}) AS key, to_json(t) AS expected, to_json(k) AS found
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

  /** @returns one text a key, equal for equal keys */
  keyText(key: Key<unknown>): string {
    return JSON.stringify(this.metadata.primaryColumns.map((column) => column.getEntityValue(key as never)));
  }

  /** One `SELECT` for all keys, unless they are very many; keys without a row are not in the answer. */
  async load(manager: EntityManager, keys: Key<unknown>[]): Promise<Map<string, unknown>> {
    const found = new Map<string, unknown>();
    for (let start = 0; start < keys.length; start += AT_ONCE) {
      const rows: object[] = await manager.query(
        `SELECT ${this.columns} FROM json_populate_recordset(null::${this.table}, $1) AS k JOIN ${this.table} AS t ON ${this.byKey}`,
        [this.json(keys.slice(start, start + AT_ONCE))],
      );
      for (const row of rows) found.set(this.keyText(row), row);
    }
    return found;
  }

  /** One statement for all, unless they are very many: rows are inserted or replaced, `gone` are keys of rows to delete. */
  async write(manager: EntityManager, rows: unknown[], gone: Key<unknown>[]): Promise<void> {
    for (let start = 0; start < Math.max(rows.length, gone.length); start += AT_ONCE)
      await this.writeSome(manager, rows.slice(start, start + AT_ONCE), gone.slice(start, start + AT_ONCE));
  }

  private async writeSome(manager: EntityManager, rows: unknown[], gone: Key<unknown>[]): Promise<void> {
    await manager.query(
      `WITH gone AS (
         DELETE FROM ${this.table} AS t USING json_populate_recordset(null::${this.table}, $2) AS k WHERE ${this.byKey}
       )
       INSERT INTO ${this.table} SELECT * FROM json_populate_recordset(null::${this.table}, $1)
       ON CONFLICT (${this.keyColumns}) DO UPDATE SET ${this.assignments}`,
      [this.json(rows), this.json(gone)],
    );
  }

  private json(rows: unknown[]): string {
    const columns = this.metadata.columns.map((column) => [column.propertyName, column.databaseName] as const);
    return JSON.stringify(
      rows.map((row) => Object.fromEntries(columns.map(([from, to]) => [to, (row as Record<string, unknown>)[from]]))),
      (_, value) => (typeof value === 'bigint' ? value.toString() : value),
    );
  }
}

function runnerOf(manager: EntityManager): QueryRunner {
  if (!manager.queryRunner) throw new Error('Tables of views are made in a transaction');
  return manager.queryRunner;
}
