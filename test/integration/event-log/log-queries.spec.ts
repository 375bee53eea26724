import { randomUUID } from 'node:crypto';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOG } from '../../../src/shared/database/database.js';
import { EventTypes } from '../../../src/shared/event-log/events.js';
import { boundedPart, type EventFilter, readEvents } from '../../../src/shared/event-log/read-events.js';
import { type Trace, Traces } from '../../../src/shared/event-log/trace.js';
import type { LogEvent } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';
import { ANN, OF_ANN, OF_BOB, TwoUsers } from '../../support/two-users.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

async function find(query: Record<string, unknown>): Promise<{ data: LogEvent[]; page: { next_cursor: string | null } }> {
  return (await shop.get('/v1/events', query).expect(200)).body;
}

const positionsOf = ({ data }: { data: LogEvent[] }) => data.map(({ position }) => position);

/** All pages of a list of events. */
async function all(query: Record<string, unknown>): Promise<{ positions: number[]; pages: number }> {
  const positions: number[] = [];
  for (let pages = 1, place = {}; ; pages++) {
    const found = await find({ ...query, ...place });
    positions.push(...positionsOf(found));
    if (found.page.next_cursor === null) return { positions, pages };
    place = { [query.sort === '-position' ? 'before' : 'after']: found.page.next_cursor };
  }
}

/** Appends events as one command. */
async function append(events: { stream: string; type: string }[], metadata: object = {}): Promise<number> {
  const ids = { commandId: randomUUID(), actor: 'test', correlationId: randomUUID(), causationId: null };
  const { rows } = await shop.db.query('SELECT log.append($1, $2) AS position', [
    JSON.stringify(events.map((event) => ({ version: 1, data: {}, ...event }))),
    { ...ids, ...metadata },
  ]);
  shop.position = Math.max(shop.position, Number(rows[0].position));
  return Number(rows[0].position);
}

/** Events of one type, each of its own stream. */
const some = (count: number, type: string) => Array.from({ length: count }, () => ({ stream: `test-${randomUUID()}`, type }));

