import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesOf, follow, page, requestsOf } from './examples.js';
import { KronikaProcess } from './process.js';
import { createDatabase } from './shop.js';

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

  for (const example of examplesOf(page(path))) it(example.command, () => follow(example, kronika.url));

  it('print where it is, and no warning', () => {
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
