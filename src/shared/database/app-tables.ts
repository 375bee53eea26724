import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Queries, Session } from './session.js';

/** Tables in schemas of the app's own (see `appSchemas`), for data that are neither events nor views. */
@Injectable()
export class AppTables {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @returns the rows of a statement that only reads */
  query<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    return this.database.query(sql, values);
  }

  /** All that `work` changes is committed when it ends or, if it throws, undone. */
  transaction<T>(work: (session: Queries) => Promise<T>): Promise<T> {
    return Session.run(this.database, work);
  }
}
