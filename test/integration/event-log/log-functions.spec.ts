import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database } from '../../support/shop.js';

/** The migration that redefines all functions of the log. */
const APPLIED = '1763800000012-log-functions.js';

/** Definitions from Postgres, without the indentation of bodies, which depends on the file. */
async function definitions(db: pg.Client): Promise<Record<string, string>> {
  const { rows } = await db.query(
    `SELECT oid::regprocedure::text AS name, pg_get_functiondef(oid) AS definition FROM pg_proc
     WHERE pronamespace = 'log'::regnamespace ORDER BY 1`,
  );
  return Object.fromEntries(rows.map(({ name, definition }) => [name, definition.replaceAll(/^ +/gm, '')]));
}

describe('log.sql', () => {
  let database: Database;
  let db: pg.Client;
  let sql: string;
  beforeAll(async () => {
    database = await createDatabase();
    db = new pg.Client(database.url);
    await db.connect();
    sql = await readFile(join(ROOT, 'src/shared/event-log/log.sql'), 'utf8');
  });
  afterAll(async () => {
    await db.end();
    await database.drop();
  });

  it('has every function of a migrated log, with the same definition', async () => {
    const migrated = await definitions(db);
    const names = [...sql.matchAll(/CREATE OR REPLACE FUNCTION log\.(\w+)/g)].map(([, name]) => `log.${name}`);
    expect(names.toSorted()).toEqual(Object.keys(migrated).map((name) => name.split('(')[0]));
    await db.query('BEGIN');
    await db.query(sql);
    const ofFile = await definitions(db);
    await db.query('ROLLBACK');
    expect(ofFile).toEqual(migrated);
  });

  it('is applied by a migration that changed no function', async () => {
    const empty = await createDatabase('template0');
    const client = new pg.Client(empty.url);
    await client.connect();
    const run = async (file: string) => {
      const [Migration] = Object.values(
        await import(join(ROOT, 'dist/src/shared/migrations', file)),
      ) as (new () => MigrationInterface)[];
      await new (Migration as new () => MigrationInterface)().up(client as unknown as QueryRunner);
    };
    const files = (await readdir(join(ROOT, 'dist/src/shared/migrations'))).filter((file) => /^\d+.*\.js$/.test(file)).toSorted();
    for (const file of files.filter((file) => file < APPLIED)) await run(file);
    const before = await definitions(client);
    await run(APPLIED);
    const after = await definitions(client);
    await client.end();
    await empty.drop();
    expect(after).toEqual(before);
    expect(Object.keys(after).length).toBeGreaterThan(0);
  });
});
