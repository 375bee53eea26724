import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { Server } from '../support/cluster.js';
import type { KronikaProcess } from '../support/process.js';
import { fault, holdsWithin, type Plant, type Run } from './fault.js';
import { Load, reckon } from './load.js';
import { readLog, settled } from './oracle.js';

/** How long an append stays open, while others are committed after it. */
const STALLED_MS = 100;

/** The ids of orders that such appends create, beyond those of the load. */
const FIRST_STALLED_ID = 1_000_000;

const NO_LOCKS: Plant = {
  name: 'a mark that does not look at the locks of appends',
  always: true,
  changes: [
    {
      file: 'src/shared/followers/mark.js',
      find: 'SELECT log.horizon() AS horizon',
      replace: 'SELECT log.last_position() AS horizon',
    },
  ],
};

/** Makes one server the follower of the other, as `npm run follow` does. */
async function follow(run: Run, origin: Server, follower: Server): Promise<void> {
  const [{ app }, { migrationsOf }, { openDatabase, prepareDatabase }, { prepareOrigin }, { joinOrigin }] = await Promise.all([
    run.load<typeof import('../../src/app.js')>('src/app.js'),
    run.load<typeof import('../../src/shared/migrations/migrations.js')>('src/shared/migrations/migrations.js'),
    run.load<typeof import('../../src/shared/database/database.js')>('src/shared/database/database.js'),
    run.load<typeof import('../../src/shared/followers/prepare.js')>('src/shared/followers/prepare.js'),
    run.load<typeof import('../../src/shared/followers/join.js')>('src/shared/followers/join.js'),
  ]);
  await prepareDatabase(follower.url, migrationsOf(app));
  await origin.query(`CREATE ROLE follower LOGIN REPLICATION PASSWORD 'secret'`);
  const [here, there] = [await openDatabase(origin.url, migrationsOf(app)), await openDatabase(follower.url, migrationsOf(app))];
  await prepareOrigin(here, { role: 'follower', withoutKeys: false, address: '' });
  const url = new URL(origin.url);
  url.username = 'follower';
  url.password = 'secret';
  await joinOrigin(there, url.href);
  await Promise.all([here.destroy(), there.destroy()]);
}

/** Appends orders whose transactions stay open for a while, so that positions are committed out of their order. */
async function stall(run: Run, origin: Server, isOver: () => boolean): Promise<void> {
  for (let id = FIRST_STALLED_ID; !isOver(); id++) {
    let client: pg.Client | undefined;
    try {
      client = await run.connect(origin.url);
      await client.query('BEGIN');
      await client.query(
        `SELECT log.append(jsonb_build_array(jsonb_build_object('stream', 'order-' || $1::int, 'version', 1, 'type', 'order_created_v1',
           'data', jsonb_build_object('id', $1::int, 'user_id', 1, 'created_at', '2026-01-01T00:00:00.000Z', 'currency', 'EUR'))),
           '{"actor": "test", "commandId": "stalled", "correlationId": "stalled"}')`,
        [id],
      );
      await wait(STALLED_MS);
      await client.query('COMMIT');
    } catch {
      // The server was killed.
    }
    await client?.end().catch(() => undefined);
    await wait(10);
  }
}

/** Digests of the log and of all views, by table. */
async function digests(server: Server): Promise<Map<string, string>> {
  const tables: { name: string }[] = await server.query(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = 'read' OR (schemaname, tablename) IN (('log', 'events'), ('personal', 'keys'))`,
  );
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const [{ digest }] = await server.query(
      `SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS digest FROM ${name} AS t`,
    );
    found.set(name, digest);
  }
  return found;
}

fault(
  'follower',
  async (run) => {
    const folder = await run.folder();
    const [origin, follower] = await Promise.all([
      Server.create(`${folder}/origin`, ['wal_level=logical']),
      Server.create(`${folder}/follower`, ['wal_retrieve_retry_interval=100ms']),
    ]);
    for (const server of [origin, follower]) run.defer(() => server.stop());
    const kronika = await run.start({ DATABASE_URL: origin.url });
    await follow(run, origin, follower);
    const startFollower = () => run.start({ DATABASE_URL: follower.url });
    let there: KronikaProcess = await startFollower();
    const load = new Load(() => [kronika], { clients: 8, seed: run.seed });
    let isOver = false;
    const stalling = stall(run, origin, () => isOver);
    for (let kill = 0; kill < run.size; kill++) {
      await load.further(run.between(20, 100));
      if (kill % 3 === 0) {
        await there.signal('SIGKILL');
        there = await startFollower();
      } else {
        const server = kill % 3 === 1 ? follower : origin;
        await server.kill();
        await server.start();
      }
      run.progress(kill);
    }
    await load.further(50);
    isOver = true;
    await Promise.all([load.stop(), stalling]);
    const end = await settled(kronika.url);
    const counts = reckon(load, await readLog(kronika.url, end));
    const hasArrived = await holdsWithin(async () => {
      const [found] = await follower.query('SELECT log.last_position() >= $1 AS "hasArrived"', [end]);
      return found.hasArrived;
    });
    if (hasArrived) await settled(there.url);
    const [ofOrigin, ofFollower] = [await digests(origin), await digests(follower)];
    const differing = [...ofOrigin].filter(([name, digest]) => ofFollower.get(name) !== digest).length;
    return { ...counts, tables: ofOrigin.size, differing, stuck: Number(!hasArrived) };
  },
  [NO_LOCKS],
);
