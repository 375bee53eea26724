import { randomUUID } from 'node:crypto';
import type request from 'supertest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tablesWith } from '../../support/all-tables.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const ANN = 711_711_711;
const BOB = 822_822_822;
/** In every text of Ann's, and nowhere else. */
const TEXT = 'zorkmarker';
const OF_BOB = 'bobmarker';

/** Two processes of one shop; commands go to the first one, and to the other where a test says so. */
let shop: Shop;
let other: Shop;

/** Sends a command to one of the processes, and lets queries wait for it. */
async function command(method: 'post' | 'put' | 'delete', path: string, body?: object, headers = {}, to = shop) {
  const response = await to.http[method](path).set(headers).send(body);
  shop.position = Math.max(shop.position, Number(response.headers['event-position'] ?? 0));
  other.position = shop.position;
  return response;
}

async function erase(userId: number, headers = {}, to = shop) {
  const response = await command('post', `/v1/users/${userId}/erase`, undefined, headers, to);
  expect(response.status, response.text).toBe(204);
  return response;
}

async function campaign(userId: number, ...names: string[]): Promise<string> {
  const id = randomUUID();
  const [first, ...others] = names;
  expect((await command('post', '/v1/campaigns', { id, name: first, userId })).status).toBe(201);
  for (const name of others) expect((await command('put', `/v1/campaigns/${id}/name`, { name })).status).toBe(204);
  return id;
}

/** What a user has, of every kind and in every state. */
async function belongings(userId: number, text: string) {
  const live = await campaign(userId, `${text} 1`, `${text} 2`, `${text} 3`, `${text} 4`, `${text} 5`);
  const creative = randomUUID();
  await command('post', '/v1/creatives', { id: creative, campaignId: live, name: `${text} ad` });
  await command('put', `/v1/creatives/${creative}/name`, { name: `${text} ad 2` });
  const deleted = await campaign(userId, `${text} deleted`, `${text} gone`);
  await command('delete', `/v1/campaigns/${deleted}`);
  const [order, second, gone] = [await shop.createOrder(userId), await shop.createOrder(userId), await shop.createOrder(userId)];
  const goods = await shop.addGoods(order, { name: `${text} goods`, sku: 'MUG', unitPrice: 1_250, quantity: 2 });
  await shop.changeGoods(goods, { name: `${text} renamed` });
  await shop.changeGoods(goods, { orderId: second });
  const nameless = await shop.addGoods(order, { sku: 'CUP' });
  await shop.deleteGoods(await shop.addGoods(order, { name: `${text} deleted goods` }));
  // A saga deletes these.
  await shop.addGoods(gone, { name: `${text} of a deleted order` });
  await shop.deleteOrder(gone);
  const once = { 'idempotency-key': `once-${userId}` };
  const keyed = { orderId: order, name: `${text} once` };
  const repeated = await command('post', '/v1/goods', keyed, once);
  expect(repeated.status).toBe(201);
  await shop.settle();
  return {
    live,
    creative,
    deleted,
    order,
    second,
    goods,
    nameless,
    keyed,
    once,
    keyedGoods: Number(repeated.headers.location?.split('/').pop()),
  };
}
type Belongings = Awaited<ReturnType<typeof belongings>>;

