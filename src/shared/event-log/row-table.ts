import type { DataSource, EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import type { Statement } from '../database/sql.js';

const tables = new WeakMap<EntityMetadata, RowTable>();

/** Builds the statements on the table of a row class of schema `write`. */
export class RowTable {
  private readonly name: string;
  private readonly columns: readonly ColumnMetadata[];

  private constructor(
    private readonly database: DataSource,
    metadata: EntityMetadata,
  ) {
    this.name = metadata.tablePath.split('.').map(database.driver.escape.bind(database.driver)).join('.');
    this.columns = metadata.nonVirtualColumns;
  }

  static of(database: DataSource, type: new () => object): RowTable {
    const metadata = database.getMetadata(type);
    const table = tables.get(metadata) ?? new RowTable(database, metadata);
    tables.set(metadata, table);
    return table;
  }

  /** @param tail the text after `WHERE`, with parameters from `$1` on */
  select(tail: string): string {
    return `SELECT ${this.named(this.columns)} FROM ${this.name} WHERE ${tail}`;
  }

  /** @returns `a = $1 AND …` for the columns of these properties */
  matching(properties: string[]): string {
    const columns = properties.map((property) => this.columns.find(({ propertyName }) => propertyName === property));
    return columns.map((column, n) => `${this.quoted(column as ColumnMetadata)} = $${n + 1}`).join(' AND ');
  }

  /**
   * Inserts any number of rows with the same properties as this one. `$1` is a JSON array with the result of `json`
   * for each. Returns the inserted rows in that order, with their ids and defaults.
   */
  insert(row: object): string {
    const given = this.given(row).map((column) => this.quoted(column));
    return `INSERT INTO ${this.name} (${given.join(', ')}) SELECT ${given.join(', ')}
      FROM ROWS FROM (json_populate_recordset(NULL::${this.name}, $1)) WITH ORDINALITY ORDER BY ordinality
      RETURNING ${this.named(this.columns)}`;
  }

  /** The values of a row by the names of their columns. */
  json(row: object): object {
    const given = this.given(row);
    const values = this.values(given, row);
    return Object.fromEntries(given.map(({ databaseName }, n) => [databaseName, values[n]]));
  }

  /** Updates all columns of the row with this row's id. */
  update(row: object): Statement {
    const others = this.columns.filter(({ isPrimary }) => !isPrimary);
    const ids = this.columns.filter(({ isPrimary }) => isPrimary);
    return {
      text: `UPDATE ${this.name} SET ${others.map((column, n) => `${this.quoted(column)} = $${n + 2}`).join(', ')}
        WHERE ${ids.map((column) => `${this.quoted(column)} = $1`).join()}`,
      values: this.values([...ids, ...others], row),
    };
  }

  delete(ids: number[]): Statement {
    return { text: `DELETE FROM ${this.name} WHERE id = ANY ($1)`, values: [ids] };
  }

  private given(row: object): ColumnMetadata[] {
    return this.columns.filter((column) => column.getEntityValue(row) !== undefined);
  }

  private named(columns: readonly ColumnMetadata[]): string {
    return columns.map((column) => `${this.quoted(column)} AS ${this.database.driver.escape(column.propertyName)}`).join(', ');
  }

  private quoted({ databaseName }: ColumnMetadata): string {
    return this.database.driver.escape(databaseName);
  }

  private values(columns: readonly ColumnMetadata[], row: object): unknown[] {
    return columns.map((column) => this.database.driver.preparePersistentValue(column.getEntityValue(row), column));
  }
}
