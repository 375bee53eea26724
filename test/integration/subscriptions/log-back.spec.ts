import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdKeys } from '../../../src/campaigns/delivery/ad-keys.js';
import { CountedViews } from '../../../src/campaigns/delivery/counted-views.js';
import type { Lease } from '../../../src/campaigns/delivery/counting.js';
import { NIL_UUID, openToken } from '../../../src/campaigns/delivery/token.js';
import { dataSourceOptions } from '../../../src/shared/database/database.js';
import { INCARNATION_SQL } from '../../../src/shared/event-log/incarnation.js';
import { StartError } from '../../../src/shared/settings.js';
import { CheckpointPasser, connectionOf, lockCheckpoint } from '../../../src/shared/subscriptions/checkpoints.js';
import type { Subscription } from '../../../src/shared/subscriptions/subscription.js';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { backUp, createDatabase, type Database, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const SAGA = 'saga RemoveGoodsSaga.removeGoods';

let database: Database;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

const open = () => Shop.open({}, [], database);

/** A database after a shop has run and was closed. Its log ends at position 3. */
async function givenThreeOrders(): Promise<void> {
  const shop = await open();
  for (const user of [1, 2, 3]) await shop.createOrder(user);
  await shop.settle();
  await shop.close();
}

/** Deletes the events after a position, and nothing else. */
async function loseLog(shop: Pick<Shop, 'db'>, after: number): Promise<void> {
  await shop.db.query('ALTER TABLE log.events DISABLE TRIGGER USER');
  await shop.db.query('DELETE FROM log.events WHERE position > $1', [after]);
  await shop.db.query('ALTER TABLE log.events ENABLE TRIGGER USER');
  await shop.db.query(`SELECT setval('log.position', $1)`, [after]);
}

/** The text of the live stream after a position, until it ends. */
async function streamOf(shop: Shop, after: number): Promise<{ readonly text: string; readonly ended: Promise<void> }> {
  const response = await fetch(`${await shop.app.getUrl()}/v1/events/stream?after=${after}`);
  const stream = { text: '', ended: Promise.resolve() };
  stream.ended = (async () => {
    for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()))
      stream.text += chunk;
  })();
  return stream;
}

async function readiness(shop: Shop): Promise<{ subscription: string; problem: string }[]> {
  return (await shop.http.get('/readyz').expect(200)).body.reasons;
}

const users = async (shop: Shop) => (await shop.history()).map(({ user_id }: { user_id: number }) => user_id);

describe('a database that goes back under a process', () => {
  it.each([
    ['as a copy has it', undefined],
    ['and hands out later positions, as after a failover', `SELECT setval('log.position', 36)`],
  ])('%s', async (_, change) => {
    await givenThreeOrders();
    const restore = await backUp(database, change);
    const shop = await open();
    try {
      for (const user of [4, 5, 6]) await shop.createOrder(user);
      await shop.settle();
      const stream = await streamOf(shop, 0);
      await until(() => /^id: 6$/m.test(stream.text));
      await restore();
      await stream.ended;
      const end = change ? 36 : 3;
      expect(stream.text.endsWith(`event: reset\nid: ${end}\ndata: {"position":${end}}\n\n`)).toBe(true);
      expect((await readiness(shop))[0]).toEqual({
        subscription: 'log',
        problem: expect.stringMatching(new RegExp(`^it went back from position 6 to ${end}, as noticed at`)),
      });
      if (!change) await shop.http.get('/v1/order-history').set('Wait-For-Position', '6').expect(400);
      shop.position = 0;
      await shop.createOrder(7);
      expect(shop.position).toBe(end + 1);
      expect(await users(shop)).toEqual([1, 2, 3, 7]);
      const again = await streamOf(shop, 3);
      await until(() => new RegExp(`^id: ${end + 1}$`, 'm').test(again.text));
      expect(again.text.match(/^id/gm)).toHaveLength(1);
    } finally {
      await shop.close();
    }
  });

  it('does not count as gone back if no event is lost that was read', async () => {
    await givenThreeOrders();
    const restore = await backUp(database);
    const shop = await open();
    try {
      const stream = await streamOf(shop, 0);
      await until(() => /^id: 3$/m.test(stream.text));
      await restore();
      await until(async () => (await shop.http.post('/v1/order').send({ userId: 4 })).status === 201);
      await until(() => /^id: 4$/m.test(stream.text));
      expect(stream.text).not.toContain('reset');
      // Failures while the database was away are reported until the work has succeeded.
      await until(async () => (await readiness(shop)).length === 0);
    } finally {
      await shop.close();
    }
  });
});

