import type { DataSource, EntityManager, EntityMetadata } from 'typeorm';
import { Table } from 'typeorm';
import type { Key, RowClass } from './view.js';

/** The table of one row class: made, read and written as a set, never row by row. */
export class ViewTable {
  private readonly metadata: EntityMetadata;
  private readonly table: string;
  private readonly columns: string;
  private readonly assignments: string;
  private readonly keyColumns: string;
  private readonly byKey: string;

  constructor(
    private readonly database: DataSource,
    readonly row: RowClass,
  ) {
    this.metadata = database.getMetadata(row);
    const quoted = (name: string) => database.driver.escape(name);
    const { columns, primaryColumns, nonVirtualColumns } = this.metadata;
    this.table = `${quoted(this.metadata.schema ?? 'read')}.${quoted(this.metadata.tableName)}`;
    this.columns = columns.map((c) => `t.${quoted(c.databaseName)} AS ${quoted(c.propertyName)}`).join(', ');
    this.assignments = nonVirtualColumns
      .filter((c) => !c.isPrimary)
      .map((c) => `${quoted(c.databaseName)} = excluded.${quoted(c.databaseName)}`)
      .join(', ');
    this.keyColumns = primaryColumns.map((c) => quoted(c.databaseName)).join(', ');
    this.byKey = primaryColumns.map((c) => `t.${quoted(c.databaseName)} = k.${quoted(c.databaseName)}`).join(' AND ');
  }

  /** Makes the table anew, empty, with the indexes of the row class. */
  async create(manager: EntityManager): Promise<void> {
    if (!manager.queryRunner) throw new Error('A view table is made in a transaction');
    await manager.query(`DROP TABLE IF EXISTS ${this.table}`);
    await manager.queryRunner.createTable(Table.create(this.metadata, this.database.driver));
  }

  /** @returns one text a key, equal for equal keys */
  keyText(key: Key<unknown>): string {
    return JSON.stringify(this.metadata.primaryColumns.map((column) => column.getEntityValue(key as never)));
  }

  /** One `SELECT` for all keys; keys without a row are not in the answer. */
  async load(manager: EntityManager, keys: Key<unknown>[]): Promise<Map<string, unknown>> {
    const rows: object[] = await manager.query(
      `SELECT ${this.columns} FROM json_populate_recordset(null::${this.table}, $1) AS k JOIN ${this.table} AS t ON ${this.byKey}`,
      [this.json(keys)],
    );
    return new Map(rows.map((row) => [this.keyText(row), row]));
  }

  /** One statement for all: rows are inserted or replaced, `gone` are keys of rows to delete. */
  async write(manager: EntityManager, rows: unknown[], gone: Key<unknown>[]): Promise<void> {
    if (!rows.length && !gone.length) return;
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
