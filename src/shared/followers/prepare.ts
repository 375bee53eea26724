import type { DataSource } from 'typeorm';
import { findOrigin } from '../database/log-origin.js';
import { StartError } from '../settings.js';
import { KEY_COLUMNS_WITHOUT_SECRET, PUBLICATIONS, PUBLISHED_TABLES, SLOT_PREFIX } from './names.js';

export interface PrepareOptions {
  /** The role by which followers connect. It exists, and gets only what they read. */
  readonly role: string;
  /** Whether followers get no keys, so that they can't read texts of persons. */
  readonly withoutKeys: boolean;
  /** Where Kronika takes commands; empty: not known. */
  readonly address: string;
}

/**
 * Makes the log available to followers. Safe to repeat.
 *
 * @param source the database of the origin, migrated
 * @throws StartError that tells the operator what to set
 */
export async function prepareOrigin(source: DataSource, { role, withoutKeys, address }: PrepareOptions): Promise<void> {
  if (await findOrigin(source)) throw new StartError('This database is a follower itself: prepare its origin.');
  const [{ wal_level: level }] = await source.query('SHOW wal_level');
  if (level !== 'logical')
    throw new StartError(
      `wal_level is ${level}. Run ALTER SYSTEM SET wal_level = 'logical' and restart PostgreSQL, then prepare again.`,
    );
  const [found] = await source.query('SELECT rolreplication AS "mayReplicate" FROM pg_roles WHERE rolname = $1 AND rolcanlogin', [
    role,
  ]);
  if (!found?.mayReplicate)
    throw new StartError(
      `There is no role ${role} that may log in and replicate. Run: CREATE ROLE ${quoted(role)} LOGIN REPLICATION PASSWORD '…'`,
    );
  const name = withoutKeys ? PUBLICATIONS.withoutKeys : PUBLICATIONS.withKeys;
  const keys = withoutKeys ? ` (${KEY_COLUMNS_WITHOUT_SECRET.join(', ')})` : '';
  const tables = PUBLISHED_TABLES.map((table) => table + (table === 'personal.keys' ? keys : '')).join(', ');
  const [isThere] = await source.query('SELECT FROM pg_publication WHERE pubname = $1', [name]);
  await source.transaction(async (manager) => {
    await manager.query(`${isThere ? 'ALTER' : 'CREATE'} PUBLICATION ${name} ${isThere ? 'SET' : 'FOR'} TABLE ${tables}`);
    // Nothing else happens to these tables, and a DELETE by hand must not spread.
    await manager.query(`ALTER PUBLICATION ${name} SET (publish = 'insert, update')`);
    await manager.query(`
      REVOKE ALL ON ALL TABLES IN SCHEMA log, personal FROM ${quoted(role)};
      GRANT USAGE ON SCHEMA log, personal TO ${quoted(role)};
      GRANT SELECT ON log.events, log.mark, log.instances, public.kronika_migrations TO ${quoted(role)};
      GRANT SELECT${keys} ON personal.keys TO ${quoted(role)}`);
    await manager.query(
      `INSERT INTO log.mark (horizon, address) VALUES (0, $1) ON CONFLICT (id) DO UPDATE SET address = excluded.address`,
      [address],
    );
  });
}

/**
 * Ends what `prepareOrigin` began, and drops the slots of followers that are away.
 *
 * @returns the dropped slots
 * @throws StartError if a follower is connected
 */
export async function endOrigin(source: DataSource): Promise<string[]> {
  const slots: { slot: string; active: boolean }[] = await source.query(
    `SELECT slot_name AS slot, active FROM pg_replication_slots
     WHERE slot_type = 'logical' AND database = current_database() AND starts_with(slot_name, $1) ORDER BY slot_name`,
    [SLOT_PREFIX],
  );
  const active = slots.find((slot) => slot.active);
  if (active) throw new StartError(`The follower ${active.slot} follows: run npm run follow -- leave there first.`);
  for (const { slot } of slots) await source.query('SELECT pg_drop_replication_slot($1)', [slot]);
  await source.query(`DROP PUBLICATION IF EXISTS ${Object.values(PUBLICATIONS).join(', ')}`);
  await source.query('DELETE FROM log.mark');
  return slots.map(({ slot }) => slot);
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
