import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { app } from '../../../src/app.js';
import { CURRENCY_CODES } from '../../../src/money/currencies.js';
import { prepareDatabase } from '../../../src/shared/database/database.js';
import { EventTypes, type RecordedEvent } from '../../../src/shared/event-log/events.js';
import { migrationsOf } from '../../../src/shared/migrations/migrations.js';
import { createDatabase, Shop } from '../../support/shop.js';
import { OF_ANN, TwoUsers } from '../../support/two-users.js';
import { until } from '../../support/until.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ AUTH: 'keys', CURRENCY: 'CZK', TIME_ZONE: 'Europe/Prague' });
});
afterAll(() => shop.close());

describe('/v1/about', () => {
  const about = async (from = shop) => (await from.http.get('/v1/about').expect(200)).body;

  it('has what a client must know', async () => {
    const { instance, version, eventTypes, currencies, ...rest } = await about();
    expect(instance).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(rest).toEqual({ timeZone: 'Europe/Prague', auth: ['keys'], currency: 'CZK', demo: { allowed: true } });
    expect(Object.keys(eventTypes).toSorted()).toEqual([
      'campaign',
      'creative',
      'erasure',
      'goods',
      'order',
      'portfolio',
      'publisher',
    ]);
    expect(eventTypes.order).toEqual(['order_created_v1', 'order_updated_v1', 'order_deleted_v1']);
    expect(currencies.map(({ code }: { code: string }) => code)).toEqual(CURRENCY_CODES);
    const digits = Object.fromEntries(currencies.map((each: { code: string; digits: number }) => [each.code, each.digits]));
    expect([digits.EUR, digits.JPY, digits.KWD]).toEqual([2, 0, 3]);
  });

  it('allows demo data only while nothing has ever happened', async () => {
    const other = await Shop.open();
    try {
      expect((await about(other)).demo).toEqual({ allowed: true });
      await other.deleteOrder(await other.createOrder());
      expect((await about(other)).demo).toEqual({ allowed: false });
    } finally {
      await other.close();
    }
  });

  it('needs credentials, of which a reader has enough', async () => {
    const [reader, bound] = await Promise.all([
      shop.createKey({ role: 'reader' }),
      shop.createKey({ role: 'reader', userId: 42 }),
    ]);
    for (const key of [reader, bound])
      await shop.http
        .get('/v1/about')
        .set('Authorization', `Bearer ${key}`)
        .expect(200, /"instance"/);
    await shop.http.get('/v1/about').set('Authorization', 'Bearer kro_x').expect(401);
  });

  it('has another instance for another database, and the older one where a log was restored into migrated tables', async () => {
    const fresh = await createDatabase('template0');
    await prepareDatabase(fresh.url, migrationsOf(app));
    const other = await Shop.open({}, [], fresh);
    try {
      const { instance } = await about(other);
      expect((await about(other)).instance).toBe(instance);
      expect(instance).not.toBe((await about()).instance);
      const restored = '0b7c9f3e-6a3e-4a52-9d5b-6d1f3a1c2e4f';
      await other.db.query(`INSERT INTO log.instances VALUES ($1, now() - interval '1 day')`, [restored]);
      expect((await about(other)).instance).toBe(restored);
      await other.db.query(`INSERT INTO log.instances VALUES (gen_random_uuid(), now() + interval '1 s')`);
      expect((await about(other)).instance).toBe(restored);
    } finally {
      await other.close();
      await fresh.drop();
    }
  });
});

describe('/v1/operations', () => {
  const list = async (query: object = {}) => (await shop.http.get('/v1/operations').query(query).expect(200)).body;
  const ids: string[] = [];
  beforeAll(async () => {
    for (const path of ['order-history/rebuild', 'campaigns/verify', 'order-history/verify']) {
      const { headers } = await shop.http.post(`/v1/views/${path}`).expect(202);
      ids.unshift((await shop.ended(headers.location as string)).id);
    }
    await shop.db.query(
      `INSERT INTO log.operations (kind, subscription, actor, state, error) VALUES ('rebuild', 'gone', 'x', 'failed', 'No view')`,
    );
  });

  it('has all of them, the newest first, as each is shown alone', async () => {
    const { data, page } = await list();
    expect(data.map(({ view, kind, state }: Record<string, string>) => [view, kind, state])).toEqual([
      ['gone', 'rebuild', 'failed'],
      ['order-history', 'verify', 'done'],
      ['campaigns', 'verify', 'done'],
      ['order-history', 'rebuild', 'done'],
    ]);
    expect(page).toEqual({ limit: 20, next_cursor: null });
    for (const [n, id] of ids.entries()) expect((await shop.http.get(`/v1/operations/${id}`)).body).toEqual(data[n + 1]);
  });

  it('has those of a view, in a state, page by page', async () => {
    const found = async (query: object) => (await list(query)).data.map(({ id }: { id: string }) => id);
    expect(await found({ view: 'order-history' })).toEqual([ids[0], ids[2]]);
    expect(await found({ view: 'order-history', state: 'failed' })).toEqual([]);
    expect(await found({ state: 'done' })).toEqual(ids);
    expect(await found({ view: 'nothing' })).toEqual([]);
    const first = await shop.http.get('/v1/operations').query({ state: 'done', limit: 2 }).expect(200);
    expect(first.body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
    const [, next = ''] = /^<(.*)>; rel="next"$/.exec(first.headers.link as string) ?? [];
    expect((await shop.http.get(next).expect(200)).body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
    const { next_cursor: cursor } = first.body.page;
    const { body } = await shop.http.get('/v1/operations').query({ state: 'failed', cursor }).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '#/cursor', code: 'not-of-this-list' }]);
  });

  it.each([
    ['state=open', '#/state', 'not-a-choice'],
    ['view=', '#/view', 'empty'],
    ['limit=101', '#/limit', 'out-of-range'],
  ])('refuses %s', async (query, pointer, code) => {
    const { body } = await shop.http.get(`/v1/operations?${query}`).expect(400);
    expect(body.errors).toMatchObject([{ pointer, code }]);
  });
});

