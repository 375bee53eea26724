import { DataSource, type QueryRunner } from 'typeorm';
import { afterAll, beforeAll, expect } from 'vitest';
import { dataSourceOptions } from '../../src/shared/database/database.js';
import type { EventClass, RecordedEvent } from '../../src/shared/event-log/events.js';
import { type RowClass, viewOptions } from '../../src/shared/views/view.js';
import { ViewBuilder } from '../../src/shared/views/view-builder.js';
import { LONG_AGO, type Recorded } from './given.js';
import { createDatabase, type Database } from './shop.js';

/** The next events of a stream, in order. */
type OfStream = readonly [stream: string, ...events: Recorded<{ data: unknown }>[]];

/** Cuts events into batches. */
type Cut = (events: RecordedEvent[]) => RecordedEvent[][];

/** Cuts events into batches of these sizes, in turn. */
export function batchesOf(...sizes: number[]): Cut {
  return (events) => {
    const batches: RecordedEvent[][] = [];
    for (let from = 0; from < events.length; from += batches.at(-1)?.length as number)
      batches.push(events.slice(from, from + (sizes[batches.length % sizes.length] as number)));
    return batches;
  };
}

/**
 * Folds events into rows as the engine does, on a Postgres, without the rest of the app:
 * `given(…events).when(…events).gives(Row, rows)`. Call it at the top of a spec or of a `describe`.
 */
export function projectionOf(...views: object[]) {
  const rowClasses = views.flatMap((view) => viewOptions(view.constructor)?.rows ?? []);
  let database: Database;
  let source: DataSource;
  let runner: QueryRunner;
  let builders: ViewBuilder[];

  beforeAll(async () => {
    database = await createDatabase();
    source = new DataSource({ ...dataSourceOptions(database.url, 'view', true), entities: rowClasses });
    await source.initialize();
    builders = views.map((view) => new ViewBuilder(view, source));
    await source.transaction(async (manager) => {
      for (const table of builders.flatMap(({ tables }) => tables)) await table.create(manager);
    });
    runner = source.createQueryRunner();
  });
  afterAll(async () => {
    await runner?.release();
    await source?.destroy();
    await database?.drop();
  });

  async function foldThen<T>(events: RecordedEvent[], cut: Cut, read: () => Promise<T>): Promise<T> {
    await runner.startTransaction();
    try {
      for (const view of builders)
        for (const batch of cut(events.filter(({ type }) => view.types.includes(type)))) await view.handle(batch, runner.manager);
      return await read();
    } finally {
      await runner.rollbackTransaction();
    }
  }

  /** @returns the rows of all tables by the names of their classes, as JSON, after each view has folded its events */
  const fold = (events: RecordedEvent[], cut: Cut): Promise<Record<string, object[]>> =>
    foldThen(events, cut, async () => {
      const rowsOf = (row: RowClass) =>
        `(SELECT coalesce(json_agg(t ORDER BY t::text), '[]') FROM ${source.getMetadata(row).tablePath} AS t) AS "${row.name}"`;
      return (await runner.query(`SELECT ${rowClasses.map(rowsOf)}`))[0];
    });

  return {
    fold,
    /** @param earlier events in the order of the log, as `[stream, …events]` */
    given: (...earlier: OfStream[]) => ({
      when: (...later: OfStream[]) => ({
        /**
         * Requires the rows of a table, in the order of their keys, to be these. The later events are folded in a
         * batch of their own, and then all events one by one and in one batch, because rows must not depend on that.
         */
        async gives<R>(row: RowClass<R>, expected: R[]): Promise<void> {
          const log = recorded([...earlier, ...later]);
          const first = recorded(earlier).length;
          const isEarlier = ({ position }: RecordedEvent) => position <= first;
          const inTwo: Cut = (events) => [events.filter(isEarlier), events.filter((event) => !isEarlier(event))];
          const keys = source.getMetadata(row).primaryColumns.map(({ propertyName }) => [propertyName, 'ASC']);
          const order = Object.fromEntries(keys);
          const rows = (cut: Cut) => foldThen(log, cut, () => runner.manager.find(row as RowClass, { order }));
          expect(await rows(inTwo)).toEqual(expected);
          expect(await rows(batchesOf(1)), 'one event a batch').toEqual(expected);
          expect(await rows(batchesOf(log.length)), 'all events in one batch').toEqual(expected);
        },
      }),
    }),
  };
}

/** A log of exactly these events. */
function recorded(streams: readonly OfStream[]): RecordedEvent[] {
  const log: RecordedEvent[] = [];
  for (const [stream, ...events] of streams)
    for (const each of events) {
      const [at, event] = Array.isArray(each) ? (each as [string, { data: unknown }]) : [LONG_AGO, each as { data: unknown }];
      const { type, schema = 1 } = event.constructor as EventClass;
      const version = log.filter((earlier) => earlier.stream === stream).length + 1;
      const data = JSON.parse(JSON.stringify(event.data));
      const metadata = { commandId: 'c', actor: 'test', correlationId: 'c', causationId: null };
      log.push({ position: log.length + 1, stream, version, type, schema, data, metadata, recordedAt: new Date(at) });
    }
  return log;
}
