import { execFile } from 'node:child_process';
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../../support/process.js';
import { copyProject } from '../../support/project-copy.js';
import { ROOT } from '../../support/root.js';
import { createDatabase, type Database } from '../../support/shop.js';
import { until } from '../../support/until.js';

let copy: string;

/**
 * Writes a block where its first line says: `// FILE` for a new file, or `// FILE, PLACE` with one of `at the start`,
 * `at the end`, `after "…"`, `before "…"` and `in place of "…"`. The file must have the quoted text exactly once.
 */
async function applyBlock(block: string): Promise<void> {
  const [, file, place, anchor] =
    /^\/\/ ([\w./-]+)(?:, (at the start|at the end|(?:after|before|in place of) "(.*)"))?\n/.exec(block) ?? [];
  if (!file) throw new Error(`A block of the recipes does not say where it goes: ${block}`);
  const path = join(copy, file);
  const code = block.slice(block.indexOf('\n') + 1);
  if (!place) return writeFile(path, code, { flag: 'wx' });
  if (place === 'at the end') return appendFile(path, `\n${code}`);
  const before = await readFile(path, 'utf8');
  if (place === 'at the start') return writeFile(path, code + before);
  const [start, end, ...more] = before.split(anchor as string);
  if (end === undefined || more.length) throw new Error(`${file} does not have this once: ${anchor}`);
  if (place.startsWith('after')) return writeFile(path, `${start}${anchor}\n${code}${end}`);
  return writeFile(path, `${start}${code.trimEnd()}${place.startsWith('before') ? `\n\n  ${anchor}` : ''}${end}`);
}

/**
 * Runs a program of a package in the copy.
 *
 * @throws Error with all that it printed if it fails
 */
async function runProgram(program: string, ...args: string[]): Promise<string> {
  const { PATH, HOME } = process.env;
  const options = { cwd: copy, env: { PATH, HOME, NO_COLOR: '1' } };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], options).catch((error) => {
    throw new Error(`${error.message}${error.stdout}`);
  });
  return stdout;
}

const startCopy = (database: Database) =>
  KronikaProcess.start({ DATABASE_URL: database.url }, { main: join(copy, 'dist/src/main.js') });

/** Requires the rows of a view and of its commands to equal a fold of the log. */
async function expectVerified(kronika: KronikaProcess, view: string): Promise<void> {
  const begun = await fetch(`${kronika.url}/v1/views/${view}/verify`, { method: 'POST' });
  let operation: { state?: string; result?: object } = {};
  await until(async () => {
    operation = await kronika.query(begun.headers.get('location') as string);
    return ['done', 'failed'].includes(operation.state as string);
  });
  expect(operation, view).toMatchObject({ state: 'done', result: { differing: 0, differences: [] } });
}

