import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { PrimaryProbe, Replica } from '../../../src/shared/database/replica.js';
import { Cluster, type Standby } from '../../support/cluster.js';
import { failedStart, KronikaProcess } from '../../support/process.js';
import { until } from '../../support/until.js';

/** Nobody listens there. */
const NOBODY = 'postgres://kronika:secret@127.0.0.1:1/kronika';

let cluster: Cluster;
let first: Standby;
let second: Standby;
let kronika: KronikaProcess | undefined;

beforeAll(async () => {
  cluster = await Cluster.start();
  [first, second] = [await cluster.addStandby('first'), await cluster.addStandby('second')];
}, 120_000);
afterAll(async () => {
  await cluster.stop();
});
afterEach(async () => {
  await kronika?.signal('SIGKILL');
});

const start = async (...urls: string[]) => {
  kronika = await KronikaProcess.start({ DATABASE_URL: cluster.url, READ_DATABASE_URL: urls.join(','), LOG_LEVEL: 'info' });
  return kronika;
};

const order = (at: KronikaProcess) => at.command('POST', '/v1/order', { userId: 1 });

/** Creates an order and asks for it at once. @returns whether the answers have it */
async function readsOwn(at: KronikaProcess): Promise<boolean> {
  const { id, position, status } = await order(at);
  const [found, { data }] = await Promise.all([
    at.query(`/v1/order-history/${id}`, position),
    at.query('/v1/order-history?sort=-id&limit=1', position),
  ]);
  return status === 201 && found.id === id && data[0].id >= id;
}

const problemOf = async (at: KronikaProcess, standby: Standby) => {
  const { replicas } = await at.query('/readyz');
  return replicas.find(({ replica }: { replica: string }) => replica === standby.name).problem;
};

/** How often a server has looked into the tables of views, by its statistics. */
async function looksAt(standby: Standby): Promise<number> {
  const [{ n }] = await standby.query(
    `SELECT coalesce(sum(seq_scan + idx_scan), 0)::int AS n FROM pg_stat_user_tables WHERE schemaname = 'read'`,
  );
  return n;
}

it('queries go to replicas, each in turn, and see what the client has written', async () => {
  const at = await start(first.url, second.url);
  expect(await at.query('/readyz')).toEqual({
    status: 'ok',
    reasons: [],
    replicas: [first, second].map(({ name }) => ({ replica: name, lagSeconds: expect.any(Number), problem: null })),
  });
  for (let n = 0; n < 50; n++) expect(await readsOwn(at)).toBe(true);
  const before = [await looksAt(first), await looksAt(second)] as const;
  for (let n = 0; n < 10; n++) await at.query('/v1/order-history?limit=3');
  await until(async () => (await looksAt(first)) > before[0] && (await looksAt(second)) > before[1]);
});

it('a replica that does not replay answers nothing that waits for a later position: no stale row, no false 404', async () => {
  const at = await start(first.url, second.url);
  await second.query('SELECT pg_wal_replay_pause()');
  for (let n = 0; n < 100; n++) expect(await readsOwn(at)).toBe(true);
  await second.query('SELECT pg_wal_replay_resume()');
});

it('requests that share an answer share one that is new enough for each of them', async () => {
  const at = await start(second.url);
  const before = await order(at);
  await at.query('/v1/order-history', before.position);
  await cluster.caughtUp(second);
  await second.query('SELECT pg_wal_replay_pause()');
  for (let n = 0; n < 20; n++) {
    const { id, position } = await order(at);
    const path = '/v1/order-history?sort=-id&limit=1';
    // The replica may answer the first request, unless a request that waits for a position shares the answer.
    const [, { data }] = await Promise.all([at.query(path, before.position), at.query(path, position)]);
    expect(data[0].id).toBe(id);
  }
  await second.query('SELECT pg_wal_replay_resume()');
});

