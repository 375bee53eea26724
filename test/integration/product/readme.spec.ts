import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, examplesOf, expectExample, page, requestsOf } from '../../support/examples.js';
import { KronikaProcess } from '../../support/process.js';
import { createDatabase } from '../../support/shop.js';

describe.each(['README.md', 'docs/tour.md', 'docs/campaigns.md'])('the examples of %s', (path) => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let kronika: KronikaProcess;
  beforeAll(async () => {
    database = await createDatabase();
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await kronika.signal('SIGTERM');
    await database.drop();
  });

  for (const example of examplesOf(page(path))) it(example.command, () => expectExample(example, kronika.url));

  it('run on a shop that prints its addresses, and no warning', () => {
    expect(kronika.output.trim().split('\n')).toEqual([
      expect.stringContaining(kronika.url),
      expect.stringContaining(`${kronika.url}/docs`),
    ]);
  });
});

describe('kronika.http', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let kronika: KronikaProcess;
  beforeAll(async () => {
    database = await createDatabase();
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await kronika.signal('SIGTERM');
    await database.drop();
  });

  it.each(requestsOf(page('kronika.http')))('$name: $method $path', async ({ method, path, headers, body }) => {
    const response = await fetch(`${kronika.url}${path}`, { method, headers, body });
    expect([response.ok, response.ok || (await response.text())]).toEqual([true, true]);
  });
});

describe('docs/log-schema.md', () => {
  const text = page('docs/log-schema.md');
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createDatabase();
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url });
    await kronika.command('POST', '/v1/order', { userId: 1 });
    await kronika.signal('SIGTERM');
    client = new pg.Client(database.url);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it.each(blocksOf(text).filter(({ language }) => language === 'sql'))('as kronika_read: $text', async ({ text: sql }) => {
    await client.query('SET ROLE kronika_read');
    await client.query(sql);
    await client.query('RESET ROLE');
  });

  it('lists each table and function of schema log, and each column of the events', async () => {
    const names = await client.query<{ name: string }>(`
      SELECT 'log.' || table_name AS name FROM information_schema.tables WHERE table_schema = 'log'
      UNION ALL SELECT 'log.' || routine_name FROM information_schema.routines WHERE routine_schema = 'log'
      UNION ALL SELECT '| \`' || column_name || '\`' FROM information_schema.columns
        WHERE table_schema = 'log' AND table_name = 'events'`);
    expect(names.rows.map(({ name }) => name).filter((name) => !text.includes(name))).toEqual([]);
  });
});