/** A copy of the code in which all recipes were followed, built as the app is. */
beforeAll(async () => {
  const configurations = ['ormconfig.ts', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'vitest.config.ts'];
  copy = await copyProject('kronika-recipes-', ['src', 'migrations', 'test', ...configurations]);
  const recipes = await readFile(join(ROOT, 'docs/recipes.md'), 'utf8');
  for (const [, block] of recipes.matchAll(/```ts\n(.*?)```/gs)) await applyBlock(block as string);
  await runProgram('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
}, 120_000);
afterAll(() => rm(copy, { recursive: true, force: true }));

describe('the recipes', () => {
  it('make a new event, command, view and reaction', async () => {
    const database = await createDatabase();
    const kronika = await startCopy(database);
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

    // A command accepts the version of a query, after events of every type.
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
    const changes = await kronika.query<{ data: { summary: string }[] }>(`/v1/order-history/${order.id}/history`, latest);
    expect(changes.data.map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^Order created/),
      expect.stringMatching(/^Goods \d+ “MUG” added/),
      expect.stringMatching(/^Goods \d+ added/),
      `Goods ${mug.id} “MUG” rated with 3 of 5 stars`,
      `Goods ${mug.id} “MUG” rated with 4 of 5 stars`,
      `Goods ${mug.id} “MUG” changed: quantity from 1 to 2`,
      'User changed from 1 to 2',
    ]);
    // The command's row and the views still equal a fold of the log.
    for (const view of ['order-history', 'goods-ratings']) await expectVerified(kronika, view);

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
    for (const view of ['order-history', 'goods-ratings', 'campaigns', 'names', 'placements'])
      await expectVerified(kronika, view);
    const erased = await kronika.command('POST', '/v1/users/42/erase');
    expect(await kronika.query(`/v1/campaigns/${id}/history`, erased.position)).toMatchObject({
      data: [{}, { summary: 'Noted: [erased]' }, {}, { summary: 'The name was erased' }],
    });
    expect(await kronika.query('/readyz')).toEqual({ status: 'ok', reasons: [] });
    await kronika.signal('SIGTERM');
    await database.drop();
  });

  it('add a column, a group and a state to orders that old code has written', async () => {
    const database = await createDatabase();
    const old = await KronikaProcess.start({ DATABASE_URL: database.url });
    const first = await old.command('POST', '/v1/order', { userId: 1 });
    await old.command('POST', '/v1/goods', { orderId: first.id, sku: 'MUG', unitPrice: 100 });
    const changed = await old.command('PUT', `/v1/order/${first.id}`, { userId: 2 });
    const gone = await old.command('POST', '/v1/order', { userId: 1 });
    await old.command('DELETE', `/v1/order/${gone.id}`);
    expect(await old.signal('SIGTERM')).toBe(0);

    const kronika = await startCopy(database);
    const known = { id: first.id, country: 'ZZ', cancelled: false, user_id: 2, goods_count: 1, total: 100, version: 2 };
    await until(async () => (await kronika.query('/readyz')).status === 'ok');
    expect(await kronika.query(`/v1/order/${first.id}`, changed.position)).toMatchObject(known);
    const second = await kronika.command('POST', '/v1/order', { userId: 1, country: 'CZ' });
    expect((await kronika.command('POST', '/v1/order', { userId: 1, country: 'XX' })).status).toBe(400);
    const goods = await kronika.command('POST', '/v1/goods', { orderId: second.id, sku: 'CUP', unitPrice: 7 });
    const ids = async (filter: string, position: number) =>
      (await kronika.query<{ data: { id: number }[] }>(`/v1/order-history?${filter}`, position)).data.map(({ id }) => id);
    expect(await ids('country=CZ&sort=-total', goods.position)).toEqual([second.id]);
    expect(await ids('country=ZZ&min_goods=1', goods.position)).toEqual([first.id]);
    const csv = await fetch(`${kronika.url}/v1/order-history.csv?country=CZ`);
    expect((await csv.text()).split(/\r?\n/)).toEqual([
      expect.stringMatching(/,version,country$/),
      expect.stringMatching(/,1,CZ$/),
      '',
    ]);
    expect(await kronika.query('/v1/order-history/summary?by=user&country=CZ')).toMatchObject({
      data: [{ user_id: 1, orders: 1 }],
    });
    const groups = [
      { country: 'CZ', currency: 'EUR', orders: 1, total: 7 },
      { country: 'ZZ', currency: 'EUR', orders: 1, total: 100 },
    ];
    expect(await kronika.query('/v1/countries')).toEqual({ data: groups, page: { limit: 20, next_cursor: null } });
    const page = await kronika.query<{ page: { next_cursor: string } }>('/v1/countries?limit=1');
    expect(page).toEqual({ data: groups.slice(0, 1), page: { limit: 1, next_cursor: expect.any(String) } });
    expect(await kronika.query(`/v1/countries?limit=1&cursor=${page.page.next_cursor}`)).toEqual({
      data: groups.slice(1),
      page: { limit: 1, next_cursor: null },
    });

    const etag = async (id: number, position: number) => {
      const found = await fetch(`${kronika.url}/v1/order/${id}`, { headers: { 'Wait-For-Position': String(position) } });
      return { 'If-Match': found.headers.get('etag') as string };
    };
    const cancelled = await kronika.command(
      'POST',
      `/v1/order/${first.id}/cancel`,
      undefined,
      await etag(first.id, goods.position),
    );
    expect(cancelled.status).toBe(204);
    const again = await kronika.command('POST', `/v1/order/${first.id}/cancel`);
    expect(again).toMatchObject({ status: 204, position: cancelled.position });
    const moved = await kronika.command('PUT', `/v1/order/${first.id}`, { userId: 3 }, await etag(first.id, again.position));
    expect(moved.status).toBe(204);
    for (const [method, path] of [
      ['POST', '/v1/goods'],
      ['PUT', `/v1/goods/${goods.id}`],
    ] as const)
      expect((await kronika.command(method, path, { orderId: first.id })).status).toBe(422);
    expect(await ids('cancelled=true', moved.position)).toEqual([first.id]);
    expect(await ids('cancelled=false', moved.position)).toEqual([second.id]);
    expect(await kronika.query(`/v1/order-history/${first.id}/history?sort=-position&limit=2`)).toMatchObject({
      data: [{ summary: 'User changed from 2 to 3' }, { summary: 'Order cancelled' }],
    });
    await expectVerified(kronika, 'order-history');
    expect(await kronika.query('/readyz')).toEqual({ status: 'ok', reasons: [] });
    await kronika.signal('SIGTERM');
    await database.drop();
  }, 60_000);

  it('test a projection', async () => {
    const spec = 'test/integration/order-history/goods-ratings.view.spec.ts';
    expect(await runProgram('node_modules/vitest/vitest.mjs', 'run', spec)).toMatch(/Tests\s+1 passed/);
  }, 60_000);
});