/** The answers about all that a user has, of every kind of query. */
async function answers(of: Belongings, userId: number, from = shop): Promise<Record<string, string>> {
  const paths = [
    `/v1/campaigns?userId=${userId}`,
    `/v1/campaigns/${of.live}`,
    ...[1, 2, 3, 4, 5].map((version) => `/v1/campaigns/${of.live}?version=${version}`),
    `/v1/campaigns/${of.live}/history`,
    `/v1/campaigns/${of.live}/history?sort=-version&limit=2`,
    `/v1/campaigns/${of.deleted}/history`,
    `/v1/creatives/${of.creative}`,
    `/v1/creatives/${of.creative}?version=1`,
    `/v1/creatives/${of.creative}/history`,
    `/v1/names?ids=${of.live},${of.deleted},${of.creative}`,
    `/v1/goods/${of.goods}`,
    `/v1/goods/${of.nameless}`,
    `/v1/goods/${of.keyedGoods}`,
    `/v1/order/${of.order}`,
    `/v1/order-history/${of.order}`,
    `/v1/order-history/${of.second}`,
    `/v1/order-history/${of.order}/history`,
    `/v1/order-history?user_id=${userId}`,
    `/v1/order-history.csv?user_id=${userId}`,
    `/v1/order-history/summary?by=user&user_id=${userId}`,
    `/v1/events?limit=1000&entityId=${of.live}`,
    `/v1/events?limit=1000&entityId=goods-${of.goods}`,
  ];
  const found: Record<string, string> = {};
  for (const path of paths) {
    const { status, text } = await from.get(path);
    expect(status, `${path} ${text}`).toBe(200);
    found[path] = text;
  }
  return found;
}

/** All events, read page by page. */
async function events(from = shop): Promise<{ position: number; eventType: string; stream: string; version: number }[]> {
  const found = [];
  for (let after: string | null = '0'; after !== null; ) {
    const page: request.Response = await from.http.get('/v1/events').query({ after, limit: 500 }).expect(200);
    found.push(...page.body.data);
    after = page.body.page.next_cursor;
  }
  return found;
}

/** Runs an operation on each view to its end. @returns the results by view */
async function operate(kind: 'rebuild' | 'verify'): Promise<Record<string, { differing: number } | null>> {
  const { body } = await shop.http.get('/v1/views').expect(200);
  const names: string[] = body.data.flatMap(({ name, build, isView }: { name: string; build: string; isView?: boolean }) =>
    build === 'serving' && isView !== false && !name.includes(' ') ? [name] : [],
  );
  const results: Record<string, { differing: number } | null> = {};
  for (const name of ['campaigns', 'names', 'placements', 'order-history']) {
    expect(names).toContain(name);
    const { headers } = await shop.http.post(`/v1/views/${name}/${kind}`).expect(202);
    const { state, result, error } = await shop.ended(headers.location as string);
    expect({ name, state, error }).toEqual({ name, state: 'done', error: null });
    results[name] = result;
  }
  return results;
}

async function expectVerified(): Promise<void> {
  for (const [name, result] of Object.entries(await operate('verify')))
    expect({ name, ...result }).toMatchObject({ name, differing: 0 });
}

