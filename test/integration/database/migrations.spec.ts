import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript, scriptOf } from '../../faults/dump.js';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database } from '../../support/shop.js';
import { until } from '../../support/until.js';

const built = (path: string) => import(join(ROOT, 'dist/src', path));

/** The data source of `npx typeorm … -d dist/ormconfig.js`. */
async function migrated(url: string): Promise<DataSource> {
  const { migrationDataSource }: typeof import('../../../src/shared/database/database.js') =
    await built('shared/database/database.js');
  const { migrationsOf }: typeof import('../../../src/shared/migrations/migrations.js') = await built(
    'shared/migrations/migrations.js',
  );
  const { app }: typeof import('../../../src/app.js') = await built('app.js');
  return migrationDataSource(url, migrationsOf(app)).initialize();
}

/** All statements that make the schema, without rows. The order in which indexes were made is no part of it. */
async function schemaOf(db: pg.Client): Promise<string[]> {
  const script = (await scriptOf(db)).replaceAll(/^COPY (.*) FROM stdin;\n[\s\S]*?^\\\.\n/gm, '');
  return script
    .split(/;\n/)
    .filter((sql) => !/^SELECT setval|kronika_migrations|check_function_bodies/.test(sql))
    .map((sql) => sql.replaceAll(/\s+/g, ' '))
    .toSorted();
}

/**
 * Undoes migrations, the newest first, until one refuses. @returns those that were undone, and why the next one was
 * not
 */
async function undo(source: DataSource): Promise<{ undone: string[]; reason: string }> {
  const ran = async (): Promise<string[]> =>
    (await source.query('SELECT name FROM kronika_migrations ORDER BY id DESC')).map(({ name }: { name: string }) => name);
  const before = await ran();
  try {
    for (let left = before.length; left > 0; left--) await source.undoLastMigration({ transaction: 'each' });
  } catch (error) {
    return { undone: before.slice(0, before.length - (await ran()).length), reason: (error as Error).message };
  }
  return { undone: before, reason: '' };
}