describe('what a process keeps in memory', () => {
  const CAMPAIGN = randomUUID();
  const TOKEN = {
    id: '0193d5a0-0000-7000-8000-000000000001',
    campaignId: CAMPAIGN,
    creativeId: NIL_UUID,
    portfolioId: NIL_UUID,
    sectionId: NIL_UUID,
    leaseId: null,
    expiresInSeconds: 900,
    flags: { isInvalid: false, isTag: false, device: 'unknown' as const },
  };
  const REQUEST = {
    campaignId: CAMPAIGN,
    terms: {
      price: 100,
      currency: 'EUR',
      schedule: { start: null, end: null },
      timeZone: 'UTC',
      limits: null,
      viewer: { views: 9, hours: 1, unknown: 'serve' as const },
    },
    extraSeconds: 0,
    viewer: 'Jana',
    address: '127.0.0.1',
    isInvalid: false,
  };

  /** As if the backup were older than the keys, the code and the cursors of today. */
  const OLDER = `
    DELETE FROM delivery.keys;
    DELETE FROM delivery.viewer_keys;
    INSERT INTO delivery.viewer_keys VALUES (current_date - 3, sha256('deleted since'));
    UPDATE log.cursor_secret SET secret = 'another one';
    DELETE FROM log.checkpoints WHERE subscription = '${SAGA}';
    UPDATE log.checkpoints SET version = 0 WHERE subscription = 'order-history'`;

  it('is read again after the database went back: keys, leases, cursors, builds, checkpoints, erasures', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kronika-list-'));
    const settings = { AUTH: 'keys', ERASURE_LIST: join(folder, 'list') };
    const before = await Shop.open(settings, [], database);
    for (const user of [1, 2]) await before.createOrder(user);
    await before.http.post('/v1/campaigns').send({ id: CAMPAIGN, name: 'For Jana only', userId: 7 }).expect(201);
    await before.settle();
    await before.close();
    const restore = await backUp(database, OLDER);
    const shop = await Shop.open(settings, [], database);
    try {
      const { http } = shop;
      const counts = shop.app.get(CountedViews);
      const lease = async () => (await counts.lease({ ...REQUEST, now: Date.now() })) as Lease;
      const rowsOf = async (sql: string, ...values: unknown[]) => (await shop.db.query(sql, values)).rows;
      const page = async () => (await shop.http.get('/v1/order-history?limit=1').expect(200)).body.page.next_cursor;
      await shop.createOrder(3);
      await http.post('/v1/users/7/erase').expect(204);
      await shop.settle();
      const [{ leaseId }, cursor] = [await lease(), await page()];
      const key = shop.key as string;
      await restore();
      // A key that was created after the backup is none any more.
      const statusOf = () =>
        http
          .get('/v1/subscriptions')
          .set('Authorization', `Bearer ${key}`)
          .then(
            ({ status }) => status,
            () => undefined,
          );
      await until(async () => (await statusOf()) === 401);
      shop.key = before.key;
      await until(async () => (await readiness(shop)).some(({ subscription }) => subscription === 'log'));

      // The view had an earlier version, so it is built again.
      await until(async () => (await shop.http.get('/v1/order-history?limit=1')).status === 200);
      await shop.http.get(`/v1/order-history?limit=1&cursor=${cursor}`).expect(400);
      await shop.http.get(`/v1/order-history?limit=1&cursor=${await page()}`).expect(200);

      const now = await lease();
      expect(now.leaseId).not.toBe(leaseId);
      expect(await rowsOf('SELECT FROM delivery.leases WHERE id = $1', now.leaseId)).toHaveLength(1);
      const [{ secret, viewer }] = await rowsOf(
        'SELECT secret, viewer FROM delivery.viewer_keys JOIN delivery.viewers USING (day)',
      );
      expect(viewer).toEqual(createHmac('sha256', secret).update('Jana').digest().subarray(0, 16));
      // A key of a day that is over is deleted again.
      await until(async () => (await rowsOf('SELECT FROM delivery.viewer_keys WHERE day < current_date - 1')).length === 0);
      const keys = new Map((await rowsOf('SELECT id, secret FROM delivery.keys')).map((each) => [each.id, each]));
      expect(openToken(shop.app.get(AdKeys).seal(TOKEN), keys)).toEqual(TOKEN);

      const campaign = async () => (await shop.http.get(`/v1/campaigns/${CAMPAIGN}`)).body.name;
      await until(async () => (await campaign()) === '[erased]');
      shop.position = 0;
      const order = await shop.createOrder(4);
      await until(async () => (await shop.get('/v1/order-history')).status === 200);
      expect(await users(shop)).toEqual([1, 2, 4]);
      // The saga had no checkpoint.
      await until(async () => (await rowsOf(`SELECT FROM log.checkpoints WHERE subscription = '${SAGA}'`)).length === 1);
      const goods = await shop.addGoods(order);
      await shop.deleteOrder(order);
      await shop.settle();
      expect((await shop.http.delete(`/v1/goods/${goods}`)).body.code).toBe('goods.deleted');
    } finally {
      await shop.close();
      await rm(folder, { recursive: true });
    }
  }, 60_000);
});

