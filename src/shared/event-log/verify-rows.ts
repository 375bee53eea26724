import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager, type EntityMetadata, MoreThan } from 'typeorm';
import { LogOrigin } from '../database/log-origin.js';
import { EventTypes, type RecordedEvent } from './events.js';
import { SECRET } from './sealing.js';
import type { StreamRow, StreamRowClass } from './stream-rows.js';

const ROWS_PER_BATCH = 1_000;

/** Page size for earlier events, which are read for columns that the latest event lacks. */
const EARLIER_EVENTS_PER_PAGE = 100;

/** Missing rows beyond this number are not counted. */
const MAX_MISSING_ROWS = 10_000;

interface Difference {
  readonly table: string;
  readonly key: unknown;
  readonly expected: unknown;
  readonly found: unknown;
}

type Recorded = Pick<RecordedEvent, 'stream' | 'version' | 'type' | 'schema' | 'data' | 'secret'>;
type Values = Readonly<Record<string, unknown>>;

const EVENT_COLUMNS_SQL = `stream, version, type, schema, data, ${SECRET}`;

/**
 * Compares rows of schema `write` with the events of their streams. An event has all columns of the row or some of
 * them, in the current schema or an earlier one. A column must equal the value in the latest event that has it. A
 * column that no event has is not compared.
 */
@Injectable()
export class VerifyRows {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly types: EventTypes,
    private readonly origin: LogOrigin,
  ) {}

  /**
   * Compares the tables whose streams have events of these types.
   *
   * @param maxShown the number of differences to list per table; all are counted
   */
  async ofTypes(types: readonly string[], maxShown: number): Promise<{ differing: number; rows: Difference[] }> {
    // A follower has no rows of schema write.
    if (this.origin.isElsewhere) return { differing: 0, rows: [] };
    const categories = new Set(types.map((type) => this.types.categoryOf(type)));
    // One snapshot for all statements: rows and their events are committed together, so they agree in any snapshot.
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
          if (shown.length < maxShown) shown.push(difference);
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
        take: ROWS_PER_BATCH,
      })) as (StreamRow & { data: object })[];
      const latest: Recorded[] = await manager.query(
        `SELECT DISTINCT ON (stream) ${EVENT_COLUMNS_SQL} FROM log.events WHERE stream = ANY ($1) ORDER BY stream, version DESC`,
        [rows.map(({ id }) => `${category}-${id}`)],
      );
      const events = new Map(latest.map((event) => [event.stream, event]));
      for (const row of rows) {
        const event = events.get(`${category}-${row.id}`);
        const isGone = !event || ends.includes(event.type);
        const carried = isGone ? {} : await this.carried(manager, event, Object.keys(row.data));
        const compared = Object.entries(row.data).filter(([name]) => isGone || name in carried);
        const found = { ...Object.fromEntries(compared), version: row.version };
        const expected = isGone ? null : { ...carried, version: event.version };
        if (!isDeepStrictEqual(expected, found)) yield { table, key: { id: row.id }, expected, found };
      }
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
    }
    const missing: Recorded[] = await manager.query(
      `SELECT * FROM (
         SELECT DISTINCT ON (stream) ${EVENT_COLUMNS_SQL} FROM log.events
         WHERE stream ~ $1 ORDER BY stream, version DESC
       ) AS e
       WHERE type <> ALL ($2) AND NOT EXISTS (SELECT FROM ${metadata.tablePath} AS r WHERE $3 || r.id = e.stream)
       LIMIT ${MAX_MISSING_ROWS}`,
      [`^${category}-[0-9]+$`, ends, `${category}-`],
    );
    for (const event of missing)
      yield {
        table,
        key: { id: Number(event.stream.slice(category.length + 1)) },
        expected: { ...this.dataOf(event), version: event.version },
        found: null,
      };
  }

  /** The latest value of each column: from the latest event, or from an earlier event if the latest one lacks it. */
  private async carried(manager: EntityManager, latest: Recorded, columns: readonly string[]): Promise<Values> {
    const values: Record<string, unknown> = {};
    const missing = new Set(columns);
    const take = (event: Recorded) => {
      const data = this.dataOf(event);
      for (const column of missing)
        if (column in data) {
          values[column] = data[column];
          missing.delete(column);
        }
    };
    take(latest);
    for (let { version } = latest; missing.size && version > 1; ) {
      const earlier: Recorded[] = await manager.query(
        `SELECT ${EVENT_COLUMNS_SQL} FROM log.events WHERE stream = $1 AND version < $2 ORDER BY version DESC LIMIT ${EARLIER_EVENTS_PER_PAGE}`,
        [latest.stream, version],
      );
      earlier.forEach(take);
      version = earlier.at(-1)?.version ?? 0;
    }
    return values;
  }

  /** The data in the current schema, or as they were written if only newer code knows the event. */
  private dataOf(event: Recorded): Values {
    return (this.types.knows(event.type, event.schema) ? this.types.eventOf(event) : event).data as Values;
  }
}
