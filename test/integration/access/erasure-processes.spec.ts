import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFile, copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { tablesWith } from '../../support/all-tables.js';
import { KronikaProcess } from '../../support/process.js';
import { ROOT } from '../../support/root.js';
import { scratchFolder } from '../../support/scratch.js';
import { createDatabase, Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const ANN = 711_711_711;
const BOB = 822_822_822;
/** In every text of Ann's, and nowhere else. */
const TEXT = 'zorkmarker';

let folder: string;
beforeEach(async () => {
  folder = await scratchFolder('kronika-erasure-');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function start(environment: NodeJS.ProcessEnv): Promise<KronikaProcess> {
  const kronika = await KronikaProcess.start({ LOG_LEVEL: 'warn', ...environment });
  onTestFinished(async () => {
    if (kronika.isUp) await kronika.signal('SIGKILL');
  });
  return kronika;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

async function database(): Promise<{ url: string; db: pg.Client }> {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  return { url, db: await connect(url) };
}

/** Runs one of the tools as a user does. */
async function tool(args: string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const { PATH, HOME } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, 'dist/start/backup.js'), ...args], {
    env: { PATH, HOME, ...environment },
  });
  return stdout;
}

/** Verifies a view of a process. @returns how many rows differ */
async function differing(kronika: KronikaProcess, view: string): Promise<number> {
  const { headers } = await fetch(`${kronika.url}/v1/views/${view}/verify`, { method: 'POST' });
  let operation: { state?: string; result?: { differing: number } } = {};
  await until(async () => {
    operation = await kronika.query(headers.get('location') as string);
    return ['done', 'failed'].includes(operation.state as string);
  });
  expect(operation.state).toBe('done');
  return operation.result?.differing ?? -1;
}

/** An order with goods and a campaign of a user. */
async function belongings(kronika: KronikaProcess, userId: number, text: string, count: number) {
  const order = await kronika.command('POST', '/v1/order', { userId });
  const goods: number[] = [];
  for (let n = 0; n < count; n++)
    goods.push((await kronika.command('POST', '/v1/goods', { orderId: order.id, name: `${text} ${n}` })).id);
  const campaign = randomUUID();
  const { position } = await kronika.command('POST', '/v1/campaigns', { id: campaign, name: text, userId });
  return { order: order.id, goods, campaign, position };
}

const eventTypes = async (db: pg.Client, stream: string) =>
  (await db.query('SELECT type FROM log.events WHERE stream = $1 ORDER BY version', [stream])).rows.map(({ type }) => type);

describe('an erasure', () => {
  it('that was killed goes on at the next start, and ends', async () => {
    const { url, db } = await database();
    const list = join(folder, 'list');
    const first = await start({ DATABASE_URL: url, ERASURE_LIST: list });
    const ann = await belongings(first, ANN, TEXT, 120);
    const bob = await belongings(first, BOB, 'bob', 1);
    const asked = fetch(`${first.url}/v1/users/${ANN}/erase`, { method: 'POST' });
    asked.catch(() => undefined);
    const erased = async () =>
      (await db.query('SELECT count(*)::int AS n FROM personal.keys WHERE erased_at IS NOT NULL')).rows[0].n;
    await until(async () => (await erased()) > 10);
    await first.signal('SIGKILL');
    await expect(asked).rejects.toThrow();
    expect(await erased()).toBeLessThan(121);
    expect(await eventTypes(db, `erasure-${ANN}`)).toEqual(['UserErasureRequested']);

    const second = await start({ DATABASE_URL: url, ERASURE_LIST: list });
    // Before it listened.
    expect(await erased()).toBe(121);
    expect(await eventTypes(db, `erasure-${ANN}`)).toEqual(['UserErasureRequested', 'UserErased']);
    expect(await readFile(list, 'utf8')).toMatch(new RegExp(`^${ANN} \\d{4}-.*Z\n$`));
    const { rows } = await db.query('SELECT log.last_position() AS last');
    const body = await second.query<{ goods: { name: string }[] }>(`/v1/order-history/${ann.order}`, Number(rows[0].last));
    expect(body.goods.map(({ name }) => name)).toEqual(Array(120).fill('[erased]'));
    await second.query('/v1/campaigns', Number(rows[0].last));
    await second.query(`/v1/names?ids=${ann.campaign}`, Number(rows[0].last));
    expect(await tablesWith(db, TEXT)).toEqual([]);
    expect(await second.query(`/v1/goods/${bob.goods[0]}`)).toMatchObject({ name: 'bob 0' });
    for (const view of ['order-history', 'campaigns', 'names']) expect(await differing(second, view)).toBe(0);
    await second.signal('SIGTERM');
  }, 120_000);

  it('is repeated after the restore of an older backup, according to the list, but not for users who are back', async () => {
    const [old, fresh] = [join(folder, 'old'), join(folder, 'fresh')];
    const first = await start({ DATA_DIR: old });
    const ann = await belongings(first, ANN, TEXT, 3);
    const bob = await belongings(first, BOB, 'bob', 1);
    const file = join(folder, 'backup.sql.gz');
    await tool(['backup', file], { DATA_DIR: old });
    expect((await first.command('POST', `/v1/users/${ANN}/erase`)).status).toBe(204);
    const back = await first.command('PUT', `/v1/campaigns/${ann.campaign}/name`, { name: 'Ann is back' });
    await first.signal('SIGTERM');
    // A copy, because two databases never share a list.
    const list = join(folder, 'erasures-of-old.txt');
    await copyFile(join(old, 'erasures.txt'), list);
    await appendFile(list, '4711 2026-'); // Cut off.

    expect(await tool(['restore', file], { DATA_DIR: fresh })).toMatch(/erased again at that start/);
    // The one that is erased again, and one where nothing is left to do.
    for (const isFirst of [true, false]) {
      const restored = await start({ DATA_DIR: fresh, ERASURE_LIST: list });
      const { data } = await restored.query<{ data: { position: number; eventType: string }[] }>('/v1/events?limit=1000');
      expect(data.filter(({ eventType }) => eventType === 'UserErased')).toHaveLength(1);
      const last = data.at(-1)?.position;
      const goods = await restored.query<{ goods: { name: string }[] }>(`/v1/order-history/${ann.order}`, last);
      expect(goods.goods.slice(0, 3).map(({ name }) => name)).toEqual(Array(3).fill('[erased]'));
      const history = await fetch(`${restored.url}/v1/campaigns/${ann.campaign}/history`).then((response) => response.text());
      expect(history).not.toContain(TEXT);
      expect(await restored.query(`/v1/goods/${bob.goods[0]}`, last)).toMatchObject({ name: 'bob 0' });
      if (isFirst) await restored.command('POST', '/v1/goods', { orderId: ann.order, name: 'after the restore' });
      else expect(JSON.stringify(await restored.query('/v1/events?limit=1000'))).toContain('after the restore');
      await restored.signal('SIGTERM');
    }
    expect((await readFile(list, 'utf8')).split('\n').filter((line) => line.startsWith(`${ANN} `)).length).toBeGreaterThan(1);

    const again = await start({ DATA_DIR: old });
    expect(await again.query(`/v1/campaigns/${ann.campaign}`, back.position)).toMatchObject({ name: 'Ann is back' });
    await again.signal('SIGTERM');
  }, 120_000);

  it('leaves nothing to read in a backup without keys, which tells unreadable from erased', async () => {
    const { url, db } = await database();
    const first = await start({ DATABASE_URL: url });
    const ann = await belongings(first, ANN, TEXT, 2);
    const bob = await belongings(first, BOB, 'bob', 1);
    for (let n = 0; n < 5; n++) await first.command('PUT', `/v1/campaigns/${ann.campaign}/name`, { name: `${TEXT} ${n}` });
    await first.command('POST', `/v1/users/${BOB}/erase`);
    expect(await tablesWith(db, TEXT)).toContain('log.snapshots');
    await db.query(`INSERT INTO delivery.viewer_keys VALUES (current_date, sha256('a'))`);
    await db.query(`INSERT INTO delivery.viewers VALUES (current_date, sha256('b'), gen_random_uuid(), '{}')`);
    const [whole, without] = [join(folder, 'whole.sql.gz'), join(folder, 'without.sql.gz')];
    await tool(['backup', whole], { DATABASE_URL: url });
    await tool(['backup', without, '--without-keys'], { DATABASE_URL: url });
    const { rows } = await db.query(
      `SELECT secret FROM personal.keys WHERE secret IS NOT NULL UNION ALL SELECT secret FROM delivery.keys
       UNION ALL SELECT secret FROM delivery.viewer_keys UNION ALL SELECT viewer FROM delivery.viewers`,
    );
    expect(rows).toHaveLength(3 + 3);
    for (const secret of rows.map((row) => row.secret.toString('hex'))) {
      expect(String(gunzipSync(await readFile(whole)))).toContain(secret);
      expect(String(gunzipSync(await readFile(without)))).not.toContain(secret);
    }
    expect(String(gunzipSync(await readFile(without)))).not.toContain(TEXT);

    const empty = await createDatabase('template0');
    onTestFinished(empty.drop);
    expect(await tool(['restore', without], { DATABASE_URL: empty.url })).toContain('names of persons read [unreadable]');
    const second = await start({ DATABASE_URL: empty.url });
    const goods = async (id?: number) => (await second.query<{ name: string }>(`/v1/goods/${id}`, 1)).name;
    await until(async () => (await fetch(`${second.url}/v1/goods/${ann.goods[0]}`)).status === 200);
    expect(await goods(ann.goods[0])).toBe('[unreadable]');
    expect(await goods(bob.goods[0])).toBe('[erased]');
    for (const view of ['order-history', 'campaigns', 'names']) expect(await differing(second, view)).toBe(0);
    // The keys of tokens are made anew.
    await until(async () => (await (await connect(empty.url)).query('SELECT FROM delivery.keys')).rowCount === 1);
    const renamed = await second.command('PUT', `/v1/campaigns/${ann.campaign}/name`, { name: 'Readable' });
    expect(await second.query(`/v1/campaigns/${ann.campaign}`, renamed.position)).toMatchObject({ name: 'Readable' });
    const erased = await second.command('POST', `/v1/users/${ANN}/erase`);
    expect(await second.query(`/v1/goods/${ann.goods[0]}`, erased.position)).toMatchObject({ name: '[erased]' });
    expect(await second.query(`/v1/campaigns/${ann.campaign}`, erased.position)).toMatchObject({ name: '[erased]' });
    for (const view of ['order-history', 'campaigns', 'names']) expect(await differing(second, view)).toBe(0);
    await Promise.all([first, second].map((each) => each.signal('SIGTERM')));
  }, 120_000);
});

it('a column that may hold a key is named in its comment, or here', async () => {
  const { db } = await database();
  const { rows } = await db.query(
    `SELECT attrelid::regclass || '.' || attname AS column, coalesce(col_description(attrelid, attnum), '') ~ '^key' AS is_key
     FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
     WHERE relnamespace::regnamespace::text = ANY ('{log,write,access,personal,delivery}') AND relkind IN ('r', 'p') AND attnum > 0
       AND NOT attisdropped AND (atttypid = 'bytea'::regtype OR attname ~ 'secret|hash|password|private|salt')
     ORDER BY (attrelid::regclass || '.' || attname) COLLATE "C"`,
  );
  const named = (isKey: boolean) => rows.flatMap(({ column, is_key }) => (is_key === isKey ? [column] : []));
  expect(named(true)).toEqual(['delivery.keys.secret', 'delivery.viewer_keys.secret', 'delivery.viewers.viewer']);
  expect(named(false)).toEqual([
    // Digests of 256 random bits, which are nowhere.
    'access.keys.hash',
    'access.sessions.hash',
    // Videos and their digests, which are public.
    'delivery.media.sha256',
    'delivery.media_chunks.bytes',
    'delivery.media_chunks.sha256',
    // Signs the cursors of lists, which name rows that their reader has seen.
    'log.cursor_secret.secret',
    // Without its secret in such a backup; the rows stay, because they say what was erased.
    'personal.keys.secret',
  ]);
});

describe('in one process', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await Shop.open();
  });
  afterEach(() => shop.close());

  const rename = (id: string, name: string, to = shop) => to.http.put(`/v1/campaigns/${id}/name`).send({ name });
  const verified = async (...views: string[]) => {
    for (const view of views) {
      const { headers } = await shop.http.post(`/v1/views/${view}/verify`).expect(202);
      expect(await shop.ended(headers.location as string)).toMatchObject({ state: 'done', result: { differing: 0 } });
    }
  };

  it('events of earlier releases, which are plain, are folded as before and erased as well, but for nothing else', async () => {
    const [id, of] = [randomUUID(), randomUUID()];
    const metadata = { commandId: randomUUID(), actor: 'anonymous', correlationId: 'old', causationId: null };
    const append = (...events: object[]) =>
      shop.db.query('SELECT log.append($1, $2)', [JSON.stringify(events), JSON.stringify(metadata)]);
    const campaign = (name: string) => ({ name, userId: ANN, currency: 'EUR' });
    await append(
      { stream: `campaign-${id}`, version: 1, type: 'CampaignCreated', data: campaign(`${TEXT} 1`) },
      { stream: `campaign-${id}`, version: 2, type: 'CampaignNameSet', data: { name: `${TEXT} 2` } },
      { stream: `campaign-${of}`, version: 1, type: 'CampaignCreated', data: { ...campaign('of Bob'), userId: BOB } },
    );
    const order = await shop.createOrder(ANN);
    const goods = await shop.addGoods(order, { sku: 'MUG' });
    const data = { id: goods, order_id: order, sku: 'MUG', name: TEXT, quantity: 1, unit_price: 0 };
    const { rows } = await shop.db.query(
      `UPDATE write.goods SET name = $2, version = 2 WHERE id = $1 RETURNING to_json(created_at) AS created_at`,
      [goods, TEXT],
    );
    const created_at = new Date(rows[0].created_at).toISOString();
    const previous = { order_id: order, quantity: 1, unit_price: 0 };
    await append({ stream: `goods-${goods}`, version: 2, type: 'goods_updated_v1', data: { ...data, created_at, previous } });
    await shop.settle();
    expect((await shop.get(`/v1/goods/${goods}`)).body.name).toBe(TEXT);
    expect((await shop.get(`/v1/campaigns/${id}`, { version: 1 })).body.name).toBe(`${TEXT} 1`);
    await verified('order-history', 'campaigns');
    const all =
      'SELECT position, stream, version, type, schema, key, data, metadata, recorded_at FROM log.events ORDER BY position';
    const before = await shop.db.query(all);

    await shop.http.post(`/v1/users/${ANN}/erase`).expect(204);
    await shop.settle();
    expect(await tablesWith(shop.db, TEXT)).toEqual([]);
    const after = await shop.db.query(all);
    expect(after.rows.slice(0, before.rows.length)).toEqual(
      before.rows.map((row) => {
        const isAnns = typeof row.data.name === 'string' && row.data.name.includes(TEXT);
        return isAnns ? { ...row, data: { ...row.data, name: '[erased]' } } : row;
      }),
    );
    expect((await shop.get(`/v1/goods/${goods}`)).body).toMatchObject({ name: '[erased]', sku: 'MUG', version: 3 });
    expect((await shop.get(`/v1/campaigns/${of}`)).body.name).toBe('of Bob');
    await verified('order-history', 'campaigns', 'names');
  });

  it('a lost key is no erasure: reads of the text fail, and all continues once the key is back', async () => {
    const id = randomUUID();
    await shop.http.post('/v1/campaigns').send({ id, name: TEXT, userId: ANN }).expect(201);
    const other = randomUUID();
    await shop.http.post('/v1/campaigns').send({ id: other, name: 'other', userId: BOB }).expect(201);
    await shop.settle();
    const { rows } = await shop.db.query('DELETE FROM personal.keys WHERE entity = $1 RETURNING *', [`campaign-${id}`]);
    for (const refused of [await shop.get(`/v1/campaigns/${id}?version=1`), await rename(id, 'New')])
      expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
        503,
        'event.unreadable',
        expect.stringContaining('personal.keys is lost'),
      ]);
    const { body } = await shop.http.get('/v1/events').query({ entityId: id }).expect(200);
    expect(body.data[0].data.name).toBe('[unreadable]');
    const { headers } = await shop.http.post('/v1/views/campaigns/rebuild').expect(202);
    await shop.ended(headers.location as string);
    const { body: quarantine } = await shop.http.get('/v1/quarantine').expect(200);
    expect(quarantine.data).toEqual([
      expect.objectContaining({ subscription: 'campaigns', stream: `campaign-${id}`, error: expect.stringContaining('is lost') }),
    ]);
    await shop.http.get(`/v1/campaigns/${id}`).expect(404);
    expect((await shop.http.get(`/v1/campaigns/${other}`)).body.name).toBe('other');

    await shop.db.query('INSERT INTO personal.keys VALUES ($1, $2, $3, $4)', Object.values(rows[0]));
    await shop.http.post(`/v1/quarantine/${quarantine.data[0].id}/retry`).expect(202);
    await until(async () => (await shop.http.get(`/v1/campaigns/${id}`)).body.name === TEXT);
    await verified('campaigns');
  });

  it('while the user has commands sent by two processes, no text that was there before is left, and views stay right', async () => {
    const other = await Shop.open({}, [], shop.database);
    try {
      const order = await shop.createOrder(ANN);
      const campaigns = Array.from({ length: 6 }, () => randomUUID());
      for (const id of campaigns)
        await shop.http
          .post('/v1/campaigns')
          .send({ id, name: `${TEXT} old`, userId: ANN })
          .expect(201);
      const goods: number[] = [];
      for (let n = 0; n < 12; n++) goods.push(await shop.addGoods(order, { name: `${TEXT} old` }));
      let isOver = false;
      const statuses = new Map<number, number>();
      const load = Array.from({ length: 6 }, async (_, client) => {
        for (let n = 0; !isOver; n++) {
          const to = n % 2 ? shop : other;
          const name = `later-${client}-${n}`;
          const response = await [
            () => rename(campaigns[(client + n) % 6] as string, name, to),
            () => to.http.put(`/v1/goods/${goods[(client * 2 + n) % 12]}`).send({ name }),
            () => to.http.post('/v1/goods').send({ orderId: order, name }),
          ][(client + n) % 3]?.();
          const status = response?.status ?? 0;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      });
      await until(() => (statuses.get(204) ?? 0) > 20);
      // Texts that clients had been told are saved when the erasure was asked for.
      for (const id of campaigns) await rename(id, `${TEXT} told`).expect(204);
      for (const each of goods)
        await shop.http
          .put(`/v1/goods/${each}`)
          .send({ name: `${TEXT} told` })
          .expect(204);
      const erased = await Promise.all([shop, other].map((each) => each.http.post(`/v1/users/${ANN}/erase`)));
      expect(erased.map(({ status }) => status)).toEqual([204, 204]);
      const asked = (statuses.get(204) ?? 0) + 20;
      await until(() => (statuses.get(204) ?? 0) > asked);
      isOver = true;
      await Promise.all(load);
      expect([...statuses.keys()].sort()).toEqual([201, 204]);
      await shop.settle();
      expect(await tablesWith(shop.db, TEXT)).toEqual([]);
      await verified('order-history', 'campaigns', 'names');

      await shop.http.post(`/v1/users/${ANN}/erase`).expect(204);
      await shop.settle();
      expect(await tablesWith(shop.db, 'later-')).toEqual([]);
      await verified('order-history', 'campaigns', 'names');
    } finally {
      await other.close();
    }
  }, 120_000);
});
