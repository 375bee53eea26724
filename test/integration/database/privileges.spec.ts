import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database } from '../../support/shop.js';

const ROLES = ['kronika_write', 'kronika_view', 'kronika_read'] as const;

const ALL_ROWS = 'SELECT INSERT UPDATE DELETE';

/** What each role may do with each table, and with single columns where it may not with the whole; nothing else. */
const PRIVILEGES: Record<string, Partial<Record<(typeof ROLES)[number], string>>> = {
  'access.audit': { kronika_write: 'SELECT INSERT' },
  'access.failed_sign_ins': { kronika_write: ALL_ROWS },
  'access.keys': { kronika_write: 'SELECT INSERT, UPDATE revoked_at revoked_by last_used_at' },
  'access.sessions': { kronika_write: 'SELECT INSERT DELETE, UPDATE used_at' },
  ...Object.fromEntries(
    'caps errors fills keys leases limits media media_chunks quarters reasons requests spend viewer_keys viewers'
      .split(' ')
      .concat(['errors', 'fills', 'quarters', 'requests', 'spend'].map((table) => `${table}_by_day`))
      .concat(
        'impressions',
        Array.from({ length: 42 }, (_, slot) => `impressions_${slot}`),
      )
      .map((table) => [`delivery.${table}`, { kronika_write: ALL_ROWS }]),
  ),
  'log.checkpoints': { kronika_write: 'SELECT', kronika_view: ALL_ROWS, kronika_read: 'SELECT' },
  'log.cursor_secret': { kronika_read: 'SELECT' },
  'log.events': { kronika_write: 'SELECT INSERT', kronika_view: 'SELECT', kronika_read: 'SELECT' },
  'log.instances': { kronika_read: 'SELECT' },
  'log.mark': { kronika_view: 'SELECT, UPDATE horizon at', kronika_read: 'SELECT' },
  'log.operations': { kronika_write: 'SELECT INSERT', kronika_view: ALL_ROWS, kronika_read: 'SELECT' },
  'log.origin': { kronika_view: 'SELECT', kronika_read: 'SELECT' },
  'log.quarantine': { kronika_write: 'SELECT, UPDATE wish actor reason', kronika_view: ALL_ROWS, kronika_read: 'SELECT' },
  'log.snapshots': { kronika_write: 'SELECT INSERT UPDATE', kronika_view: 'SELECT DELETE', kronika_read: 'SELECT' },
  'log.timers': { kronika_write: 'SELECT DELETE', kronika_view: ALL_ROWS, kronika_read: 'SELECT' },
  'personal.keys': {
    kronika_write: 'SELECT INSERT, UPDATE secret erased_at',
    kronika_view: 'SELECT',
    kronika_read: 'SELECT',
  },
  'public.kronika_migrations': {},
  'write.goods': { kronika_write: ALL_ROWS },
  'write.orders': { kronika_write: ALL_ROWS },
  'write.outcomes': { kronika_write: ALL_ROWS },
};

let database: Database;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client(database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

it('each role may do what it needs and nothing more', async () => {
  const { rows } = await client.query<{ name: string; role: (typeof ROLES)[number] | null; may: string }>(
    `WITH tables AS (
       SELECT c.oid, format('%I.%I', nspname, relname) AS name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace
       WHERE relkind IN ('r', 'p') AND nspname IN ('log', 'write', 'access', 'personal', 'delivery', 'public')
     ), whole AS (
       SELECT oid, role, string_agg(privilege, ' ' ORDER BY n) AS may
       FROM tables CROSS JOIN unnest($1::text[]) AS role CROSS JOIN unnest(
         ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN']
       ) WITH ORDINALITY AS p (privilege, n)
       WHERE has_table_privilege(role, oid, privilege) GROUP BY 1, 2
     ), columns AS (
       SELECT oid, role, privilege || ' ' || string_agg(attname, ' ' ORDER BY attnum) AS may
       FROM tables JOIN pg_attribute ON attrelid = oid AND attnum > 0 AND NOT attisdropped
       CROSS JOIN unnest($1::text[]) AS role CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS privilege
       WHERE has_column_privilege(role, oid, attname, privilege) AND NOT has_table_privilege(role, oid, privilege)
       GROUP BY oid, role, privilege
     )
     SELECT name, role, string_agg(may, ', ' ORDER BY n, may) AS may
     FROM tables LEFT JOIN (SELECT 1 AS n, * FROM whole UNION ALL SELECT 2, * FROM columns) AS p USING (oid)
     GROUP BY name, role`,
    [ROLES],
  );
  const found: typeof PRIVILEGES = {};
  for (const { name, role, may } of rows) found[name] = { ...found[name], ...(role ? { [role]: may } : {}) };
  expect(found).toEqual(PRIVILEGES);
});

it.each([...ROLES, 'the owner of the log'])('%s changes, deletes and empties no event', async (who) => {
  await client.query(
    `SELECT log.append('[{"stream": "test-1", "version": 1, "type": "Tested", "data": {"id": 1, "name": "n"}}]', '{"commandId": "1", "actor": "test"}')
     WHERE NOT EXISTS (SELECT FROM log.events)`,
  );
  const before = await client.query('SELECT * FROM log.events');
  expect(before.rows).toHaveLength(1);
  if (who.startsWith('kronika_')) await client.query(`SET ROLE ${who}`);
  try {
    for (const statement of [
      `UPDATE log.events SET data = '{}'`,
      `UPDATE log.events SET data = data || '{"id": "[erased]"}'`,
      `UPDATE log.events SET data = data || '{"more": "[erased]"}'`,
      `UPDATE log.events SET data = data || '{"name": "other"}'`,
      `UPDATE log.events SET data = data - 'name'`,
      `UPDATE log.events SET data = data || '{"name": "[erased]"}', type = 'Other'`,
      'DELETE FROM log.events',
      'TRUNCATE log.events',
      'TRUNCATE log.events CASCADE',
    ])
      await expect(client.query(statement), statement).rejects.toThrow(/permission denied for table events|immutable/);
  } finally {
    await client.query('RESET ROLE');
  }
  expect((await client.query('SELECT * FROM log.events')).rows).toEqual(before.rows);
});

it('an event changes by an erasure only, which commands alone may ask for', async () => {
  const fields = `ARRAY['name']`;
  for (const role of ['kronika_view', 'kronika_read']) {
    await client.query(`SET ROLE ${role}`);
    await expect(client.query(`SELECT personal.erase_entity('test-1', ${fields})`), role).rejects.toThrow(/permission denied/);
    await expect(client.query(`SELECT personal.end_access(42, 'test')`), role).rejects.toThrow(/permission denied/);
    await client.query('RESET ROLE');
  }
  const events = async () => (await client.query('SELECT * FROM log.events ORDER BY position')).rows;
  const before = await events();
  expect(before[0].data).toEqual({ id: 1, name: 'n' });
  await client.query('SET ROLE kronika_write');
  await client.query(`SELECT personal.erase_entity('test-2', ${fields})`);
  await client.query(`SELECT personal.erase_entity('test-1', ARRAY['id', 'other'])`);
  await client.query('RESET ROLE');
  expect(await events()).toEqual(before);
  await client.query('SET ROLE kronika_write');
  await client.query(`SELECT personal.erase_entity('test-1', ${fields})`);
  await client.query('RESET ROLE');
  expect(await events()).toEqual([{ ...before[0], data: { id: 1, name: '[erased]' } }]);
});