describe('the log', () => {
  let orders: number[];
  let everything: LogEvent[];
  beforeAll(async () => {
    orders = [await shop.createOrder(), await shop.createOrder(), await shop.createOrder()];
    for (const order of orders) await shop.addGoods(order);
    await shop.changeOrder(orders[0] as number, { userId: 43 });
    await shop.deleteOrder(orders[1] as number);
    await shop.settle();
    everything = (await find({})).data;
    expect(everything.map(({ eventType }) => eventType).toSorted()).toEqual([
      'goods_created_v1',
      'goods_created_v1',
      'goods_created_v1',
      'goods_deleted_v1',
      'order_created_v1',
      'order_created_v1',
      'order_created_v1',
      'order_deleted_v1',
      'order_updated_v1',
    ]);
  });
  const positionsWith = (isWanted: (event: LogEvent) => boolean) => everything.filter(isWanted).map(({ position }) => position);

  it('is read with the newest first, page by page', async () => {
    const newest = everything.map(({ position }) => position).toReversed();
    expect(positionsOf(await find({ sort: '-position' }))).toEqual(newest);
    expect(await all({ sort: '-position', limit: 4 })).toEqual({ positions: newest, pages: 3 });
    expect(await all({ sort: 'position', limit: 4 })).toEqual({ positions: newest.toReversed(), pages: 3 });
    expect(positionsOf(await find({ sort: '-position', limit: 2 }))).toEqual(newest.slice(0, 2));
  });

  it('is read between two positions', async () => {
    expect(positionsOf(await find({ after: 2, before: 5 }))).toEqual([3, 4]);
    expect(positionsOf(await find({ after: 2, before: 5, sort: '-position' }))).toEqual([4, 3]);
    expect(positionsOf(await find({ after: 4, before: 5 }))).toEqual([]);
    expect(positionsOf(await find({ before: 0 }))).toEqual([]);
  });

  it('is read by several types, given with commas, by repeating the name, or both', async () => {
    const types = ['order_deleted_v1', 'goods_created_v1'];
    const wanted = positionsWith(({ eventType }) => types.includes(eventType));
    expect(wanted).toHaveLength(4);
    for (const query of [
      `eventType=${types}`,
      types.map((type) => `eventType=${type}`).join('&'),
      `eventType=${types},${types[0]}`,
    ])
      expect(positionsOf((await shop.get(`/v1/events?${query}`).expect(200)).body)).toEqual(wanted);
    expect(await all({ eventType: String(types), limit: 1 })).toEqual({ positions: wanted, pages: 4 });
    expect(await all({ eventType: String(types), sort: '-position', limit: 3 })).toEqual({
      positions: wanted.toReversed(),
      pages: 2,
    });
    expect(positionsOf(await find({ eventType: 'order_deleted_v1', entityId: orders[1] }))).toEqual(
      positionsWith(({ eventType }) => eventType === 'order_deleted_v1'),
    );
    expect(positionsOf(await find({ eventType: 'nothing_v1,order_updated_v1', entityId: orders[0], sort: '-position' }))).toEqual(
      positionsWith(({ eventType }) => eventType === 'order_updated_v1'),
    );
    expect(positionsOf(await find({ eventType: 'nothing_v1' }))).toEqual([]);
  });

  it('is read by the correlation id of a request: its effects are included, and nothing else', async () => {
    const send = (n: number) => shop.http.post('/v1/order').set('X-Correlation-Id', 'import/2026:1').send({ userId: n });
    const { headers } = await send(1).expect(201);
    shop.position = Number((await send(2).expect(201)).headers['event-position']);
    const order = Number(headers.location?.split('/').pop());
    await shop.addGoods(order);
    const removed = await shop.http.delete(`/v1/order/${order}`).set('X-Correlation-Id', 'import/2026:1').expect(204);
    expect(removed.status).toBe(204);
    await shop.settle();
    const { data } = await find({ correlationId: 'import/2026:1' });
    expect(data.map(({ eventType }) => eventType)).toEqual([
      'order_created_v1',
      'order_created_v1',
      'order_deleted_v1',
      'goods_deleted_v1',
    ]);
    const positions = positionsOf({ data });
    expect(await all({ correlationId: 'import/2026:1', sort: '-position', limit: 3 })).toEqual({
      positions: positions.toReversed(),
      pages: 2,
    });
    expect(positionsOf(await find({ correlationId: 'import/2026:1', eventType: 'goods_deleted_v1' }))).toEqual(
      positions.slice(3),
    );
    expect(positionsOf(await find({ correlationId: 'import/2026:1', entityId: `order-${order}` }))).toEqual([
      positions[0],
      positions[2],
    ]);
    expect(positionsOf(await find({ correlationId: 'import/2026' }))).toEqual([]);
  });

  it('looks at a bounded number of events for a page, and goes on with the next one', async () => {
    const correlationId = 'crowd';
    const before = await append(some(3, 'rare_v1'), { correlationId });
    await append(some(10_500, 'common_v1'), { correlationId });
    const last = await append(some(2, 'rare_v1'), { correlationId });
    const rare = [before - 2, before - 1, before, last - 1, last];
    const query = { correlationId, eventType: 'rare_v1' };
    // The last of the 10,000 events that were looked at is the 9,997th of the common ones.
    expect(await find(query)).toMatchObject({ data: rare.slice(0, 3).map((position) => ({ position })), page: { limit: 100 } });
    expect(await all(query)).toEqual({ positions: rare, pages: 2 });
    expect(await all({ ...query, sort: '-position' })).toEqual({ positions: rare.toReversed(), pages: 2 });
    expect(await all({ ...query, limit: 2 })).toEqual({ positions: rare, pages: 3 });
    expect((await all({ ...query, limit: 2, sort: '-position' })).positions).toEqual(rare.toReversed());
    expect(await all({ correlationId, eventType: 'nothing_v1' })).toEqual({ positions: [], pages: 2 });
  });

  it.each([
    ['before=x', '#/before', 'not-a-whole-number'],
    ['before=-1', '#/before', 'out-of-range'],
    ['sort=-', '#/sort', 'not-a-choice'],
    ['sort=datetime', '#/sort', 'not-a-choice'],
    ['eventType=', '#/eventType', 'malformed-token'],
    ['eventType=a,,b', '#/eventType', 'malformed-token'],
    [`eventType=${'x'.repeat(101)}`, '#/eventType', 'malformed-token'],
    [`eventType=${Array.from({ length: 51 }, (_, n) => `t${n}`)}`, '#/eventType', 'too-many'],
    ['correlationId=', '#/correlationId', 'malformed-token'],
    [`correlationId=${'x'.repeat(129)}`, '#/correlationId', 'malformed-token'],
    ['correlationId=a&correlationId=b', '#/correlationId', 'repeated'],
  ])('refuses %s', async (query, pointer, code) => {
    const { body } = await shop.http.get(`/v1/events?${query}`).expect(400);
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ pointer, code }] });
  });
});

