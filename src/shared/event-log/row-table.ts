import type { DataSource, EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

/** A statement and the values of its parameters. */
export interface Statement {
  readonly sql: string;
  readonly values: unknown[];
}

const tables = new WeakMap<EntityMetadata, RowTable>();

/** The statements on the table of a row class of schema `write`. */
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

  /** @param tail what follows `WHERE`, with `$1` and so on */
  select(tail: string): string {
    return `SELECT ${this.named(this.columns)} FROM ${this.name} WHERE ${tail}`;
  }

  /** @returns `a = $1 AND …`, for columns of these properties */
  matching(properties: string[]): string {
    const columns = properties.map((property) => this.columns.find(({ propertyName }) => propertyName === property));
    return columns.map((column, n) => `${this.quoted(column as ColumnMetadata)} = $${n + 1}`).join(' AND ');
  }

  /** It returns the row as it then is, with id and defaults. */
  insert(row: object): Statement {
    const given = this.columns.filter((column) => column.getEntityValue(row) !== undefined);
    return {
      sql: `INSERT INTO ${this.name} (${given.map((column) => this.quoted(column)).join(', ')})
        VALUES (${given.map((_, n) => `$${n + 1}`).join(', ')}) RETURNING ${this.named(this.columns)}`,
      values: this.values(given, row),
    };
  }

  /** All columns, by id. */
  update(row: object): Statement {
    const others = this.columns.filter(({ isPrimary }) => !isPrimary);
    const ids = this.columns.filter(({ isPrimary }) => isPrimary);
    return {
      sql: `UPDATE ${this.name} SET ${others.map((column, n) => `${this.quoted(column)} = $${n + 2}`).join(', ')}
        WHERE ${ids.map((column) => `${this.quoted(column)} = $1`).join()}`,
      values: this.values([...ids, ...others], row),
    };
  }

  delete(ids: number[]): Statement {
    return { sql: `DELETE FROM ${this.name} WHERE id = ANY ($1)`, values: [ids] };
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
