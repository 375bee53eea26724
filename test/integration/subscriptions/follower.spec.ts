import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeys } from '../../../src/shared/access/api-keys.js';
import { findOrigin, LogOrigin } from '../../../src/shared/database/log-origin.js';
import { Followers } from '../../../src/shared/followers/followers.js';
import { joinOrigin, leaveOrigin } from '../../../src/shared/followers/join.js';
import { endOrigin, prepareOrigin } from '../../../src/shared/followers/prepare.js';
import { tablesWith } from '../../support/all-tables.js';
import type { Cluster } from '../../support/cluster.js';
import { Pair, ROLE } from '../../support/followers.js';
import { until } from '../../support/until.js';

type Kronika = Awaited<ReturnType<Pair['open']>>;

let pair: Pair;
let origin: Kronika;
let follower: Kronika;

beforeAll(async () => {
  pair = await Pair.start();
  await pair.origin.query(`CREATE DATABASE other TEMPLATE ${new URL(pair.origin.url).pathname.slice(1)}`);
  origin = await pair.open(pair.origin);
}, 60_000);
afterAll(() => pair?.stop());

/** A new order at the origin. */
async function order(userId = 7): Promise<{ id: number; position: number }> {
  const answer = await origin.send('POST', '/v1/order', { userId });
  expect(answer).toMatchObject({ status: 201 });
  return { id: Number(answer.headers.get('location')?.split('/').at(-1)), position: answer.position };
}

/** A new campaign of user 42 at the origin. */
async function campaign(name: string): Promise<{ id: string; position: number }> {
  const id = randomUUID();
  const { status, position } = await origin.send('POST', '/v1/campaigns', { id, name, userId: 42 });
  expect(status).toBe(201);
  return { id, position };
}

/** The names of tables of a database with a text. */
async function tablesOf({ url }: Cluster, text: string): Promise<string[]> {
  const client = new pg.Client(url);
  await client.connect();
  return tablesWith(client, text).finally(() => client.end());
}

