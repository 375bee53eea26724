import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager, type EntityMetadata, MoreThan } from 'typeorm';
import { EventTypes } from './events.js';
import type { StreamRow, StreamRowClass } from './transaction.js';

/** How many rows are compared at once. */
const BATCH = 1_000;

/** How many rows that are missing are counted. */
const MOST_MISSING = 10_000;

interface Difference {
  readonly table: string;
  readonly key: unknown;
  readonly expected: unknown;
  readonly found: unknown;
}

interface Latest {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** Compares rows of schema `write` with the latest events of their streams, which carry the row as it was left. */
@Injectable()
export class VerifyRows {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly types: EventTypes,
  ) {}

  /**
   * @param types of events; the tables whose streams have them are looked at
   * @param most how many differences are shown of each table
   */
  ofTypes(types: readonly string[], most: number): Promise<{ differing: number; rows: Difference[] }> {
    const categories = new Set(types.map((type) => this.types.categoryOf(type)));
    // One snapshot: rows and their events are committed together, so whenever it is taken, they agree.
    return this.database.transaction('REPEATABLE READ', async (manager) => {
      await manager.query(`SET LOCAL transaction_timeout = '1h'`);
      await manager.query('SET LOCAL statement_timeout = 0');
      const found = { differing: 0, rows: [] as Difference[] };
      for (const metadata of this.database.entityMetadatas) {
        const { category } = metadata.target as StreamRowClass<StreamRow>;
        if (metadata.schema !== 'write' || !categories.has(category)) continue;
        const shown: Difference[] = [];
        for await (const difference of this.differences(manager, metadata, category)) {
          found.differing += 1;
          if (shown.length < most) shown.push(difference);
        }
        found.rows.push(...shown);
      }
      return found;
    });
  }

  private async *differences(manager: EntityManager, metadata: EntityMetadata, category: string): AsyncGenerator<Difference> {
    const table = `${metadata.schema}.${metadata.tableName}`;
    const ends = this.types.endsOf(category);
    for (let after = 0; ; ) {
      const rows = (await manager.find(metadata.target, {
        where: { id: MoreThan(after) },
        order: { id: 'ASC' },
        take: BATCH,
      })) as (StreamRow & { data: object })[];
      const latest: Latest[] = await manager.query(
        `SELECT DISTINCT ON (stream) stream, version, type, data FROM log.events WHERE stream = ANY ($1)
         ORDER BY stream, version DESC`,
        [rows.map(({ id }) => `${category}-${id}`)],
      );
      const events = new Map(latest.map((event) => [event.stream, event]));
      for (const row of rows) {
        const event = events.get(`${category}-${row.id}`);
        const found = { ...row.data, version: row.version };
        const expected = event && !ends.includes(event.type) ? expectedOf(event, row.data) : null;
        if (!isDeepStrictEqual(expected, found)) yield { table, key: { id: row.id }, expected, found };
      }
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
    }
    const missing: Latest[] = await manager.query(
      `SELECT * FROM (
         SELECT DISTINCT ON (stream) stream, version, type, data FROM log.events
         WHERE stream ~ $1 ORDER BY stream, version DESC
       ) AS e
       WHERE type <> ALL ($2) AND NOT EXISTS (SELECT FROM ${metadata.tablePath} AS r WHERE $3 || r.id = e.stream)
       LIMIT ${MOST_MISSING}`,
      [`^${category}-[0-9]+$`, ends, `${category}-`],
    );
    for (const event of missing)
      yield {
        table,
        key: { id: Number(event.stream.slice(category.length + 1)) },
        expected: { ...event.data, version: event.version },
        found: null,
      };
  }
}

/** What the row should be, of what an event says; an event may say more than a row holds. */
function expectedOf({ data, version }: Latest, row: object): object {
  return { ...Object.fromEntries(Object.keys(row).map((name) => [name, data[name]])), version };
}
