import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { connectionStartError } from '../database/database.js';
import { StartError } from '../settings.js';
import { buildIndexes, deferIndexes } from './deferred-indexes.js';
import { PUBLICATIONS, SLOT_PREFIX, SUBSCRIPTION } from './names.js';

/** Identifies a running server. */
const SERVER_SQL = 'SELECT concat_ws($$ $$, system_identifier, pg_postmaster_start_time()) AS server FROM pg_control_system()';

const MIGRATIONS_SQL = 'SELECT name FROM public.kronika_migrations ORDER BY name';

/** Interval between looks at the progress of the first copy. */
const COPY_POLL_MS = 100;

/** @param rows the events copied so far, out of about `of` */
export type TellCopied = (rows: number, of: number) => void;

/**
 * Makes a database a follower, and waits until its first copy is complete. Safe to repeat: a copy that was interrupted
 * goes on, and a follower that left begins again.
 *
 * @param source the follower's database, migrated, as a user that may create subscriptions; no Kronika runs on it
 * @param originUrl the address of the origin's database, which the follower's Postgres must reach
 * @returns whether the database became a follower by this call
 * @throws StartError that tells the operator what is wrong
 */
export async function joinOrigin(source: DataSource, originUrl: string, tell: TellCopied = () => undefined): Promise<boolean> {
  return withOrigin(originUrl, async (origin) => {
    await requireSameVersion(source, origin);
    const isNew = !(await isSubscribed(source));
    if (isNew) await subscribe(source, origin, originUrl);
    else await requireSlot(source, origin);
    await copied(source, origin, tell);
    return isNew;
  });
}

/**
 * Ends the subscription of a follower and drops its slot. The copy stays, and stays a follower: it has no rows of
 * commands.
 *
 * @returns the slot, if the origin did not answer, so that it must be dropped there
 * @throws StartError if the database is no follower
 */
export async function leaveOrigin(source: DataSource): Promise<string | undefined> {
  const [followed] = await source.query('SELECT slot FROM log.origin');
  if (!followed) throw new StartError('This database is no follower.');
  if (!(await isSubscribed(source))) return undefined;
  await source.query(`ALTER SUBSCRIPTION ${SUBSCRIPTION} DISABLE`);
  try {
    // Drops the slot, too. Not in a transaction, which could not be rolled back at the origin.
    await source.query(`DROP SUBSCRIPTION ${SUBSCRIPTION}`);
    return undefined;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') throw error;
    await source.query(`ALTER SUBSCRIPTION ${SUBSCRIPTION} SET (slot_name = NONE)`);
    await source.query(`DROP SUBSCRIPTION ${SUBSCRIPTION}`);
    return followed.slot;
  }
}

async function subscribe(source: DataSource, origin: pg.Client, originUrl: string): Promise<void> {
  const [followed] = await source.query('SELECT slot FROM log.origin');
  const publication = await publicationFor(origin);
  await requireUnused(source, followed !== undefined);
  await requireOtherServer(source, origin);
  if (followed) await clear(source);
  const slot = followed?.slot ?? SLOT_PREFIX + randomBytes(4).toString('hex');
  const { host, port } = origin;
  // First, because from here on the database must take no commands.
  await source.transaction(async (manager) => {
    await manager.query(
      `INSERT INTO log.origin (server, slot) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET server = excluded.server`,
      [`${host}:${port}`, slot],
    );
    await manager.query(`
      CREATE OR REPLACE TRIGGER follower_appends_nothing BEFORE INSERT ON log.events
      FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_append()`);
    await deferIndexes(manager);
  });
  // One that an interrupted call has left.
  await origin.query('SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1', [slot]);
  try {
    await source.query(`
      CREATE SUBSCRIPTION ${SUBSCRIPTION} CONNECTION ${pg.escapeLiteral(originUrl)} PUBLICATION ${publication}
      WITH (slot_name = ${pg.escapeLiteral(slot)}, failover = true, binary = true)`);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === '42501')
      throw new StartError(
        `The database's user may not subscribe (${message}). Run as a superuser here: GRANT pg_create_subscription TO CURRENT_USER`,
      );
    throw new StartError(`PostgreSQL here can't subscribe to the origin: ${message}`);
  }
}