it('an export begins at a replica, or at the primary if the replica is behind', async () => {
  const at = await start(second.url);
  const { id, position } = await order(at);
  const csv = (wait: number) =>
    fetch(`${at.url}/v1/order-history.csv`, { headers: { 'wait-for-position': String(wait) } }).then((answer) => answer.text());
  expect(await csv(position)).toContain(`\n${id},`);
  await cluster.caughtUp(second);
  await second.query('SELECT pg_wal_replay_pause()');
  const next = await order(at);
  expect(await csv(next.position)).toContain(`\n${next.id},`);
  expect(await csv(0)).not.toContain(`\n${next.id},`);
  await second.query('SELECT pg_wal_replay_resume()');
});

it('a replica that ends costs no request, is named, and gets queries again when it is back', async () => {
  const at = await start(first.url, second.url);
  const before = await order(at);
  await at.query('/v1/order-history', before.position);
  const asking = Array.from({ length: 8 }, async () => {
    const statuses = [];
    for (let n = 0; n < 100; n++) statuses.push((await fetch(`${at.url}/v1/order-history?limit=${1 + (n % 50)}`)).status);
    return statuses;
  });
  await second.kill();
  expect(new Set((await Promise.all(asking)).flat())).toEqual(new Set([200]));
  await until(async () => (await at.query('/readyz')).status === 'degraded');
  const { reasons, replicas } = await at.query('/readyz');
  expect(replicas[1]).toEqual({
    replica: second.name,
    lagSeconds: null,
    problem: expect.stringMatching(/^it does not answer: /),
  });
  expect(reasons).toContainEqual({
    subscription: 'database',
    problem: expect.stringMatching(`^the replica ${second.name} gets no queries: it does not answer: `),
  });
  expect(await readsOwn(at)).toBe(true);
  await second.start();
  await until(async () => (await problemOf(at, second)) === null);
  const looks = await looksAt(second);
  for (let n = 0; n < 10; n++) await at.query('/v1/order-history?limit=3');
  await until(async () => (await looksAt(second)) > looks);
}, 60_000);

it('a replica that freezes costs seconds once, and no command', async () => {
  const at = await start(second.url);
  const { id, position } = await order(at);
  await at.query('/v1/order-history', position);
  await until(async () => (await at.query(`/v1/order-history/${id}`)).id === id);
  await second.freeze();
  const asked = performance.now();
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, (_, n) => fetch(`${at.url}/v1/order-history?limit=${n + 1}`)),
    fetch(`${at.url}/v1/order-history/${id}`),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(performance.now() - asked).toBeLessThan(15_000);
  expect((await order(at)).status).toBe(201);
  await until(async () => (await problemOf(at, second)) !== null);
  const again = performance.now();
  expect((await at.query('/v1/order-history?limit=7')).data.length).toBeGreaterThan(0);
  expect(performance.now() - again).toBeLessThan(2_000);
  await second.thaw();
  await until(async () => (await problemOf(at, second)) === null);
}, 60_000);

it('how far a replica is behind is measured, and one that is too far behind gets no queries', async () => {
  const [primary, replica] = [new PrimaryProbe(cluster.url, true), new Replica(second.url, true)];
  try {
    const check = async () => replica.check(primary, await primary.state(), 1);
    await cluster.caughtUp(second);
    await check();
    expect(replica).toMatchObject({ lagSeconds: 0, problem: null });
    await second.query('SELECT pg_wal_replay_pause()');
    await cluster.query('SELECT pg_logical_emit_message(true, $1, $1)', ['test']);
    const began = performance.now();
    await check();
    // Paused for less than a moment, although the last transaction may be old.
    expect(replica.problem).toBeNull();
    await until(async () => {
      await check();
      return replica.problem !== null;
    });
    expect(performance.now() - began).toBeGreaterThan(1_000);
    expect(replica.problem).toMatch(/^it is \d+ s behind$/);
    await second.query('SELECT pg_wal_replay_resume()');
    await cluster.caughtUp(second);
    await check();
    expect(replica).toMatchObject({ lagSeconds: 0, problem: null });
  } finally {
    primary.close();
    await replica.close();
  }
});