describe('a migration', () => {
  let database: Database;
  let db: pg.Client;
  let source: DataSource;
  beforeAll(async () => {
    database = await createDatabase('template0');
    db = new pg.Client(database.url);
    await db.connect();
    source = await migrated(database.url);
  });
  afterAll(async () => {
    await source.destroy();
    await db.end();
    await database.drop();
  });

  it('is reverted to the previous schema, or refuses in one line', async () => {
    const runner = db as unknown as QueryRunner;
    for (const migration of source.migrations as (MigrationInterface & { constructor: { name: string } })[]) {
      const { name } = migration.constructor;
      const before = await schemaOf(db);
      await migration.up(runner);
      const after = await schemaOf(db);
      const refusal = await migration.down(runner).then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (refusal !== undefined) {
        expect([name, refusal]).toEqual([name, expect.stringMatching(/^Not undone: .*\.$/)]);
        continue;
      }
      expect([name, await schemaOf(db)]).toEqual([name, before]);
      await migration.up(runner);
      expect([name, await schemaOf(db)]).toEqual([name, after]);
    }
  });

  it('by day adds up the sums of ads that are there, by days of UTC', async () => {
    const runner = db as unknown as QueryRunner;
    const days = source.migrations.find(({ constructor: { name } }) => name === 'AdDays1763800000048') as MigrationInterface;
    await days.down(runner);
    // Of two campaigns, from two hours before the one midnight until a quarter to four after the next one.
    const quarters = `generate_series('2026-03-28T22:00:00Z'::timestamptz, '2026-03-30T03:45:00Z', '15 minutes') AS quarter,
      generate_series(1, 2) AS n, LATERAL (SELECT lpad(n::text, 32, '0')::uuid AS id) AS ids`;
    const views = `array_fill(extract(day FROM quarter AT TIME ZONE 'UTC')::bigint, '{16}')`;
    await db.query(`
      INSERT INTO delivery.quarters SELECT quarter, id, id, id, id, 'tv', n = 1, ${views} FROM ${quarters};
      INSERT INTO delivery.spend SELECT quarter, id, id, id, id, 'tv', 'EUR', 2, 10.5 FROM ${quarters};
      INSERT INTO delivery.errors SELECT quarter, id, id, id, id, 'tv', 303, 3 FROM ${quarters};
      INSERT INTO delivery.requests SELECT quarter, id, id, n = 1, 5, 4 FROM ${quarters};
      INSERT INTO delivery.fills SELECT quarter, id, id, id, 7 FROM ${quarters};
      SET TIME ZONE 'Asia/Kathmandu'`);
    // A process of the earlier release counts meanwhile.
    const counting = new pg.Client(database.url);
    await counting.connect();
    const countIn = (table: string) =>
      counting.query(`INSERT INTO delivery.${table} SELECT * FROM delivery.${table} WHERE false`);
    await counting.query('BEGIN');
    await countIn('spend');
    await db.query('BEGIN');
    const upgrade = days.up(runner);
    await until(async () => (await counting.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount === 1);
    for (const table of ['quarters', 'errors']) await countIn(table);
    await counting.query('COMMIT');
    await Promise.all([upgrade, counting.end()]);
    await db.query('COMMIT');
    const found = async (table: string, columns: string) =>
      (
        await db.query({
          text: `SELECT (quarter AT TIME ZONE 'UTC')::text, ${columns} FROM delivery.${table}_by_day ORDER BY quarter, ctid`,
          rowMode: 'array',
        })
      ).rows.map((row) => row.join(' '));
    // The days and their quarters of an hour.
    const known = Object.entries({ 28: 8, 29: 96, 30: 16 });
    const expected = (sums: (quarters: number, day: number) => string) =>
      known.flatMap(([day, n]) => Array(2).fill(`2026-03-${day} 00:00:00 ${sums(n, Number(day))}`));
    expect(await found('quarters', 'events[1], events[16]')).toEqual(expected((n, day) => `${n * day} ${n * day}`));
    expect(await found('spend', 'views, amount')).toEqual(expected((n) => `${n * 2} ${(n * 10.5).toFixed(1)}`));
    expect(await found('errors', 'code, views')).toEqual(expected((n) => `303 ${n * 3}`));
    expect(await found('requests', 'requests, filled')).toEqual(expected((n) => `${n * 5} ${n * 4}`));
    expect(await found('fills', 'fills')).toEqual(expected((n) => `${n * 7}`));
  });
});

describe('on data', () => {
  let database: Database;
  let db: pg.Client;
  let source: DataSource;
  const restore = async (release: string) => {
    database = await createDatabase('template0');
    db = new pg.Client(database.url);
    await db.connect();
    await runScript(db, readFileSync(join(ROOT, `test/upgrades/releases/${release}.sql`), 'utf8'));
    await db.query('RESET ALL');
    source = await migrated(database.url);
  };
  const events = async () =>
    (
      await db.query(
        'SELECT position, stream, version, type, data, metadata, recorded_at, schema FROM log.events ORDER BY position',
      )
    ).rows;
  const drop = async () => {
    await source.destroy();
    await db.end();
    await database.drop();
  };

  it('migrations are reverted until one would lose data, and run again', async () => {
    await restore('0.2.0');
    try {
      const log = await events();
      await source.runMigrations({ transaction: 'each' });
      const today = await schemaOf(db);
      const { undone, reason } = await undo(source);
      expect(undone.at(-1)).toBe('LogFunctions1763800000012');
      expect(reason).toBe('Not undone: with the function of before, a reader of the log may miss an event.');
      expect(await events()).toEqual(log);
      await source.runMigrations({ transaction: 'each' });
      expect(await schemaOf(db)).toEqual(today);
      expect(await events()).toEqual(log);
      const kronika = await KronikaProcess.start({ DATABASE_URL: database.url, LOG_LEVEL: 'fatal' });
      const { status, position, id } = await kronika.command('POST', '/v1/order', { userId: 1 });
      expect(status).toBe(201);
      expect(await kronika.query(`/v1/order-history/${id}`, position)).toMatchObject({ user_id: 1 });
      await kronika.signal('SIGTERM');
    } finally {
      await drop();
    }
  });

  it.each([
    ['SealedTexts1763800000023', 'texts of events are sealed, and earlier code could not read them.'],
    ['Access1763800000020', 'API keys, or entries of the audit, would be lost.'],
    ['SkippedEvents1763800000015', 'views would fold events again that an operator has skipped.'],
    ['PositionUnderLock1763800000008', 'with the function of before, a reader of the log may miss an event.'],
    ['EventSourcing1763800000005', 'the log would no longer say in which form its events are.'],
    ['Delivery1763800000004', 'timers of sagas, and streams in quarantine, would be lost.'],
    ['Outcomes1763800000003', 'commands that come again would be executed again.'],
    ['Goods1763800000002', 'the goods would be lost.'],
    ['Orders1763800000001', 'the orders would be lost.'],
    ['EventLog1763800000000', 'the events of the log would be lost.'],
  ])('%s is not undone: %s', async (name, loss) => {
    await restore('access');
    try {
      await source.runMigrations({ transaction: 'each' });
      await db.query(`SELECT log.append('[{"stream": "goods-0", "version": 1, "type": "x", "data": {}, "key": 1}]', '{}')`);
      await db.query(`UPDATE log.checkpoints SET skipped = '{103}' WHERE subscription = 'order-history'`);
      const migration = source.migrations.find((each) => each.constructor.name === name) as MigrationInterface;
      const before = await schemaOf(db);
      await expect(migration.down(db as unknown as QueryRunner)).rejects.toThrow(`Not undone: ${loss}`);
      expect(await schemaOf(db)).toEqual(before);
    } finally {
      await drop();
    }
  });
});
