import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { dataSourceOptions } from '../../src/shared/database/database.js';
import { EventLog } from '../../src/shared/event-log/event-log.js';
import { readSettings } from '../../src/shared/settings.js';
import { Delivery } from '../../src/shared/subscriptions/delivery.js';
import type { Subscription } from '../../src/shared/subscriptions/subscription.js';
import { Subscriptions } from '../../src/shared/subscriptions/subscriptions.js';
import { Tail } from '../../src/shared/subscriptions/tail.js';
import { createDatabase } from '../shop.js';

const WRITERS = 16;
const COMMANDS_A_WRITER = 150;
const STREAMS = 40;
/** How many commits of others a frozen writer sits out between its append and its commit. */
const FROZEN_FOR = 200;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** What a reader of the log made of it. */
interface Outcome {
  committed: number;
  lost: number;
  repeated: number;
  outOfOrder: number;
  frozen: number;
}

/** Postgres as it would be without the horizon: readers go to the last position they can know of. */
const NAIVE_SEQUENCE = 'CREATE OR REPLACE FUNCTION log.horizon() RETURNS bigint LANGUAGE sql VOLATILE RETURN log.last_position()';

/**
 * 16 writers with 10 % rollbacks, some frozen between append and commit, beside a transaction left open in another
 * database; meanwhile the engine runs a subscription that notes what it is handed, in the transaction of its checkpoint.
 */
async function race(plant?: string): Promise<Outcome> {
  const { url, drop } = await createDatabase();
  closers.push(drop);
  const connect = async (to: string) => {
    const client = new pg.Client(to);
    client.on('error', () => undefined);
    await client.connect();
    closers.push(() => client.end());
    return client;
  };
  const observer = await connect(url);
  await observer.query('CREATE TABLE public.handed (n bigserial, position bigint, stream text, version int)');
  await observer.query('GRANT ALL ON public.handed, public.handed_n_seq TO kronika_view');
  if (plant) await observer.query(plant);

  const elsewhere = await connect(inject('postgres'));
  await elsewhere.query('BEGIN');
  await elsewhere.query('SELECT txid_current()');

  const stop = await startReader(url);
  const { committed, frozen } = await write(connect, url);

  // The naive reader never comes back for what it missed, so only the checkpoint can be waited for.
  for (;;) {
    const { rows } = await observer.query('SELECT position >= log.last_position() AS done FROM log.checkpoints');
    if (rows[0]?.done) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await stop();
  await elsewhere.query('ROLLBACK');
  const { rows } = await observer.query(`
    SELECT
      (SELECT count(*) FROM log.events)::int AS appended,
      (SELECT count(*) FROM log.events e WHERE NOT EXISTS (SELECT FROM handed h WHERE h.position = e.position))::int AS lost,
      (SELECT count(*) - count(DISTINCT position) FROM handed)::int AS repeated,
      (SELECT count(*) FROM (SELECT version, lag(version, 1, 0) OVER (PARTITION BY stream ORDER BY n) AS before FROM handed) AS s
        WHERE version <> before + 1)::int
      + (SELECT count(*) FROM (SELECT position, lag(position, 1, 0::bigint) OVER (ORDER BY n) AS before FROM handed) AS p
        WHERE position <= before)::int AS "outOfOrder"`);
  expect(rows[0].appended).toBe(committed);
  return { committed, frozen, ...rows[0] };
}

/** The engine itself, with one subscription. */
async function startReader(url: string): Promise<() => Promise<void>> {
  const database = await new DataSource(dataSourceOptions(url, 'view', true)).initialize();
  const log = new EventLog(database);
  const tail = new Tail(database, log);
  const subscriptions = new Subscriptions(database, tail, new Delivery(database), readSettings({}));
  await database.query(`INSERT INTO log.checkpoints (subscription, version) VALUES ('witness', 1)`);
  subscriptions.add({
    name: 'witness',
    version: 1,
    types: ['tested'],
    batchSize: 50,
    build: 'serving',
    isFold: true,
    handle: async (events, manager) => {
      await manager.query(
        'INSERT INTO public.handed (position, stream, version) SELECT * FROM unnest($1::bigint[], $2::text[], $3::int[])',
        [events.map((e) => e.position), events.map((e) => e.stream), events.map((e) => e.version)],
      );
      return undefined;
    },
  } satisfies Subscription);
  await subscriptions.start();
  return async () => {
    await subscriptions.beforeApplicationShutdown();
    await database.destroy();
  };
}

async function write(connect: (url: string) => Promise<pg.Client>, url: string) {
  let committed = 0;
  let frozen = 0;
  let active = WRITERS;
  const random = mulberry(7);
  const writer = async (number: number) => {
    const client = await connect(url);
    for (let i = 0; i < COMMANDS_A_WRITER; i++) {
      const isFrozen = number === 0 && i % 10 === 5;
      // A frozen writer has streams of its own, or its lock would hold up the others instead of the reader.
      const stream = isFrozen ? `frozen-${i}` : `shared-${Math.floor(random() * STREAMS)}`;
      const events = 1 + Math.floor(random() * 3);
      await client.query('BEGIN');
      // Stands for the row lock of a command.
      await client.query('SELECT pg_advisory_xact_lock(1, hashtext($1))', [stream]);
      const { rows } = await client.query('SELECT coalesce(max(version), 0) AS version FROM log.events WHERE stream = $1', [
        stream,
      ]);
      const batch = Array.from({ length: events }, (_, n) => ({
        stream,
        version: rows[0].version + n + 1,
        type: 'tested',
        data: {},
      }));
      await client.query('SELECT log.append($1, $2)', [JSON.stringify(batch), {}]);
      if (isFrozen) {
        frozen += 1;
        const until = committed + FROZEN_FOR;
        while (committed < until && active > 1) await new Promise((resolve) => setImmediate(resolve));
      }
      if (random() < 0.1) await client.query('ROLLBACK');
      else {
        await client.query('COMMIT');
        committed += events;
      }
    }
    active -= 1;
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, number) => writer(number)));
  return { committed, frozen };
}

