import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const DAY_MS = 86_400_000;

describe('POST /v1/demo', { timeout: 120_000 }, () => {
  const databases: Database[] = [];
  const fresh = async () => {
    const database = await createDatabase();
    databases.push(database);
    return database;
  };
  afterAll(async () => {
    for (const database of databases) await database.drop();
  });

  describe('on an empty log', () => {
    let database: Database;
    let asked: number;
    let location: string;
    beforeAll(async () => {
      database = await fresh();
    });

    it('is answered once, and shows its progress', async () => {
      const shop = await Shop.open({}, [], database);
      try {
        asked = Date.now();
        const answers = await Promise.all(Array.from({ length: 4 }, () => shop.http.post('/v1/demo')));
        expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409, 409]);
        for (const { status, body } of answers) if (status === 409) expect(body.code).toBe('demo.in-progress');
        location = answers.find(({ status }) => status === 202)?.headers.location as string;
        expect(location).toMatch(/^\/v1\/operations\/[\da-f-]{36}$/);
        await until(async () => (await shop.http.get(location)).body.progress > 0.1);
        const { body: running } = await shop.http.get(location).expect(200);
        expect(running).toMatchObject({ kind: 'demo', view: null, state: 'running', result: null, error: null });
        expect(running.progress).toBeLessThan(1);
        expect(running.position / running.target).toBeCloseTo(running.progress, 5);
        expect(running.secondsLeft).toBeGreaterThan(0);
      } finally {
        await shop.close();
      }
    });

    it('whose process died midway still runs, the next worker continues it, and then there are orders of 90 days', async () => {
      const web = await Shop.open({ ROLES: 'web' }, [], database);
      let before = 0;
      try {
        const { body } = await web.http.get(location).expect(200);
        expect(body).toMatchObject({ state: 'running', result: null, endedAt: null });
        expect(body.progress).toBeLessThan(1);
        before = body.position;
        expect((await web.http.post('/v1/demo').expect(409)).body.code).toBe('demo.in-progress');
      } finally {
        await web.close();
      }
      const shop = await Shop.open({}, [], database);
      try {
        const done = await shop.ended(location);
        expect(done).toMatchObject({
          state: 'done',
          progress: 1,
          result: { seed: 1, size: 'medium', commands: done.target, refused: {} },
        });
        expect(done.position).toBe(done.target);
        expect(done.position).toBeGreaterThan(before);
        // Each command took effect once.
        const { rows } = await shop.db.query(`SELECT count(*)::int AS made FROM log.events WHERE type = 'order_created_v1'`);
        expect(rows[0].made).toBe(300);

        expect((await shop.http.post('/v1/demo').expect(409)).body.code).toBe('demo.log-not-empty');
        await shop.settle();
        const { rows: orders } = await shop.db.query('SELECT created_at AS time FROM write.orders ORDER BY id');
        const times = orders.map(({ time }: { time: Date }) => time.getTime());
        expect(times.length).toBeGreaterThan(250);
        expect(times).toEqual(times.toSorted((one, other) => one - other));
        expect(asked - (times[0] as number)).toBeGreaterThan(88 * DAY_MS);
        expect(asked - (times[0] as number)).toBeLessThan(91 * DAY_MS);
        expect(asked - (times.at(-1) as number)).toBeLessThan(2 * DAY_MS);
        expect(times.at(-1)).toBeLessThanOrEqual(Date.now());
        const days = new Set(times.map((time) => Math.floor(time / DAY_MS)));
        expect(days.size).toBeGreaterThan(75);
        // No event says otherwise, and no goods are older than their order.
        const { rows: wrong } = await shop.db.query(
          `SELECT FROM write.goods AS g JOIN write.orders AS o ON o.id = g.order_id
           WHERE g.created_at <= o.created_at OR g.created_at > clock_timestamp()`,
        );
        expect(wrong).toEqual([]);
        const verified = await shop.ended(
          (await shop.http.post('/v1/views/order-history/verify').expect(202)).headers.location as string,
        );
        expect(verified).toMatchObject({ state: 'done', result: { differing: 0 } });
      } finally {
        await shop.close();
      }
    });
  });

  it('is refused on a log with events, and with an idempotency key has one operation', async () => {
    const shop = await Shop.open({}, [], await fresh());
    try {
      const first = await shop.http.post('/v1/demo').set('Idempotency-Key', 'k').expect(202);
      const again = await shop.http.post('/v1/demo').set('Idempotency-Key', 'k').expect(202);
      expect(again.headers.location).toBe(first.headers.location);
      const { rows } = await shop.db.query('SELECT FROM log.operations');
      expect(rows).toHaveLength(1);
      await shop.db.query(`UPDATE log.operations SET state = 'failed'`);
    } finally {
      await shop.close();
    }
    const other = await Shop.open({}, [], await fresh());
    try {
      await other.createOrder();
      expect((await other.http.post('/v1/demo').expect(409)).body.code).toBe('demo.log-not-empty');
      expect(await other.logLength()).toBe(1);
    } finally {
      await other.close();
    }
  });

  it('is for operators', async () => {
    const shop = await Shop.open({ AUTH: 'keys' }, [], await fresh());
    try {
      const reader = await shop.createKey({ role: 'reader' });
      const bound = await shop.createKey({ role: 'operator', userId: 7 });
      for (const key of [reader, bound])
        expect((await shop.http.post('/v1/demo').set('Authorization', `Bearer ${key}`).expect(403)).body.code).toBe(
          'access.forbidden',
        );
      const operator = await shop.createKey({ role: 'operator' });
      await shop.http.post('/v1/demo').set('Authorization', `Bearer ${operator}`).expect(202);
    } finally {
      await shop.close();
    }
  });
});