describe('what was read from another incarnation of the log', () => {
  it('moves no checkpoint', async () => {
    await givenThreeOrders();
    const source = await new DataSource(dataSourceOptions(database.url, 'view', true)).initialize();
    const passer = new CheckpointPasser(source);
    const [{ incarnation }] = await source.query(`SELECT ${INCARNATION_SQL} AS incarnation`);
    const subscription = { name: SAGA, build: 'serving', version: 1 } as Subscription;
    await source.query('UPDATE log.checkpoints SET position = 1 WHERE subscription = $1', [SAGA]);
    const lock = (known: string) =>
      source.transaction(async (manager) => lockCheckpoint(await connectionOf(manager), subscription, 'wait', known));
    expect(await lock('another one')).toBeUndefined();
    expect(await lock(incarnation)).toMatchObject({ position: 1 });
    expect(await passer.pass(subscription, 1, 3, 'another one')).toBe(1);
    expect(await passer.pass(subscription, 1, 3, incarnation)).toBe(3);
    await source.destroy();
  });
});

describe('checkpoints beyond the log', () => {
  function view(...given: string[]): Promise<{ code: number; out: string; err: string }> {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, DATABASE_URL: database.url };
    return new Promise((resolve) => {
      execFile(process.execPath, [join(ROOT, 'dist/start/view.js'), ...given], { env }, (error, out, err) =>
        resolve({ code: (error?.code as number | undefined) ?? 0, out, err }),
      );
    });
  }

  it('keep a process from starting until the commands in its message have run', async () => {
    await givenThreeOrders();
    const shop = await open();
    const readers = (await shop.http.get('/v1/subscriptions')).body.data.map(({ name }: { name: string }) => name);
    await shop.app.close();
    await loseLog(shop, 1);
    const refusal: Error = await open().then(
      () => expect.unreachable(),
      (error) => error,
    );
    expect(refusal).toBeInstanceOf(StartError);
    expect(refusal.message).toMatch(/^The log ends at position 1, and checkpoints are beyond it: campaigns \(3\), /);
    const commands = [...refusal.message.matchAll(/npm run view -- (rebuild|rewind) "([^"]+)"/g)].map(([, kind, name]) => [
      kind,
      name,
    ]);
    expect(commands.map(([, name]) => name)).toEqual(readers);
    expect(await view('rewind', 'order-history')).toMatchObject({ code: 1, err: 'There is no saga or handler order-history.\n' });
    for (const [kind, name] of commands) expect(await view(kind as string, name as string)).toMatchObject({ code: 0 });
    expect(await view('rewind', SAGA)).toMatchObject({ code: 1, err: expect.stringContaining('is not beyond the log') });
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    const { position } = await kronika.command('POST', '/v1/order', { userId: 4 });
    const { data } = await kronika.query('/v1/order-history', position);
    expect(data.map(({ user_id }: { user_id: number }) => user_id)).toEqual([1, 4]);
    await kronika.signal('SIGTERM');
    await shop.db.end();
  }, 120_000);

  it('make a build that waits to take over begin again before it serves lost events', async () => {
    const shop = await open();
    try {
      for (const user of [1, 2, 3]) await shop.createOrder(user);
      await shop.settle();
      const reader = await shop.db.connect();
      await reader.query('BEGIN; LOCK TABLE read.order_history IN ACCESS SHARE MODE');
      await shop.http.post('/v1/views/order-history/rebuild').expect(202);
      const next = async () =>
        (await shop.db.query(`SELECT position::int FROM log.checkpoints WHERE build = 'next'`)).rows[0]?.position;
      await until(async () => (await next()) === 3);
      await loseLog(shop, 1);
      await until(async () => (await next()) === 1);
      await reader.query('COMMIT');
      reader.release();
      shop.position = 1;
      await until(async () => (await users(shop)).length === 1);
      const { rows } = await shop.db.query(
        `SELECT state FROM log.operations WHERE subscription = 'order-history' AND kind = 'rebuild'`,
      );
      // If the build had served lost orders, a second build would have been needed.
      expect(rows).toEqual([{ state: 'done' }]);
    } finally {
      await shop.close();
    }
  }, 60_000);

  it('that an earlier sequence hides make a start build the views again', async () => {
    await givenThreeOrders();
    const before = await open();
    await before.app.close();
    await loseLog(before, 1);
    // As after a restore of data alone.
    await before.db.query(`SELECT setval('log.position', 1, false)`);
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    expect(kronika.output).toMatch(/^Views have read further than the log goes, and are built again: .*order-history/m);
    const { position } = await kronika.command('POST', '/v1/order', { userId: 4 });
    // The new event's position is after all positions that readers have passed.
    expect(position).toBe(4);
    const orders = async () =>
      (await kronika.query('/v1/order-history', position)).data.map(({ user_id }: { user_id: number }) => user_id);
    await until(async () => (await orders()).length === 2);
    expect(await orders()).toEqual([1, 4]);
    await kronika.signal('SIGTERM');
    await before.db.end();
  }, 60_000);

  it('are reported by a running process, which rebuilds views and moves sagas to the end of the log', async () => {
    const shop = await open();
    try {
      for (const user of [1, 2, 3]) await shop.createOrder(user);
      await shop.settle();
      await shop.db.query(`UPDATE log.checkpoints SET skipped = '{1, 2}' WHERE subscription = '${SAGA}'`);
      for (const position of [1, 3])
        await shop.db.query(
          `INSERT INTO log.quarantine (subscription, build, stream, position, error) VALUES ($1, 'serving', $2, $3, 'none')`,
          [SAGA, `order-${position}`, position],
        );
      await loseLog(shop, 1);
      await until(async () => (await readiness(shop)).some(({ subscription }) => subscription === 'log'));
      const { data } = (await shop.http.get('/v1/subscriptions')).body;
      for (const { name, state, problem, position } of data.filter(({ build }: { build: string }) => build === 'serving'))
        if (position === 3) {
          expect([name, state]).toEqual([name, 'failing']);
          expect(problem).toContain(`position 3 is beyond the log, which ends at 1: npm run view -- re`);
        }
      shop.position = 1;
      await until(async () => (await users(shop)).length === 1);
      expect(await users(shop)).toEqual([1]);
      const skipped = `SELECT to_json(skipped) AS skipped FROM log.checkpoints WHERE subscription = '${SAGA}'`;
      await until(async () => JSON.stringify((await shop.db.query(skipped)).rows) === '[{"skipped":[1]}]');
      const parked = () => shop.db.query(`SELECT position FROM log.quarantine WHERE state = 'parked'`);
      await until(async () => (await parked()).rows.length === 1);
      expect((await parked()).rows).toEqual([{ position: '1' }]);
      await shop.db.query('DELETE FROM log.quarantine');
      const order = await shop.createOrder(4);
      const goods = await shop.addGoods(order);
      await shop.deleteOrder(order);
      await shop.settle();
      expect(await users(shop)).toEqual([1]);
      expect((await shop.http.delete(`/v1/goods/${goods}`)).body.code).toBe('goods.deleted');
    } finally {
      await shop.close();
    }
  }, 60_000);
});