describe('a start', () => {
  it('goes on without a replica that does not answer, and says so', async () => {
    const at = await start(first.url, NOBODY);
    expect(at.output).toContain('The replica 127.0.0.1:1 gets no queries: it does not answer: connect ECONNREFUSED 127.0.0.1:1');
    expect(at.output).not.toContain('secret');
    expect(await at.query('/readyz')).toMatchObject({ status: 'degraded', replicas: [{ problem: null }, { lagSeconds: null }] });
    expect(await readsOwn(at)).toBe(true);
  });

  it('goes on without a replica that is the primary itself', async () => {
    const at = await start(cluster.url);
    const { problem } = (await at.query('/readyz')).replicas[0];
    expect(problem).toBe('it is not a replica, because it takes changes itself');
    expect(await readsOwn(at)).toBe(true);
  });

  it('ends with one line if a password is wrong', async () => {
    const wrong = new URL(second.url);
    wrong.password = 'guessed';
    const output = await failedStart({ DATABASE_URL: cluster.url, READ_DATABASE_URL: `${first.url},${wrong.href}` });
    expect(output).toBe(
      `Kronika can't start. The database of READ_DATABASE_URL can't be reached: password authentication failed for user "kronika"\n`,
    );
  });

  it.each(['another server', 'another database of the same server'])('ends with one line if it leads to %s', async (to) => {
    const other = new URL(to === 'another server' ? inject('postgres') : cluster.url);
    if (to !== 'another server') other.pathname = '/postgres';
    const output = await failedStart({ DATABASE_URL: cluster.url, READ_DATABASE_URL: `${first.url},${other.href}` });
    expect(output).toBe(
      `Kronika can't start. ${other.host} of READ_DATABASE_URL is no replica of the database of commands, but another database.\n`,
    );
  });
});

it('a takeover waits for a query on a replica that takes long, and replay does not wait', async () => {
  const at = await start(second.url);
  const { position } = await order(at);
  await at.query('/v1/order-history', position);
  await cluster.caughtUp(second);
  const reader = new pg.Client(second.url);
  await reader.connect();
  await reader.query('BEGIN; SELECT FROM read.order_history');
  const rebuild = await fetch(`${at.url}/v1/views/order-history/rebuild`, { method: 'POST' });
  const operation = `${rebuild.headers.get('location')}`;
  // The build is complete, and its takeover has been tried.
  await until(async () => (await at.query(operation)).progress === 1);
  const versions = `SELECT count(*)::int AS builds FROM log.checkpoints WHERE subscription = 'order-history' AND build = 'next'`;
  for (const end = performance.now() + 3_000; performance.now() < end; ) {
    await order(at);
    await cluster.caughtUp(second);
    expect(await cluster.query(versions)).toEqual([{ builds: 1 }]);
  }
  await reader.query('COMMIT');
  await reader.end();
  await until(async () => (await at.query(operation)).state === 'done');
  expect(await readsOwn(at)).toBe(true);
}, 60_000);

/** A transaction on the primary that changes tables of views, as a takeover does; their replicas replay its locks. */
class Takeover {
  private readonly client = new pg.Client(cluster.url);

  async begin(): Promise<void> {
    await this.client.connect();
    await this.client.query('BEGIN');
  }

  async lock(table: string): Promise<void> {
    await this.client.query(`LOCK TABLE read.${table} IN ACCESS EXCLUSIVE MODE`);
    await this.client.query(`SELECT pg_logical_emit_message(false, 'test', 'test', true)`);
  }

  async commit(): Promise<void> {
    await this.client.query('COMMIT');
    await this.client.end();
  }
}

/** The processes whose query of a view waits for a lock. */
const WAITING = `SELECT pid FROM pg_locks WHERE NOT granted AND mode = 'AccessShareLock'`;