describe('/v1/quarantine', () => {
  it('shows the events, and those of one reader of the log', async () => {
    const order = await shop.createOrder(7);
    const { body: event } = await shop.http.get(`/v1/events/${shop.position}`).expect(200);
    await shop.db.query(
      `INSERT INTO log.quarantine (subscription, build, stream, position, error, state) VALUES
         ('nobody', 'serving', $1, $2, 'It failed', 'parked'), ('someone', 'serving', $1, $2, 'So did I', 'parked'),
         ('nobody', 'serving', 'order-0', 4000000000, 'The log went back', 'parked'),
         ('nobody', 'serving', $1, $2, 'Earlier', 'skipped')`,
      [`order-${order}`, shop.position],
    );
    const errors = async (query: object) =>
      (await shop.http.get('/v1/quarantine').query(query).expect(200)).body.data.map(({ error }: { error: string }) => error);
    const { body } = await shop.http.get('/v1/quarantine').query({ subscription: 'nobody' }).expect(200);
    expect(body.data).toMatchObject([
      { subscription: 'nobody', error: 'It failed', eventType: 'order_created_v1', event },
      { subscription: 'nobody', error: 'The log went back', eventType: null, event: null },
    ]);
    expect((await shop.http.get(`/v1/quarantine/${body.data[0].id}`)).body).toEqual(body.data[0]);
    expect(await errors({ subscription: 'someone' })).toEqual(['So did I']);
    expect(await errors({ subscription: 'nobody', state: 'skipped' })).toEqual(['Earlier']);
    expect(await errors({ subscription: 'nobody', limit: 1, after: body.data[0].id })).toEqual(['The log went back']);
    expect(await errors({ subscription: 'no' })).toEqual([]);
    await shop.http.get('/v1/quarantine?subscription=').expect(400);
    await shop.db.query(`DELETE FROM log.quarantine`);
  });

  it('and the log show an event with unreadable data as it was written', () => {
    class Renamed {
      static readonly type = 'Renamed';
      static readonly schema = 2;
      static readonly upcasters = { 1: ({ name }: { name: string }) => ({ name: name.trim() }) };
      constructor(readonly data: { name: string }) {}
    }
    const types = new EventTypes();
    types.register('thing', { Renamed });
    const recorded = (data: object) => ({ type: 'Renamed', stream: 'thing-1', schema: 1, data }) as RecordedEvent;
    expect(types.publicEvent(recorded({ name: ' a ' })).data).toEqual({ name: 'a' });
    expect(types.publicEvent(recorded({ title: 'a' })).data).toEqual({ title: 'a' });
  });
});

describe('/v1/subscriptions', () => {
  it('has the kind of each, why it is stuck, and how many timers it has', async () => {
    const saga = 'saga RemoveGoodsSaga.removeGoods';
    await shop.db.query(
      `INSERT INTO log.timers (subscription, key, due_at, cause, correlation_id, error)
       SELECT $1, n, now() + interval '1 day', 1, 'x', CASE n WHEN 3 THEN 'late' END FROM generate_series(1, 3) AS n`,
      [saga],
    );
    const { data } = (await shop.http.get('/v1/subscriptions').expect(200)).body;
    const told = (name: string) => data.find((each: { name: string }) => each.name === name);
    expect(told(saga)).toMatchObject({ kind: 'saga', timers: 3, failedTimers: 1, failure: null });
    expect(told('order-history')).toMatchObject({ kind: 'view', timers: 0, failedTimers: 0, failure: null });
    await shop.db.query('DELETE FROM log.timers');
    await shop.db.query(
      `INSERT INTO log.checkpoints (subscription, version, failure) VALUES ('handler Old', 1, 'The mail server is away')`,
    );
    const { body } = await shop.http.get('/v1/subscriptions').expect(200);
    expect(body.data.find(({ name }: { name: string }) => name === 'handler Old')).toMatchObject({
      kind: 'handler',
      state: 'failing',
      failure: 'The mail server is away',
    });
    await shop.db.query(`DELETE FROM log.checkpoints WHERE subscription = 'handler Old'`);
  });
});

