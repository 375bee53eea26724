import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { createDatabase } from '../../support/shop.js';
import { until } from '../../support/until.js';

let copy: string;

/** Does what the first line of a block says: `// FILE`, `// FILE, at the start`, `// FILE, at the end`, `// FILE, after "…"`. */
async function follow(block: string): Promise<void> {
  const [, file, where, anchor] = /^\/\/ ([\w./-]+)(?:, (at the start|at the end|after "(.*)"))?\n/.exec(block) ?? [];
  if (!file) throw new Error(`A block of the recipes does not say where it goes: ${block}`);
  const path = join(copy, file);
  const code = block.slice(block.indexOf('\n') + 1);
  if (!where) return writeFile(path, code, { flag: 'wx' });
  if (where === 'at the end') return appendFile(path, `\n${code}`);
  const before = await readFile(path, 'utf8');
  if (where === 'at the start') return writeFile(path, code + before);
  expect(before.split(anchor as string)).toHaveLength(2);
  return writeFile(path, before.replace(anchor as string, `${anchor}\n${code}`));
}

/** A copy of the code in which all recipes were followed, built as the app is. */
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'kronika-recipes-'));
  for (const part of ['src', 'migrations', 'ormconfig.ts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'])
    await cp(join(ROOT, part), join(copy, part), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const recipes = await readFile(join(ROOT, 'docs/recipes.md'), 'utf8');
  for (const [, block] of recipes.matchAll(/```ts\n(.*?)```/gs)) await follow(block as string);
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: copy,
  });
}, 120_000);
afterAll(() => rm(copy, { recursive: true, force: true }));

describe('the recipes', () => {
  it('make a new event, command, view and reaction', async () => {
    const database = await createDatabase();
    const kronika = await KronikaProcess.start({ DATABASE_URL: database.url }, { main: join(copy, 'dist/src/main.js') });
    const order = await kronika.command('POST', '/v1/order', { userId: 1 });
    const mug = await kronika.command('POST', '/v1/goods', { orderId: order.id, sku: 'MUG' });
    const plain = await kronika.command('POST', '/v1/goods', { orderId: order.id });
    expect((await kronika.command('POST', `/v1/goods/${plain.id}/rating`, { stars: 5 })).status).toBe(422);
    expect((await kronika.command('POST', `/v1/goods/${mug.id}/rating`, { stars: 6 })).status).toBe(400);
    await kronika.command('POST', `/v1/goods/${mug.id}/rating`, { stars: 3 });
    const rated = await kronika.command('POST', `/v1/goods/${mug.id}/rating`, { stars: 4 });
    expect(rated.status).toBe(201);
    expect(await kronika.query('/v1/best-goods', rated.position)).toEqual({ data: [{ sku: 'MUG', ratings: 2, stars: 7 }] });
    expect(await kronika.query('/v1/events?eventType=goods_rated_v1')).toMatchObject({ data: [{ version: 2 }, { version: 3 }] });

    // What a query says of the version is what a command takes for it, after events of every kind.
    const roundTrip = async (path: string, change: object, to = path) => {
      const before = await fetch(`${kronika.url}${path}`, { headers: { 'Wait-For-Position': String(latest) } });
      const etag = before.headers.get('etag') as string;
      const changed = await fetch(`${kronika.url}${to}`, {
        method: 'PUT',
        headers: { 'If-Match': etag, 'Content-Type': 'application/json' },
        body: JSON.stringify(change),
      });
      expect([changed.status, await changed.text()]).toEqual([204, '']);
      latest = Number(changed.headers.get('event-position'));
    };
    let latest = rated.position;
    await roundTrip(`/v1/goods/${mug.id}`, { quantity: 2 });
    await roundTrip(`/v1/order/${order.id}`, { userId: 2 });
    // The command's row and the views still are what the log says.
    const verified = async (view: string) => {
      const begun = await fetch(`${kronika.url}/v1/views/${view}/verify`, { method: 'POST' });
      let operation: { state?: string; result?: object } = {};
      await until(async () => {
        operation = await kronika.query(begun.headers.get('location') as string);
        return ['done', 'failed'].includes(operation.state as string);
      });
      expect(operation, view).toMatchObject({ state: 'done', result: { differing: 0, differences: [] } });
    };
    for (const view of ['order-history', 'goods-ratings']) await verified(view);

    const cup = await kronika.command('POST', '/v1/goods', { orderId: order.id, sku: 'CUP' });
    const timers = async () => (await kronika.query<{ data: { key: string }[] }>('/v1/timers')).data.map(({ key }) => key);
    await until(async () => (await timers()).join() === `rate-${cup.id}`);
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query('UPDATE log.timers SET due_at = clock_timestamp()');
    await client.end();
    await until(async () => (await timers()).length === 0);
    expect(await kronika.query(`/v1/events?entityId=goods-${cup.id}`, cup.position + 1)).toMatchObject({
      data: [{}, { data: { stars: 3 }, metadata: { actor: 'saga AskForRatingSaga.rate', causationId: String(cup.position) } }],
    });

    const id = '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e';
    await kronika.command('POST', '/v1/campaigns', { id, name: 'Spring sale', userId: 42 });
    const noted = await kronika.command('PUT', `/v1/campaigns/${id}/note`, { note: 'Ask Jana first' });
    await kronika.command('PUT', `/v1/campaigns/${id}/note`, { note: 'Ask Jana first' });
    expect(await kronika.query(`/v1/campaigns/${id}`, noted.position)).toMatchObject({ version: 2 });
    expect(await kronika.query(`/v1/campaigns/${id}/history?sort=-version`)).toMatchObject({
      data: [{ eventType: 'CampaignNoteSet', summary: 'Noted: Ask Jana first' }, {}],
    });
    latest = noted.position;
    await roundTrip(`/v1/campaigns/${id}`, { name: 'Summer sale' }, `/v1/campaigns/${id}/name`);
    for (const view of ['order-history', 'goods-ratings', 'campaigns', 'names', 'placements']) await verified(view);
    expect(await kronika.query('/readyz')).toEqual({ status: 'ok', reasons: [] });
    await kronika.signal('SIGTERM');
    await database.drop();
  });
});