it.each(['a replica', 'the primary'])(
  'a query whose connection to %s is ended is asked again',
  async (where) => {
    const at = await (where === 'a replica' ? start(second.url) : start());
    const { id, position } = await order(at);
    await at.query('/v1/order-history', position);
    const takeover = new Takeover();
    await takeover.begin();
    await takeover.lock('order_history');
    await cluster.caughtUp(second);
    const asked = [`/${id}`, '?limit=3', '.csv'].map((path) => fetch(`${at.url}/v1/order-history${path}`));
    const server = where === 'a replica' ? second : cluster;
    await until(async () => (await server.query(WAITING)).length === asked.length);
    await server.query(`SELECT pg_terminate_backend(pid) FROM (${WAITING}) AS waiting`);
    await until(async () => (await cluster.query(WAITING)).length === asked.length);
    await takeover.commit();
    for (const answer of asked) expect((await answer).status).toBe(200);
  },
  60_000,
);

it('a query that replay ends for a deadlock is asked again at the primary', async () => {
  const at = await start(second.url);
  const { id, position } = await order(at);
  await at.query('/v1/order-history', position);
  const takeover = new Takeover();
  await takeover.begin();
  await takeover.lock('order_goods');
  await cluster.caughtUp(second);
  // It has a lock on order_history, and waits for the other one.
  const asked = fetch(`${at.url}/v1/order-history/${id}`);
  await until(async () => (await second.query(WAITING)).length === 1);
  await takeover.lock('order_history');
  // Postgres ends the query there, and it is at the primary now.
  await until(async () => (await cluster.query(WAITING)).length === 1);
  await takeover.commit();
  expect((await asked).status).toBe(200);
  expect(await problemOf(at, second)).toBeNull();
}, 60_000);

it('a command gets 503 if its synchronous standby does not answer, and has been done once', async () => {
  const at = await start(second.url);
  await order(at);
  await cluster.query(`ALTER SYSTEM SET synchronous_standby_names = '"first"'`);
  await cluster.query('SELECT pg_reload_conf()');
  await until(async () => (await cluster.query(`SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`)).length === 1);
  await first.freeze();
  const headers = { 'idempotency-key': 'synchronous' };
  const body = { userId: 7_777 };
  const asked = performance.now();
  expect(await at.command('POST', '/v1/order', body, headers)).toMatchObject({ status: 503 });
  expect(performance.now() - asked).toBeLessThan(20_000);
  await first.thaw();
  const again = await at.command('POST', '/v1/order', body, headers);
  expect(again.status).toBe(201);
  const { data } = await at.query('/v1/order-history?user_id=7777', again.position);
  expect(data).toEqual([expect.objectContaining({ id: again.id })]);
  await cluster.query('ALTER SYSTEM RESET synchronous_standby_names');
  await cluster.query('SELECT pg_reload_conf()');
}, 60_000);

// Last, because they leave the standbys without their primary.
it('a promoted replica answers nothing any more, nor does a replica that follows it', async () => {
  const at = await start(first.url, second.url);
  expect(await readsOwn(at)).toBe(true);
  // One that is ahead of the promoted one could not follow it.
  await second.cutOff();
  await cluster.caughtUp(first);
  await first.promote();
  // Its own events and rows, which the log does not have.
  await first.query(`
    INSERT INTO log.events (position, stream, version, type, data, metadata)
    SELECT nextval('log.position'), 'order-999999', 1, 'order_created_v1', '{}', '{"commandId": "fork"}'`);
  await first.query('UPDATE read.order_history SET user_id = 999999');
  const isFromFork = async () => {
    const { data } = await at.query('/v1/order-history?limit=5');
    return data.some(({ user_id }: { user_id: number }) => user_id === 999_999);
  };
  for (let n = 0; n < 20; n++) expect(await isFromFork()).toBe(false);
  await until(async () => (await problemOf(at, first)) === 'it is not a replica, because it takes changes itself');

  await second.follow(first);
  await until(
    async () => (await problemOf(at, second)) === 'it is not a replica of this primary, which lacks events that it has',
  );
  expect(await readsOwn(at)).toBe(true);
  for (let n = 0; n < 20; n++) expect(await isFromFork()).toBe(false);
}, 60_000);