interface Frame {
  readonly at: number;
  readonly event?: string;
  readonly id?: string;
  // biome-ignore lint/suspicious/noExplicitAny: events and checkpoints
  readonly data: any;
}

/** What a live stream sends, frame by frame. */
async function follow(query: string): Promise<{ frames: Frame[]; close: () => void }> {
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${shop.key}` };
  const response = await fetch(`${await shop.app.getUrl()}/v1/events/stream?${query}`, { headers, signal: stop.signal });
  expect(response.status).toBe(200);
  const frames: Frame[] = [];
  const read = async () => {
    let text = '';
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      const parts = (text + Buffer.from(piece).toString()).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields.data) frames.push({ at: performance.now(), ...fields, data: JSON.parse(fields.data) });
      }
    }
  };
  void read().catch(() => undefined);
  return { frames, close: () => stop.abort() };
}

describe('the live stream with views=true', () => {
  const viewsIn = ({ frames }: { frames: Frame[] }) => frames.filter(({ event }) => event === 'views');
  const positionIn = ({ data }: Frame) => data.data.find(({ name }: { name: string }) => name === 'order-history').position;

  it('sends the position of each reader immediately, and again when one has moved, at most 4 times a second', async () => {
    await shop.settle();
    const start = shop.position;
    const stream = await follow('views=true');
    try {
      await until(() => viewsIn(stream).length === 1);
      const { data } = viewsIn(stream)[0] as Frame;
      const { body } = await shop.http.get('/v1/subscriptions').expect(200);
      const shown = ({ name, build, position }: Record<string, unknown>) => `${name} ${build} ${position}`;
      expect(data.position).toBe(start);
      expect(data.data.map(shown).toSorted()).toEqual(body.data.map(shown).toSorted());
      const begun = performance.now();
      while (performance.now() - begun < 1_500) await shop.createOrder();
      await until(() => viewsIn(stream).some((frame) => positionIn(frame) >= shop.position));
      const seen = viewsIn(stream);
      const seconds = ((seen.at(-1) as Frame).at - (seen[0] as Frame).at) / 1_000;
      expect(seen.length).toBeLessThanOrEqual(2 + 4 * seconds);
      const positions = seen.map(positionIn);
      expect(positions).toEqual(positions.toSorted((one, other) => one - other));
      // The others are the events, as without the parameter.
      expect(seen.every(({ id }) => id === undefined)).toBe(true);
      const events = stream.frames.filter(({ event }) => event === undefined);
      expect(events.map(({ id }) => Number(id))).toEqual(events.map((frame) => frame.data.position));
      await until(() => stream.frames.some(({ data: each }) => each.eventType && each.position === shop.position));
      const count = seen.length;
      await shop.settle();
      const last = await follow('views=true');
      await until(() => viewsIn(last).length > 0);
      expect(positionIn(viewsIn(last)[0] as Frame)).toBe(shop.position);
      last.close();
      expect(viewsIn(stream).length).toBeGreaterThanOrEqual(count);
    } finally {
      stream.close();
    }
  });

  it('sends them with other filters as well, and without the parameter not at all', async () => {
    const [filtered, plain] = [await follow('views=true&entityId=nobody'), await follow('')];
    try {
      await until(() => viewsIn(filtered).length > 0);
      await shop.createOrder();
      await until(() => viewsIn(filtered).some((frame) => positionIn(frame) >= shop.position));
      await until(() => plain.frames.some(({ id }) => Number(id) === shop.position));
      expect(filtered.frames.every(({ event }) => event === 'views')).toBe(true);
      expect(viewsIn(plain)).toEqual([]);
    } finally {
      filtered.close();
      plain.close();
    }
  });

  it('is refused to a principal that is bound to a user', async () => {
    const users = await TwoUsers.open();
    try {
      const answer = await users.ask(OF_ANN, 'GET', '/v1/events/stream?views=true');
      expect([answer.status, answer.body.code]).toEqual([403, 'access.forbidden']);
    } finally {
      await users.shop.close();
    }
    expect((await shop.http.get('/v1/events/stream?views=1').expect(400)).body.errors).toMatchObject([
      { pointer: '#/views', code: 'not-a-boolean' },
    ]);
  });
});
