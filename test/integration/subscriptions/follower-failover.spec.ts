import { afterAll, beforeAll, expect, it } from 'vitest';
import { Pair } from '../../support/followers.js';
import { until } from '../../support/until.js';

let pair: Pair;
beforeAll(async () => {
  pair = await Pair.start();
}, 60_000);
afterAll(() => pair?.stop());

type Queryable = Pick<Pair['origin'], 'query'>;

/** Appends an event, and the mark that tells the follower. */
const append = async (server: Queryable) => {
  await server.query(`SELECT log.append(
    jsonb_build_array(jsonb_build_object('stream', 'note-' || gen_random_uuid(), 'version', 1, 'type', 'Noted', 'data', '{}'::jsonb)),
    '{"actor": "test", "commandId": "c", "correlationId": "c", "causationId": null}')`);
  await server.query('UPDATE log.mark SET horizon = log.horizon(), at = clock_timestamp()');
};

const LOG_SQL = 'SELECT position, stream FROM log.events ORDER BY position';

it('a follower goes on at the standby of its origin once that is promoted', async () => {
  const { origin, follower } = pair;
  const { username, password, port, pathname } = new URL(origin.url);
  // As docs/more-machines.md and docs/followers.md have it.
  await origin.query(`SELECT pg_create_physical_replication_slot('replica1', true)`);
  const address = `host=127.0.0.1 port=${port} user=${username} password=${password} dbname=${pathname.slice(1)}`;
  const standby = await origin.addStandby('replica1', [
    'wal_level=logical',
    `primary_conninfo=${address} application_name=replica1`,
    'primary_slot_name=replica1',
    'sync_replication_slots=on',
    'hot_standby_feedback=on',
  ]);
  await origin.query(`ALTER SYSTEM SET synchronized_standby_slots = 'replica1'`);
  await origin.query('SELECT pg_reload_conf()');
  await pair.prepare();
  await append(origin);
  await pair.join();
  await append(origin);
  await pair.caughtUp();
  const slots = `SELECT FROM pg_replication_slots WHERE slot_type = 'logical' AND failover AND synced AND NOT temporary`;
  await until(async () => {
    await append(origin);
    // Else the standby looks at the slots of its primary after up to 30 s.
    await standby.query('SELECT pg_reload_conf()');
    return (await standby.query(slots)).length === 1;
  });
  for (let n = 0; n < 20; n++) await append(origin);

  await origin.caughtUp(standby);
  await origin.killPrimary();
  await standby.promote();
  await standby.query('ALTER SYSTEM RESET synchronized_standby_slots');
  await standby.query('SELECT pg_reload_conf()');
  // In place of a proxy that leads to the new primary.
  const there = new URL(pair.originUrl);
  there.port = new URL(standby.url).port;
  await follower.query(`ALTER SUBSCRIPTION kronika CONNECTION '${there.href}'`);
  for (let n = 0; n < 20; n++) await append(standby);
  const [{ last }] = await standby.query('SELECT log.last_position() AS last');
  await until(async () => (await follower.query('SELECT log.last_position() >= $1 AS "hasIt"', [last]))[0].hasIt);
  expect(await follower.query(LOG_SQL)).toEqual(await standby.query(LOG_SQL));
  expect(Number(last)).toBeGreaterThan(42);
}, 120_000);
