import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { AppTables } from '#kronika';

/** Reads of reports at once. They can take long, and commands need the other connections of the process. */
const MAX_READS = 3;

/** Reads the tables of counts for reports. */
@Injectable()
export class ReportReads {
  private readonly limit = pLimit(MAX_READS);

  constructor(private readonly tables: AppTables) {}

  /** @returns the rows of a statement that only reads */
  query<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    return this.limit(() => this.tables.query<R>(sql, values));
  }
}
