import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepare } from '../../support/prepare.js';
import { createDatabase, type Database } from '../../support/shop.js';

let database: Database;
let db: pg.Client;
/** A user without privileges that only this test has. */
let user: string;
beforeEach(async () => {
  database = await createDatabase();
  db = new pg.Client(database.url);
  await db.connect();
  user = `test_${randomUUID().replaceAll('-', '')}`;
  await db.query(`CREATE ROLE ${user} LOGIN PASSWORD 'test'`);
});
afterEach(async () => {
  await db.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
  await db.end();
  await database.drop();
});

const ofUser = () => {
  const url = new URL(database.url);
  [url.username, url.password] = [user, 'test'];
  return url.href;
};

describe('a database that was restored in part', () => {
  it.each([
    ['DROP SCHEMA write CASCADE', 'Schema write is missing: restore it from the same backup as the others.'],
    ['DROP SCHEMA log CASCADE', 'Schema log is missing: restore it from the same backup as the others.'],
    ['DROP SCHEMA log, write CASCADE', 'Schema log is missing: restore it from the same backup as the others.'],
    ['DROP SCHEMA delivery CASCADE', 'Schema delivery is missing: restore it from the same backup as the others.'],
    ['DROP SCHEMA personal CASCADE', 'Schema personal is missing: restore it from the same backup as the others.'],
    ['DROP SCHEMA access CASCADE', 'Schema access is missing: restore it from the same backup as the others.'],
    ['DROP TABLE kronika_migrations', 'restore public.kronika_migrations from the same backup.'],
  ])('is refused in one line after %s', async (sql, message) => {
    await db.query(sql);
    const error = await prepare(database.url).catch((error) => error);
    expect(error.constructor.name).toBe('StartError');
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  it('is refused to a user who may not act for its owner, with the command to run', async () => {
    const { rows } = await db.query('SELECT pg_get_userbyid(10) = current_user AS "isBootstrap"');
    await expect(prepare(ofUser())).rejects.toThrow(
      rows[0].isBootstrap ? `Restore the backup as ${user} (pg_restore --no-owner --role=${user})` : `TO ${user}`,
    );
  });

  it('gets the schemas of its views back', async () => {
    await db.query('DROP SCHEMA read, read_next, read_previous, read_check CASCADE');
    expect(await prepare(database.url)).toEqual({ roles: true, repairs: [] });
    const { rows } = await db.query(`SELECT count(*)::int AS schemas FROM pg_namespace WHERE nspname ~ '^read'`);
    expect(rows).toEqual([{ schemas: 4 }]);
  });

  it('keeps the tables that others have in the schema of its views', async () => {
    await db.query(`CREATE TABLE read.report (); ALTER TABLE read.report OWNER TO ${user}`);
    expect(await prepare(database.url)).toEqual({ roles: true, repairs: [] });
    const { rows } = await db.query(`SELECT tableowner FROM pg_tables WHERE tablename = 'report'`);
    expect(rows).toEqual([{ tableowner: user }]);
  });
});

describe('sequences', () => {
  it('of the tables of the app are raised as well, as by a restore of data alone', async () => {
    await db.query(`INSERT INTO delivery.keys (id, secret) OVERRIDING SYSTEM VALUE VALUES (3, decode(repeat('ab', 32), 'hex'))`);
    const { repairs } = await prepare(database.url);
    expect(repairs).toEqual(['Sequences were behind what is in use, and are raised: delivery.keys_id_seq.']);
    const { rows } = await db.query(`SELECT nextval('delivery.keys_id_seq')::int AS id`);
    expect(rows).toEqual([{ id: 4 }]);
  });

  it('are raised above all ids in rows and in streams of deleted rows, and never lowered', async () => {
    const append = (stream: string) =>
      db.query('SELECT log.append($1, $2)', [JSON.stringify([{ stream, version: 1, type: 'Tested', data: {} }]), {}]);
    await append('order-41');
    await append(`campaign-${randomUUID()}`);
    await db.query(`INSERT INTO delivery.keys (id, secret) OVERRIDING SYSTEM VALUE VALUES (7, sha256('one'))`);
    await db.query(
      `SELECT setval('log.position', 1, false), setval('kronika_migrations_id_seq', 1), setval('log.quarantine_id_seq', 9)`,
    );
    const { repairs } = await prepare(database.url);
    expect(repairs).toEqual([
      'Sequences were behind what is in use, and are raised: ' +
        'delivery.keys_id_seq, public.kronika_migrations_id_seq, log.position, write.goods_id_seq, write.orders_id_seq.',
    ]);
    const { rows } = await db.query(
      `SELECT log.last_position()::int AS position, nextval('write.orders_id_seq')::int AS id,
         nextval('log.quarantine_id_seq')::int AS entry, nextval('delivery.keys_id_seq')::int AS key,
         nextval('kronika_migrations_id_seq')::int AS migration`,
    );
    expect(rows).toEqual([{ position: 2, id: 42, entry: 10, key: 8, migration: expect.any(Number) }]);
    expect(rows[0].migration).toBeGreaterThan(9);
  });
});
