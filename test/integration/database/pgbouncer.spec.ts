import pg from 'pg';
import { DataSource } from 'typeorm';
import { afterEach, describe, expect, it } from 'vitest';
import { dataSourceOptions, type Purpose } from '../../../src/shared/database/database.js';
import { StartError } from '../../../src/shared/settings.js';
import { HAS_PGBOUNCER, PgBouncer } from '../../support/pgbouncer.js';
import { failedStart } from '../../support/process.js';
import { createDatabase, type Database } from '../../support/shop.js';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (!HAS_PGBOUNCER) console.warn('The program pgbouncer is not installed: its tests are skipped.');

/** A database, and PgBouncer in front of it. */
async function pooledDatabase(
  settings: Record<string, string>,
  template?: string,
): Promise<{ database: Database; pooled: string }> {
  const database = await createDatabase(template);
  cleanups.push(() => database.drop());
  const pooler = await PgBouncer.start(database.url, settings);
  cleanups.push(() => pooler.stop());
  return { database, pooled: pooler.url };
}

const ADVICE =
  'A connection pooler such as PgBouncer drops them: DATABASE_URL and READ_DATABASE_URL must lead to PostgreSQL itself.\n';

describe.skipIf(!HAS_PGBOUNCER)('PgBouncer between Kronika and the database', () => {
  it('stops the start with one line if it refuses what a connection sends', async () => {
    const { pooled } = await pooledDatabase({});
    expect(await failedStart({ DATABASE_URL: pooled })).toBe(
      "Kronika can't start. The database does not take the settings of Kronika's connection " +
        `(unsupported startup parameter: options). ${ADVICE}`,
    );
  });

  it.each(['session', 'transaction', 'statement'])(
    'stops the start with one line if it drops what a connection sends, before anything is locked or made: pool_mode = %s',
    async (mode) => {
      const { database, pooled } = await pooledDatabase({ pool_mode: mode, ignore_startup_parameters: 'options' }, 'template0');
      expect(await failedStart({ DATABASE_URL: pooled })).toBe(
        "Kronika can't start. The database did not get the settings of Kronika's connection " +
          `(kronika.purpose is missing, expected migrate). ${ADVICE}`,
      );
      const observer = new pg.Client(database.url);
      await observer.connect();
      const { rows } = await observer.query(`
        SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
               (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory'
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS locks,
               to_regnamespace('log') AS made`);
      await observer.end();
      // PgBouncer keeps the connection that it used.
      expect(rows).toEqual([{ connections: 2, locks: 0, made: null }]);
    },
  );

  it('stops the start with one line if only queries go through it', async () => {
    const { database, pooled } = await pooledDatabase({ ignore_startup_parameters: 'options' });
    expect(await failedStart({ DATABASE_URL: database.url, READ_DATABASE_URL: pooled })).toMatch(
      /^Kronika can't start\. The database did not get the settings .*\n$/,
    );
  });

  it.each<[Purpose, boolean]>([
    ['write', true],
    ['view', true],
    ['read', true],
    ['log', true],
    ['write', false],
    ['view', false],
    ['read', false],
    ['log', false],
  ])('is noticed by the first connection to %s (with a role: %s)', async (purpose, roles) => {
    const { pooled } = await pooledDatabase({ ignore_startup_parameters: 'options' });
    const start = new DataSource(dataSourceOptions(pooled, purpose, roles)).initialize();
    await expect(start).rejects.toThrow(StartError);
    await expect(start).rejects.toThrow(/^The database did not get the settings/);
  });
});