/** Waits until all tables are copied, and the sequence is at the mark. */
async function copied(source: DataSource, origin: pg.Client, tell: TellCopied): Promise<void> {
  const { rows } = await origin.query('SELECT greatest(reltuples, 0)::float8 AS "of" FROM pg_class WHERE oid = $1::regclass', [
    'log.events',
  ]);
  for (;;) {
    const [state] = await source.query(
      `SELECT bool_and(srsubstate = 'r') AS "isComplete",
         coalesce((SELECT max(tuples_processed) FROM pg_stat_progress_copy WHERE relid = 'log.events'::regclass), 0)::float8 AS rows
       FROM pg_subscription_rel WHERE srsubid = (SELECT oid FROM pg_subscription WHERE subname = $1
         AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
      [SUBSCRIPTION],
    );
    if (state.isComplete) break;
    tell(state.rows, Math.max(rows[0].of, state.rows));
    await wait(COPY_POLL_MS);
  }
  await buildIndexes(source);
  // The mark that was copied may be the last one for now.
  await source.query('SELECT log.reach_mark()');
}

/** Empties a follower that left, so that it can be copied anew. Its views are built again at the next start. */
async function clear(source: DataSource): Promise<void> {
  await source.transaction(async (manager) => {
    const tables: { name: string }[] = await manager.query(
      `SELECT format('%I.%I', CASE build WHEN 'serving' THEN 'read' ELSE 'read_' || build END, t) AS name
       FROM log.checkpoints, unnest(tables) AS t`,
    );
    for (const { name } of tables) await manager.query(`DROP TABLE IF EXISTS ${name}`);
    await manager.query('ALTER TABLE log.events DISABLE TRIGGER events_are_immutable');
    await manager.query(
      'TRUNCATE log.events, log.mark, log.instances, personal.keys, log.snapshots, log.checkpoints, log.quarantine, log.operations',
    );
    await manager.query('ALTER TABLE log.events ENABLE TRIGGER events_are_immutable');
    await manager.query(`SELECT setval('log.position', 1, false)`);
  });
}

async function isSubscribed(source: DataSource): Promise<boolean> {
  const [found] = await source.query(
    `SELECT FROM pg_subscription JOIN pg_database AS d ON d.oid = subdbid
     WHERE subname = $1 AND datname = current_database()`,
    [SUBSCRIPTION],
  );
  return found !== undefined;
}

/** @throws StartError unless both databases have the same migrations */
async function requireSameVersion(source: DataSource, origin: pg.Client): Promise<void> {
  const here: { name: string }[] = await source.query(MIGRATIONS_SQL);
  const { rows: there } = await origin.query<{ name: string }>(MIGRATIONS_SQL).catch((error) => {
    if (!['42501', '42P01'].includes(error.code)) throw error;
    throw new StartError('The origin is not prepared for this role: run npm run follow -- prepare there.');
  });
  const lackOf = (those: typeof here, these: typeof here) =>
    those.find(({ name }) => !these.some((each) => each.name === name))?.name;
  const [lacksHere, lacksThere] = [lackOf(there, here), lackOf(here, there)];
  if (lacksHere) throw new StartError(`The origin has the migration ${lacksHere}, which this Kronika lacks: update it first.`);
  if (lacksThere)
    throw new StartError(`The origin lacks the migration ${lacksThere}: start this version of Kronika there first.`);
}

/** @throws StartError if the origin no longer keeps WAL for the follower, so that events would be missing */
async function requireSlot(source: DataSource, origin: pg.Client): Promise<void> {
  const [{ slot }] = await source.query('SELECT slot FROM log.origin');
  const { rows } = await origin.query('SELECT FROM pg_replication_slots WHERE slot_name = $1 AND wal_status <> $2', [
    slot,
    'lost',
  ]);
  if (!rows.length) throw new StartError(`The slot ${slot} is lost at the origin: run npm run follow -- leave, then join again.`);
}

/** The publication that the role at the origin may copy. */
async function publicationFor(origin: pg.Client): Promise<string> {
  const { rows } = await origin.query<{ name: string }>(
    `SELECT pubname AS name FROM pg_publication WHERE pubname = CASE
       WHEN has_column_privilege('personal.keys', 'secret', 'SELECT') THEN $1 ELSE $2 END`,
    [PUBLICATIONS.withKeys, PUBLICATIONS.withoutKeys],
  );
  if (!rows[0]) throw new StartError('The origin is not prepared for this role: run npm run follow -- prepare there.');
  return rows[0].name;
}

/** @throws StartError if both databases are on one server, where a new subscription would wait for itself */
async function requireOtherServer(source: DataSource, origin: pg.Client): Promise<void> {
  const [here] = await source.query(SERVER_SQL);
  const { rows } = await origin.query(SERVER_SQL);
  if (here.server === rows[0].server)
    throw new StartError('The origin is on the same PostgreSQL: a follower needs one of its own.');
}

/** @throws StartError if the database has a log of its own, or is in use */
async function requireUnused(source: DataSource, isFollower: boolean): Promise<void> {
  const [event] = isFollower ? [] : await source.query('SELECT FROM log.events LIMIT 1');
  if (event) throw new StartError('This database has events of its own: a follower begins with an empty one.');
  const [inUse] = await source.query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database()
     AND application_name IN ('kronika write', 'kronika view', 'kronika read', 'kronika log')`,
  );
  if (inUse) throw new StartError('Kronika runs on this database: stop it first.');
}

async function withOrigin<T>(url: string, work: (origin: pg.Client) => Promise<T>): Promise<T> {
  let origin: pg.Client | undefined;
  try {
    origin = new pg.Client({ connectionString: url, application_name: 'kronika follow', connectionTimeoutMillis: 5_000 });
    // The error of a broken connection is that of the query in progress.
    origin.on('error', () => undefined);
    await origin.connect();
  } catch (error) {
    throw connectionStartError(error, 'The origin', '--origin');
  }
  return work(origin).finally(() => origin?.end());
}