describe('npm run follow -- prepare and join', () => {
  it('say in a sentence what is missing', async () => {
    const prepareAt = (cluster: Cluster, role: string) =>
      pair.at(cluster, (source) => prepareOrigin(source, { role, withoutKeys: false, address: '' }));
    await expect(prepareAt(pair.follower, ROLE)).rejects.toThrow('wal_level is replica');
    await expect(prepareAt(pair.origin, 'nobody')).rejects.toThrow('CREATE ROLE "nobody" LOGIN REPLICATION');
    await expect(pair.join()).rejects.toThrow('The origin is not prepared for this role');
    await pair.prepare({ address: 'https://shop.example' });
    await pair.prepare({ address: 'https://shop.example' });

    await expect(pair.join(pair.originUrl.replace(/:[^:@/]+@/, ':wrong@'))).rejects.toThrow("The origin can't be reached");
    const migrate = (sql: string) => pair.origin.query(sql);
    await migrate(`INSERT INTO kronika_migrations (timestamp, name) VALUES (9, 'Later9')`);
    await expect(pair.join()).rejects.toThrow('The origin has the migration Later9, which this Kronika lacks: update it first.');
    await migrate(`UPDATE kronika_migrations SET name = 'Earlier' WHERE name = 'Followers1763800000047'`);
    await migrate(`DELETE FROM kronika_migrations WHERE name = 'Later9'`);
    await migrate(`UPDATE kronika_migrations SET name = 'Followers1763800000047' WHERE name = 'Earlier'`);

    const other = new URL(pair.origin.url);
    other.pathname = '/other';
    const joinHere = (url: string) => pair.at({ url } as Cluster, (source) => joinOrigin(source, pair.originUrl));
    await expect(joinHere(other.href)).rejects.toThrow('The origin is on the same PostgreSQL');
    await order();
    await expect(joinHere(pair.origin.url)).rejects.toThrow('This database has events of its own');
  }, 60_000);

  it('copy the log, once, after calls that were interrupted', async () => {
    const before = await order();
    const indexes = () =>
      pair.follower.query(`SELECT pg_get_indexdef(indexrelid) AS definition, pg_get_constraintdef(k.oid) AS "constraint"
        FROM pg_index LEFT JOIN pg_constraint AS k ON conindid = indexrelid
        WHERE indrelid = 'log.events'::regclass AND indisvalid ORDER BY definition`);
    const complete = await indexes();

    await pair.origin.query(`ALTER ROLE ${ROLE} NOREPLICATION`);
    await expect(pair.join()).rejects.toThrow("PostgreSQL here can't subscribe to the origin");
    await pair.origin.query(`ALTER ROLE ${ROLE} REPLICATION`);

    await pair.origin.query(`REVOKE SELECT ON log.events FROM ${ROLE}`);
    const end = () => {
      throw new Error('ended during the copy');
    };
    await expect(pair.at(pair.follower, (source) => joinOrigin(source, pair.originUrl, end))).rejects.toThrow('ended during');
    await pair.origin.query(`GRANT SELECT ON log.events TO ${ROLE}`);
    await until(async () => !(await pair.follower.query(`SELECT FROM pg_subscription_rel WHERE srsubstate <> 'r'`)).length);
    const state = await pair.at(pair.follower, async (source) =>
      new Followers(source, new LogOrigin(await findOrigin(source))).ofOrigin(),
    );
    expect(state?.problem).toMatch('lacks indexes, because its first copy was interrupted: run npm run follow -- join again');

    const reader = new pg.Client(pair.follower.url);
    await reader.connect();
    await reader.query('BEGIN; SELECT FROM log.events LIMIT 1');
    const ended = expect(pair.join()).rejects.toThrow('terminating connection');
    await until(async () => {
      const waits = `wait_event_type = 'Lock' AND query LIKE 'LOCK TABLE log.events%'`;
      return (await pair.follower.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${waits}`)).length > 0;
    });
    await ended;
    await reader.end();
    expect(await indexes()).toHaveLength(1);

    expect(await pair.join()).toBe(false);
    expect(await indexes()).toEqual(complete);
    expect(await pair.follower.query(`SELECT to_regclass('log.deferred_indexes') AS name`)).toEqual([{ name: null }]);
    follower = await pair.open(pair.follower);
    expect(await follower.get(`/v1/order-history/${before.id}`, before.position)).toMatchObject({
      status: 200,
      body: { id: before.id, user_id: 7 },
    });
    await expect(
      pair.at(pair.follower, (source) => prepareOrigin(source, { role: ROLE, withoutKeys: false, address: '' })),
    ).rejects.toThrow('This database is a follower itself');
  }, 60_000);
});

describe('a follower', () => {
  it('has the positions of its origin, so that a query there waits for a command here', async () => {
    for (let n = 1; n <= 20; n++) {
      const { id, position } = await order(n);
      const answer = await follower.get(`/v1/order-history/${id}`, position);
      expect(answer).toMatchObject({ status: 200, body: { user_id: n } });
      expect(answer.position).toBeGreaterThanOrEqual(position);
    }
  });

  it('answers lists, exports, histories and the log as its origin does', async () => {
    const { id, position } = await campaign('Spring');
    for (const path of [
      '/v1/order-history?limit=5&sort=-id',
      '/v1/order-history.csv',
      `/v1/campaigns/${id}/history`,
      '/v1/events?limit=50',
    ]) {
      const [here, there] = [await origin.get(path, position), await follower.get(path, position)];
      expect(there.status).toBe(200);
      // Cursors are signed by each database.
      const plain = ({ body }: typeof here) => JSON.stringify(body).replace(/"next_cursor":"[^"]*"/, '');
      expect(plain(there), path).toBe(plain(here));
    }
  });

  it('streams what happens at its origin', async () => {
    const { position } = await order();
    await follower.get('/v1/events', position);
    const response = await fetch(`${follower.base}/v1/events/stream?after=${position}`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const next = await order();
    let text = '';
    while (!text.includes(`id: ${next.position}\n`)) text += new TextDecoder().decode((await reader.read()).value);
    await reader.cancel();
    expect(text).toContain('"eventType":"order_created_v1"');
  });

  it('leaves commands, ads and reports to its origin, and names it', async () => {
    const { paths } = (await follower.get('/openapi.json')).body;
    for (const path of Object.keys(paths))
      for (const method of Object.keys(paths[path])) {
        const isOriginOnly = paths[path][method]['x-origin-only'] === true;
        const codes = JSON.stringify(paths[path][method].responses);
        expect(codes.includes('follower.origin-only'), `${method} ${path}`).toBe(isOriginOnly);
        if (!isOriginOnly || path === '/v1/events/stream') continue;
        const answer = await follower.send(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1'));
        expect(answer, `${method} ${path}`).toMatchObject({
          status: 409,
          body: { code: 'follower.origin-only', origin: 'https://shop.example' },
        });
        expect(answer.body.detail).toMatch(/Send the request to https:\/\/shop\.example\.$/);
      }
    for (const [method, path] of [
      ['post', '/v1/order'],
      ['post', '/v1/users/{userId}/erase'],
      ['get', '/v1/ads/vast'],
      ['post', '/v1/ads/e/{token}/{event}'],
      ['get', '/v1/reports/delivery'],
    ] as const)
      expect(paths[path][method]['x-origin-only'], path).toBe(true);
    expect((await follower.get('/v1/nothing')).status).toBe(404);
    // Not even a program that knows nothing of followers can append.
    const append = `SELECT log.append('[{"stream": "order-1", "version": 99, "type": "t", "data": {}}]', '{}')`;
    await expect(pair.follower.query(append)).rejects.toThrow('this database is a follower');
  });

  it('folds views, whatever ROLES says, and runs no saga, handler or timer', async () => {
    const found = await pair.follower.query('SELECT DISTINCT cardinality(tables) > 0 AS "isView" FROM log.checkpoints');
    expect(found).toEqual([{ isView: true }]);
  });

  it('takes the requests of its operators', async () => {
    const { status, headers } = await follower.send('POST', '/v1/views/order-history/verify');
    expect(status).toBe(202);
    let operation = { state: '' };
    await until(async () => {
      operation = (await follower.get(headers.get('location') as string)).body;
      return ['done', 'failed'].includes(operation.state);
    });
    expect(operation).toMatchObject({ state: 'done', result: { differing: 0 } });
  });

  it('reads no further than all events have come, in whatever order they were committed', async () => {
    const stalled = new pg.Client(pair.origin.url);
    await stalled.connect();
    await stalled.query('BEGIN');
    const { rows } = await stalled.query(
      `SELECT log.append('[{"stream": "order-900001", "version": 1, "type": "order_created_v1",
         "data": {"id": 900001, "user_id": 5, "created_at": "2026-01-01T00:00:00.000Z", "currency": "EUR"}}]',
         '{"actor": "test", "commandId": "c", "correlationId": "c"}') AS position`,
    );
    const { position } = await order();
    expect(position).toBeGreaterThan(Number(rows[0].position));
    await until(async () => (await pair.follower.query('SELECT FROM log.events WHERE position = $1', [position])).length === 1);
    const [{ at }] = await pair.follower.query('SELECT clock_timestamp() AS at');
    await until(async () => (await pair.follower.query('SELECT FROM log.mark WHERE at > $1', [at])).length === 1);
    const [{ last }] = await pair.follower.query('SELECT log.last_position() AS last');
    expect(Number(last)).toBeLessThan(Number(rows[0].position));
    await stalled.query('COMMIT');
    await stalled.end();
    expect((await follower.get('/v1/order-history/900001', position)).body).toMatchObject({ id: 900001, user_id: 5 });
  });

  it('erases what its origin erases', async () => {
    const { id, position } = await campaign('Maria Novotná');
    expect((await follower.get(`/v1/campaigns/${id}`, position)).body.name).toBe('Maria Novotná');
    await pair.follower.query(
      `INSERT INTO log.quarantine (subscription, build, stream, position, error, state)
       VALUES ('gone', 'serving', $1, 1, 'Maria Novotná is too long', 'skipped')`,
      [`campaign-${id}`],
    );
    const key = await follower.app.get(ApiKeys).create({ name: 'Maria Novotná', role: 'operator', userId: 42 }, 'test');
    // Tables of builds that take over would move while they are read.
    await until(async () => (await pair.follower.query(`SELECT FROM log.checkpoints WHERE build <> 'serving'`)).length === 0);
    const erased = await origin.send('POST', '/v1/users/42/erase');
    expect(erased.status).toBe(204);
    expect((await follower.get(`/v1/campaigns/${id}`, erased.position)).body.name).toBe('[erased]');
    expect(await tablesOf(pair.follower, 'Maria Novotná')).toEqual([]);
    const [{ isRevoked }] = await pair.follower.query(
      'SELECT bool_and(revoked_at IS NOT NULL) AS "isRevoked" FROM access.keys WHERE user_id = 42',
    );
    expect([key.key.length > 0, isRevoked]).toEqual([true, true]);
  });

  it('is degraded while its subscription is down, and so is its origin', async () => {
    const problems = async () => {
      const [here, there] = [(await origin.get('/readyz')).body, (await follower.get('/readyz')).body];
      return [here.status, here.followers[0].problem, there.status, there.origin.problem];
    };
    await until(async () => (await problems())[0] === 'ok');
    expect(await problems()).toEqual(['ok', null, 'ok', null]);
    await pair.follower.query('ALTER SUBSCRIPTION kronika DISABLE');
    await until(async () => (await problems())[0] === 'degraded');
    expect(await problems()).toEqual([
      'degraded',
      expect.stringMatching(/^it is away, and its slot keeps \d+ MiB of WAL$/),
      'degraded',
      'the subscription kronika is disabled',
    ]);
    expect((await origin.get('/metrics')).body).toMatch(/kronika_follower_connected\{slot="kronika_\w+"\} 0/);
    await pair.follower.query('ALTER SUBSCRIPTION kronika ENABLE');
    await until(async () => (await problems()).join() === 'ok,,ok,');
  });
});

describe('a follower that lost its slot', () => {
  it('is told, leaves, and joins again, without keys if it must not read names', async () => {
    const { id } = await campaign('Secret name');
    const last = await order();
    await pair.caughtUp();
    await pair.follower.query('ALTER SUBSCRIPTION kronika DISABLE');
    await pair.origin.query(`ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'`);
    await pair.origin.query('SELECT pg_reload_conf()');
    const isLost = async () => {
      await pair.origin.query(`SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000))`);
      await pair.origin.query('SELECT pg_switch_wal()');
      await pair.origin.query('CHECKPOINT');
      return (await pair.origin.query(`SELECT FROM pg_replication_slots WHERE wal_status = 'lost'`)).length === 1;
    };
    await until(isLost);
    expect((await origin.get('/readyz')).body.followers[0].problem).toMatch(/its slot is lost.*must join again/);
    await expect(pair.join()).rejects.toThrow('is lost at the origin: run npm run follow -- leave, then join again.');
    await expect(pair.at(pair.follower, (source) => leaveOrigin(source))).resolves.toBeUndefined();
    expect((await follower.get('/readyz')).body.origin.problem).toMatch('has left its origin');
    expect((await follower.send('POST', '/v1/order', { userId: 1 })).status).toBe(409);

    await pair.origin.query('ALTER SYSTEM RESET max_slot_wal_keep_size');
    await pair.origin.query('SELECT pg_reload_conf()');
    await pair.prepare({ withoutKeys: true });
    await expect(pair.join()).rejects.toThrow('Kronika runs on this database: stop it first.');
    await follower.close();
    expect(await pair.join()).toBe(true);
    follower = await pair.open(pair.follower);
    expect((await follower.get(`/v1/order-history/${last.id}`, last.position)).status).toBe(200);
    const { position } = await order();
    expect((await follower.get(`/v1/campaigns/${id}`, position)).body.name).toBe('[unreadable]');
    expect(
      await pair.follower.query('SELECT count(*), count(secret) AS secrets FROM personal.keys WHERE erased_at IS NULL'),
    ).toEqual([{ count: expect.stringMatching(/^[1-9]/), secrets: '0' }]);
  }, 60_000);

  it('leaves nothing at its origin', async () => {
    const end = () => pair.at(pair.origin, (source) => endOrigin(source));
    await expect(end()).rejects.toThrow(/The follower kronika_\w+ follows/);
    await pair.at(pair.follower, (source) => leaveOrigin(source));
    expect(await pair.origin.query('SELECT slot_name FROM pg_replication_slots')).toEqual([]);
    expect(await end()).toEqual([]);
    expect(await pair.origin.query('SELECT pubname FROM pg_publication')).toEqual([]);
  });
});