describe('one event', () => {
  it('is shown as in the list, also beyond the horizon', async () => {
    const { end } = await shop.stall();
    const order = await shop.createOrder(7);
    const { body } = await shop.http.get(`/v1/events/${shop.position}`).expect(200);
    expect(body).toMatchObject({ eventType: 'order_created_v1', entityId: String(order), position: shop.position, version: 1 });
    end();
    await shop.settle();
    expect((await find({ after: body.position - 1 })).data[0]).toEqual(body);
  });

  it('is not there where a transaction was rolled back', async () => {
    const { position, end } = await shop.stall();
    end();
    await shop.createOrder();
    await shop.settle();
    for (const end of ['', '/trace']) {
      const { body } = await shop.http.get(`/v1/events/${position}${end}`).expect(404);
      expect(body.code).toBe('event.not-found');
    }
  });

  it.each(['0', '-1', 'x', '1.5', '9007199254740992'])('is not asked for by %s', async (position) => {
    for (const end of ['', '/trace'])
      expect((await shop.http.get(`/v1/events/${position}${end}`).expect(400)).body).toMatchObject({
        code: 'request.invalid',
        errors: [{ pointer: '#/position' }],
      });
  });
});

describe('the trace of an event', () => {
  const traceOf = async (position: number): Promise<Trace & { readers: string[] }> =>
    (await shop.get(`/v1/events/${position}/trace`).expect(200)).body;
  const told = ({ commands }: Trace) =>
    commands.map(({ depth, subscription, causedBy, events }) => ({
      depth,
      subscription,
      causedBy,
      events: events.map(({ position }) => position),
    }));

  it('leads from a command through a saga to its effects, and back', async () => {
    const order = await shop.createOrder();
    for (let n = 0; n < 2; n++) await shop.addGoods(order);
    await shop.deleteOrder(order);
    const deleted = shop.position;
    await shop.settle();
    const saga = 'saga RemoveGoodsSaga.removeGoods';
    const root = { depth: 0, subscription: null, causedBy: null, events: [deleted] };
    const removal = { depth: 1, subscription: saga, causedBy: deleted, events: [deleted + 1, deleted + 2] };
    const trace = await traceOf(deleted);
    expect(told(trace)).toEqual([root, removal]);
    expect(trace).toMatchObject({ isCut: false, readers: ['order-history', saga] });
    const event = (await shop.http.get(`/v1/events/${deleted + 1}`)).body;
    const { data: _, metadata, ...shown } = event;
    expect(trace.correlationId).toBe(metadata.correlationId);
    expect(trace.commands[1]).toMatchObject({ commandId: metadata.commandId, actor: saga, events: [shown, {}] });
    const back = await traceOf(deleted + 2);
    expect(told(back)).toEqual([root, removal]);
    expect(back.readers).toEqual(['order-history']);
  });

  it('has no reader for an unknown type', async () => {
    expect(await traceOf(await append(some(1, 'strange_v1')))).toMatchObject({ readers: [], isCut: false });
  });

  it('lists commands as a tree, each after the one whose event caused it', async () => {
    const caused = (cause: number, count = 1) => append(some(count, 'rare_v1'), { causationId: String(cause) });
    const root = await append(some(2, 'rare_v1'));
    const [first, second] = [await caused(root), await caused(root)];
    const of = [await caused(second), await caused(first), await caused(first, 2)];
    const deepest = await caused(of[2] as number);
    // Of the sibling of the root, which is not in the trace of the root.
    await caused(root - 1);
    expect(told(await traceOf(root)).map(({ depth, events }) => [depth, ...events])).toEqual([
      [0, root - 1, root],
      [1, first],
      [2, of[1]],
      [2, (of[2] as number) - 1, of[2]],
      [3, deepest],
      [1, second],
      [2, of[0]],
    ]);
    expect(told(await traceOf(deepest)).map(({ depth, events }) => [depth, ...events])).toEqual([
      [0, root - 1, root],
      [1, first],
      [2, (of[2] as number) - 1, of[2]],
      [3, deepest],
    ]);
  });

  it('says when it has more than it shows', async () => {
    const wide = await append(some(1, 'rare_v1'));
    const effects = await append(some(500, 'rare_v1'), { causationId: String(wide) });
    expect(await traceOf(wide)).toMatchObject({ isCut: false, commands: [{}, { events: { length: 500 } }] });
    await append(some(1, 'rare_v1'), { causationId: String(wide) });
    expect(await traceOf(wide)).toMatchObject({ isCut: true, commands: [{}, { events: { length: 500 } }] });
    // Of its own command, those within 100 events.
    const { commands, isCut } = await traceOf(effects);
    expect([isCut, commands.length, commands[1]?.events.length]).toEqual([true, 2, 100]);
  });

  it('goes back 20 causes', async () => {
    let last = await append(some(1, 'rare_v1'));
    const chain = [last];
    for (let n = 0; n < 21; n++) {
      last = await append(some(1, 'rare_v1'), { causationId: String(last) });
      chain.push(last);
    }
    const positions = (trace: Trace) => trace.commands.flatMap(({ events }) => events.map(({ position }) => position));
    const whole = await traceOf(chain[20] as number);
    expect([positions(whole), whole.isCut]).toEqual([chain, false]);
    const cut = await traceOf(chain[21] as number);
    expect([positions(cut), cut.isCut]).toEqual([chain.slice(1), true]);
  });

  it('ends at a cause that does not come before it, since the log went back', async () => {
    const odd = await append(some(1, 'rare_v1'), { causationId: String(shop.position + 1_000_000) });
    const even = await append(some(1, 'rare_v1'), { causationId: 'unknown' });
    for (const position of [odd, even]) expect(told(await traceOf(position))).toMatchObject([{ depth: 0, events: [position] }]);
  });
});