/** Reads the live stream of a process from a position until a text is in it. */
async function follow(from: Shop, after: number, end: string): Promise<string> {
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${from.key}`, 'last-event-id': String(after) };
  const response = await fetch(`${await from.app.getUrl()}/v1/events/stream`, { headers, signal: stop.signal });
  let text = '';
  try {
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(piece).toString();
      if (text.includes(end)) break;
    }
  } finally {
    stop.abort();
  }
  return text;
}

beforeEach(async () => {
  shop = await Shop.open({ AUTH: 'keys' });
  other = await Shop.open({ AUTH: 'keys' }, [], shop.database);
});
afterEach(async () => {
  await other.close();
  await shop.close();
});

describe('texts of a person', () => {
  it('are on the log and in its dumps as ciphertext only, while answers and views have them', async () => {
    const ann = await belongings(ANN, TEXT);
    expect(await tablesWith(shop.db, TEXT)).toEqual([
      'log.snapshots',
      'read.campaigns',
      'read.creatives',
      'read.names',
      'read.order_goods',
      'write.goods',
    ]);
    const { rows } = await shop.db.query(`SELECT count(*)::int AS sealed FROM log.events WHERE key IS NOT NULL`);
    expect(rows[0].sealed).toBe(17);
    const shown = await answers(ann, ANN, other);
    expect(shown[`/v1/goods/${ann.goods}`]).toContain(`${TEXT} renamed`);
    expect(shown[`/v1/campaigns/${ann.live}?version=2`]).toContain(`"${TEXT} 2"`);
    expect(shown[`/v1/campaigns/${ann.live}/history`]).toContain(`Renamed from “${TEXT} 1” to “${TEXT} 2”`);
    await expectVerified();
  });
});

describe('after a user is erased', () => {
  it('no table, answer or stream of any process has a byte of the texts, and everything else is as before', async () => {
    const [ann, bob] = [await belongings(ANN, TEXT), await belongings(BOB, OF_BOB)];
    await operate('rebuild'); // So that there are previous builds.
    expect(await tablesWith(shop.db, TEXT)).toContain('read_previous.campaigns');
    const bound = await shop.createKey({ role: 'operator', userId: ANN, name: `phone of ${TEXT}` });
    const ofBob = await answers(bob, BOB);
    const [before, ofAnn] = [await events(), await answers(ann, ANN)];
    const streams = [shop, other].map((each) => follow(each, 0, 'UserErased"'));

    const erased = await erase(ANN, {}, other);

    for (const each of [shop, other])
      for (const [path, text] of Object.entries(await answers(ann, ANN, each))) {
        expect(text, path).not.toContain(TEXT);
        if (ofAnn[path]?.includes(TEXT)) expect(text, path).toContain('[erased]');
      }
    await shop.settle();
    await until(async () => (await tablesWith(shop.db, TEXT)).length === 0);
    // Readers that were there saw the texts, as they had to; one that comes now does not, from whatever position.
    for (const stream of streams) expect(await stream).toContain(TEXT);
    for (const each of [shop, other]) {
      const stream = await follow(each, 0, 'UserErased"');
      expect(stream).not.toContain(TEXT);
      expect(stream).toContain(OF_BOB);
    }

    const after = await events();
    const place = ({ position, eventType, stream, version }: (typeof after)[0]) => [position, eventType, stream, version];
    expect(after.slice(0, before.length).map(place)).toEqual(before.map(place));
    expect(after.slice(before.length).map(({ eventType }) => eventType)).toEqual([
      'UserErasureRequested',
      // Of the campaigns, the deleted one included, of the creative, and of the goods that have a name.
      ...Array(5).fill(expect.stringMatching(/^(CampaignNameSet|CreativeNameSet|goods_updated_v1)$/)),
      'UserErased',
    ]);
    expect(Number(erased.headers['event-position'])).toBe(after.at(-1)?.position);
    const { body } = await shop.get(`/v1/order-history/${ann.second}`).expect(200);
    expect(body).toMatchObject({ goods_count: 1, total: 2_500, goods: [{ name: '[erased]', sku: 'MUG', quantity: 2 }] });
    expect((await shop.get(`/v1/goods/${ann.nameless}`)).body).toMatchObject({ name: null, sku: 'CUP' });
    const { body: names } = await shop.get('/v1/names', { ids: ann.deleted });
    expect(names[ann.deleted]).toEqual({ type: 'campaign', name: '[erased]', deleted: true });
    const { text } = await shop.get(`/v1/campaigns/${ann.live}/history`, { sort: '-version', limit: 1 });
    expect(text).toContain('The name was erased');

    expect(await answers(bob, BOB)).toEqual(ofBob);
    await expectVerified();
    await operate('rebuild');
    await expectVerified();
    for (const [path, text] of Object.entries(await answers(ann, ANN))) expect(text, path).not.toContain(TEXT);
    expect(await tablesWith(shop.db, TEXT)).toEqual([]);

    await until(async () => (await other.http.get('/v1/campaigns').set('authorization', `Bearer ${bound}`)).status === 401);
    const { text: audit } = await shop.http.get('/v1/audit').query({ limit: 100 }).expect(200);
    expect(audit).toContain('UserErased');
    expect(audit).toContain('key.revoked');
  }, 120_000);

  it('a repeated command by its key does not bring a text back', async () => {
    const { keyed, once } = await belongings(ANN, TEXT);
    await erase(ANN);
    const again = await command('post', '/v1/goods', keyed, once);
    expect([again.status, again.body.code]).toEqual([422, 'idempotency.key-reused']);
    expect(await tablesWith(shop.db, TEXT)).toEqual([]);
  });

  it('undo, commands and version checks go on', async () => {
    const { live, goods } = await belongings(ANN, TEXT);
    await erase(ANN);
    const { headers } = await shop.get(`/v1/campaigns/${live}`);
    expect((await command('put', `/v1/campaigns/${live}/price`, { amount: 5 }, { 'if-match': headers.etag })).status).toBe(204);
    expect((await command('post', `/v1/campaigns/${live}/undo`, { version: 2 })).status).toBeLessThan(500);
    const stale = await command('put', `/v1/campaigns/${live}/name`, { name: 'New' }, { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('[erased]');
    expect(stale.text).not.toContain(TEXT);
    expect((await command('put', `/v1/goods/${goods}`, { quantity: 7 })).status).toBe(204);
    expect((await shop.get(`/v1/goods/${goods}`)).body).toMatchObject({ name: '[erased]', quantity: 7 });
    await expectVerified();
  });

  it('the same request has no effect until there are texts again, which get another key and are erased as well', async () => {
    const { live } = await belongings(ANN, TEXT);
    const first = await erase(ANN);
    const length = await shop.logLength();
    const second = await erase(ANN, {}, other);
    expect([second.headers.etag, second.headers['event-position']]).toEqual([
      first.headers.etag,
      first.headers['event-position'],
    ]);
    expect(await shop.logLength()).toBe(length);

    await command('put', `/v1/campaigns/${live}/name`, { name: `${TEXT} is back` });
    await command('put', `/v1/campaigns/${live}/name`, { name: `${TEXT} stays` });
    expect((await shop.get(`/v1/campaigns/${live}`)).body.name).toBe(`${TEXT} stays`);
    const { body } = await shop.get(`/v1/campaigns/${live}/history`, { sort: '-version', limit: 2 });
    expect(body.data.map(({ summary }: { summary: string }) => summary)).toEqual([
      `Renamed from “${TEXT} is back” to “${TEXT} stays”`,
      `Renamed from “[erased]” to “${TEXT} is back”`,
    ]);
    expect(await tablesWith(shop.db, TEXT)).not.toContain('log.events');
    const { rows } = await shop.db.query('SELECT generation, erased_at IS NULL AS there FROM personal.keys WHERE entity = $1', [
      `campaign-${live}`,
    ]);
    expect(rows).toEqual([
      { generation: 1, there: false },
      { generation: 2, there: true },
    ]);
    const third = await erase(ANN);
    expect(Number(third.headers['event-position'])).toBeGreaterThan(Number(first.headers['event-position']));
    await shop.settle();
    expect(await tablesWith(shop.db, TEXT)).toEqual([]);
  });

  it('a request with the same Idempotency-Key does not erase what came after it', async () => {
    const { live } = await belongings(ANN, TEXT);
    const once = { 'idempotency-key': 'erase-ann' };
    const first = await erase(ANN, once);
    await command('put', `/v1/campaigns/${live}/name`, { name: `${TEXT} is back` });
    const again = await erase(ANN, once);
    expect(again.headers['event-position']).toBe(first.headers['event-position']);
    expect((await shop.get(`/v1/campaigns/${live}`)).body.name).toBe(`${TEXT} is back`);
  });

  it('what was handed over to another user keeps its texts, and what came from another user has none', async () => {
    const [toBob, toAnn] = [await shop.createOrder(ANN), await shop.createOrder(BOB)];
    const given = await shop.addGoods(toBob, { name: OF_BOB });
    const taken = await shop.addGoods(toAnn, { name: TEXT });
    await shop.changeOrder(toBob, { userId: BOB });
    await shop.changeOrder(toAnn, { userId: ANN });
    await erase(ANN);
    expect((await shop.get(`/v1/goods/${given}`)).body.name).toBe(OF_BOB);
    expect((await shop.get(`/v1/goods/${taken}`)).body.name).toBe('[erased]');
    await shop.settle();
    expect(await tablesWith(shop.db, TEXT)).toEqual([]);
    await expectVerified();
  });

  it('the live stream has no text, even from a position whose events were in memory', async () => {
    const stop = new AbortController();
    const watched = await Promise.all(
      [shop, other].map(async (each) => {
        const headers = { authorization: `Bearer ${each.key}` };
        const { body } = await fetch(`${await each.app.getUrl()}/v1/events/stream`, { headers, signal: stop.signal });
        return (body as unknown as ReadableStream<Uint8Array>).getReader();
      }),
    );
    await campaign(ANN, `${TEXT} 1`);
    // Both processes have it in memory, and keep it as long as somebody watches.
    const seeBoth = async (text: string) => {
      for (const reader of watched)
        for (let seen = ''; !seen.includes(text); ) seen += Buffer.from((await reader.read()).value ?? []).toString();
    };
    await seeBoth(TEXT);
    await erase(ANN);
    // Another process learns of it when it looks at the log.
    await seeBoth('UserErased"');
    for (const each of [shop, other]) expect(await follow(each, 0, 'UserErased"')).not.toContain(TEXT);
    stop.abort();
  });

  it('errors of parked streams, reports of verifications and sessions of the user are erased as well, and those of others are not', async () => {
    const [ofAnn, ofBob] = [await campaign(ANN, `${TEXT} 1`), await campaign(BOB, `${OF_BOB} 1`)];
    for (const [id, user, text] of [
      [ofAnn, ANN, TEXT],
      [ofBob, BOB, OF_BOB],
    ] as const) {
      // Of a reader that is not there, so that views go on with the stream.
      await shop.db.query(
        `INSERT INTO log.quarantine (subscription, build, stream, position, error) VALUES ('gone', 'serving', $1, 1, $2)`,
        [`campaign-${id}`, `Can't fold ${text}`],
      );
      await shop.db.query(
        `INSERT INTO access.sessions (hash, actor, role, user_id, origin) VALUES (sha256($1), $2, 'reader', $3, 'oidc')`,
        [text, `user:${user}`, user],
      );
    }
    const report = { differing: 1, differences: [{ is: { name: TEXT } }] };
    await shop.db.query(
      `INSERT INTO log.operations (kind, subscription, actor, state, result) VALUES ('verify', 'names', 'test', 'done', $1)`,
      [JSON.stringify(report)],
    );
    expect(await tablesWith(shop.db, TEXT)).toEqual(expect.arrayContaining(['log.operations', 'log.quarantine']));
    await erase(ANN);
    await shop.settle();
    expect(await tablesWith(shop.db, TEXT)).toEqual([]);
    const { rows: errors } = await shop.db.query('SELECT error FROM log.quarantine ORDER BY id');
    expect(errors).toEqual([{ error: '[erased]' }, { error: `Can't fold ${OF_BOB}` }]);
    expect((await shop.db.query('SELECT user_id::int FROM access.sessions')).rows).toEqual([{ user_id: BOB }]);
    // How many rows differed, which is no text, stays.
    expect((await shop.db.query('SELECT result FROM log.operations')).rows).toEqual([{ result: { ...report, differences: [] } }]);
  });

  it('a user of whom nothing is known can be erased, and an id that is none is refused', async () => {
    expect((await erase(424_242)).headers.etag).toBe('"2"');
    for (const id of ['0', '-1', 'x', '9007199254740993']) {
      const { status } = await shop.http.post(`/v1/users/${id}/erase`);
      expect(status, id).toBe(400);
    }
  });
});