/** A small seeded generator (mulberry32, public domain), so that a failing run can be run again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('the order of the log', () => {
  it('gives a reader every event once and in order, whatever writers do', async () => {
    const outcome = await race();
    expect(outcome.frozen).toBeGreaterThan(5);
    expect(outcome.committed).toBeGreaterThan(3_000);
    expect(outcome).toMatchObject({ lost: 0, repeated: 0, outOfOrder: 0 });
  });

  it('is what this test finds missing with a plain sequence', async () => {
    const { lost } = await race(NAIVE_SEQUENCE);
    expect(lost).toBeGreaterThan(0);
  });

  it('does not wait for a transaction in which nothing was appended', async () => {
    const { url, drop } = await createDatabase();
    closers.push(drop);
    const [open, other] = [new pg.Client(url), new pg.Client(url)];
    for (const client of [open, other]) {
      await client.connect();
      closers.push(() => client.end());
    }
    const append = (client: pg.Client, stream: string) =>
      client.query('SELECT log.append($1, $2) AS position', [
        JSON.stringify([{ stream, version: 1, type: 'tested', data: {} }]),
        {},
      ]);
    const horizon = async () => Number((await other.query('SELECT log.horizon() AS horizon')).rows[0].horizon);
    expect(await horizon()).toBe(0);
    await open.query('BEGIN');
    await open.query('SELECT txid_current()');
    await append(other, 'a-1');
    expect(await horizon()).toBe(1);
    await append(open, 'b-1');
    await append(other, 'c-1');
    expect(await horizon()).toBe(1);
    await open.query('ROLLBACK');
    expect(await horizon()).toBe(3);
  });

  it('holds with positions beyond 32 bits', async () => {
    const { url, drop } = await createDatabase();
    closers.push(drop);
    const client = new pg.Client(url);
    const other = new pg.Client(url);
    for (const each of [client, other]) {
      await each.connect();
      closers.push(() => each.end());
    }
    await client.query(`SELECT setval('log.position', 4294967296 * 3 + 5)`);
    await client.query('BEGIN');
    await client.query('SELECT log.append($1, $2)', [
      JSON.stringify([{ stream: 'a-1', version: 1, type: 'tested', data: {} }]),
      {},
    ]);
    const { rows } = await other.query('SELECT log.horizon() AS horizon');
    expect(Number(rows[0].horizon)).toBe(4294967296 * 3 + 5);
    await client.query('ROLLBACK');
  });
});