describe('a principal that is bound to a user', () => {
  let users: TwoUsers;
  beforeAll(async () => {
    users = await TwoUsers.open();
  });
  afterAll(() => users.shop.close());

  it('gets the same answer for events of others as for missing ones', async () => {
    const foreign = (await users.events(OF_BOB))[0]?.position as number;
    const own = (await users.events(OF_ANN))[0]?.position as number;
    for (const end of ['', '/trace']) {
      const answer = await users.ask(OF_ANN, 'GET', `/v1/events/${foreign}${end}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'event.not-found']);
      expect((await users.ask(OF_ANN, 'GET', `/v1/events/${own}${end}`)).status).toBe(200);
    }
  });

  it('finds only its own events by correlation id, by type and from the newest on', async () => {
    const events = await users.events(OF_ANN);
    const found = async (query: string) =>
      (await users.ask(OF_ANN, 'GET', `/v1/events?limit=1000&${query}`)).body.data.map(({ position }: LogEvent) => position);
    expect(await found('sort=-position')).toEqual(events.map(({ position }) => position).toReversed());
    const names = events.filter(({ eventType }) => eventType === 'CampaignCreated' || eventType === 'order_updated_v1');
    expect(names).toHaveLength(3);
    expect(await found('eventType=CampaignCreated,order_updated_v1')).toEqual(names.map(({ position }) => position));
    const correlated = events.filter(({ metadata }) => metadata.correlationId === 'ann-marker-correlation');
    expect(correlated.map(({ eventType }) => eventType)).toEqual(expect.arrayContaining(['CreativeCreated', 'CampaignCreated']));
    expect(await found('correlationId=ann-marker-correlation')).toEqual(correlated.map(({ position }) => position));
    expect(await found('correlationId=ann-marker-correlation&eventType=CampaignCreated&sort=-position')).toEqual(
      names.map(({ position }) => position).toReversed(),
    );
    expect(await found('correlationId=bob-marker-correlation')).toEqual([]);
  });

  it('traces only through its own events', async () => {
    const [mine, others] = await Promise.all([users.events(OF_ANN), users.events(OF_BOB)]);
    const [own, foreign] = [mine.at(-1) as LogEvent, others.at(-1) as LogEvent];
    const metadata = { commandId: 'shared', actor: 'saga X', correlationId: 'shared' };
    const event = (stream: string, version: number, userId: number) => ({
      stream,
      version,
      type: 'order_created_v1',
      data: { id: Number(stream.split('-')[1]), user_id: userId, currency: 'EUR', created_at: '2026-01-01T00:00:00Z' },
    });
    const append = async (events: object[], causationId: number) =>
      Number(
        (
          await users.shop.db.query('SELECT log.append($1, $2) AS position', [
            JSON.stringify(events),
            { ...metadata, causationId: String(causationId) },
          ])
        ).rows[0].position,
      );
    const fromForeign = await append([event('order-77', 1, ANN)], foreign.position);
    const mixed = await append([event('order-78', 1, ANN), event('order-79', 1, 5)], own.position);
    const back = (await users.ask(OF_ANN, 'GET', `/v1/events/${fromForeign}/trace`)).body;
    expect(back).toMatchObject({ isCut: false, readers: [] });
    // The other events of the command are near, and those of others are left out.
    expect(back.commands.flatMap(({ events }: { events: LogEvent[] }) => events.map(({ stream }) => stream))).toEqual([
      'order-77',
      'order-78',
    ]);
    const on = (await users.ask(OF_ANN, 'GET', `/v1/events/${own.position}/trace`)).body;
    expect(on.commands.at(-1)).toMatchObject({ causedBy: own.position, events: [{ position: mixed - 1 }] });
    for (const text of [JSON.stringify(back), JSON.stringify(on)]) expect(text).not.toContain('order-79');
  });
});

describe('in a log of many events', () => {
  const asked: [sql: string, values: unknown[]][] = [];
  const plans = async (question: (database: DataSource, types: EventTypes) => Promise<unknown>) => {
    asked.length = 0;
    const database = {
      query: async (...each: (typeof asked)[0]) => {
        asked.push(each);
        return shop.app.get<DataSource>(getDataSourceToken(LOG)).query(...each);
      },
    } as unknown as DataSource;
    await question(database, shop.app.get(EventTypes));
    const explained = asked.map(([sql, values]) => shop.db.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values));
    return JSON.stringify((await Promise.all(explained)).map(({ rows }) => rows));
  };
  beforeAll(async () => {
    for (let n = 0; n < 3; n++) await append(some(10_000, 'common_v1'), { correlationId: 'crowd', causationId: '1' });
    await append(some(1, 'rare_v1'));
  });

  const part = { after: 0, end: 1e9, limit: 100 };
  const FILTERS: [name: string, filter: EventFilter, index: RegExp][] = [
    ['all', {}, /events_pkey/],
    ['common and rare types', { types: ['common_v1', 'rare_v1', 'nothing'] }, /events_type/],
    ['a common correlation id', { correlationId: 'crowd' }, /events_correlation/],
    ['an unknown correlation id', { correlationId: 'unknown' }, /events_correlation/],
    ['a rare type of a common correlation id', { correlationId: 'crowd', types: ['rare_v1'] }, /events_correlation/],
    ['common and rare types of one event', { types: ['rare_v1', 'nothing'] }, /events_type/],
    ['a stream', { streams: ['order-1', 'test-1'], types: ['common_v1'] }, /events_stream_version_key/],
  ];
  const CASES = ['', 'ANALYZE log.events'].flatMap((statistics) =>
    FILTERS.flatMap((filter) => [false, true].map((isNewestFirst) => [...filter, isNewestFirst, statistics] as const)),
  );

  /** The most rows that one node of a plan read and threw away. */
  const mostRemoved = (plan: string) =>
    Math.max(0, ...[...plan.matchAll(/"Rows Removed by Filter":(\d+)/g)].map(([, count]) => Number(count)));

  it.each(CASES)('finds %s by an index (%o, %s, newest first: %s, %s)', async (_, filter, index, isNewestFirst, statistics) => {
    await shop.db.query(statistics);
    const plan = await plans(async (database, types) => {
      const whole = { ...part, isNewestFirst };
      return readEvents(database, types, await boundedPart(database, whole, filter), filter);
    });
    expect(plan).toMatch(index);
    expect(plan).not.toMatch(/"Seq Scan"/);
    expect(mostRemoved(plan)).toBeLessThanOrEqual(10_000);
  });

  it('traces by indexes', async () => {
    const [{ first }] = (await shop.db.query(`SELECT min(position)::int AS first FROM log.events`)).rows;
    for (const position of [first, shop.position]) {
      const plan = await plans((database, types) => new Traces(database, types).of(position));
      expect(plan).toMatch(/events_causation/);
      expect(plan).not.toMatch(/"Seq Scan"/);
      expect(mostRemoved(plan)).toBeLessThanOrEqual(200);
    }
  });
});
