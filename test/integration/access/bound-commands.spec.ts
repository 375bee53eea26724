import { randomUUID } from 'node:crypto';
import { Body, Controller, Module, Param, Post } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { campaignDecider, create } from '../../../src/campaigns/campaign/campaign.decider.js';
import { portfolioDecider, renamePortfolio } from '../../../src/campaigns/portfolio/portfolio.decider.js';
import { SectionAdded } from '../../../src/campaigns/portfolio/portfolio.events.js';
import { Goods } from '../../../src/goods/goods.entity.js';
import { GoodsCreated, GoodsUpdated } from '../../../src/goods/goods.events.js';
import { Order } from '../../../src/orders/order.entity.js';
import { OrderCreated, OrderUpdated } from '../../../src/orders/order.events.js';
import type { CommandMeta } from '../../../src/shared/event-log/command-meta.js';
import { EventLog } from '../../../src/shared/event-log/event-log.js';
import type { Transaction } from '../../../src/shared/event-log/transaction.js';
import { CommandRoute, Meta } from '../../../src/shared/http/commands.js';
import { Choice, Id, Uuid } from '../../../src/shared/http/fields.js';
import { ANN, type Asked, as, BOB, BOSS, OF_ANN, OF_BOB, TwoUsers } from '../../support/two-users.js';

const ABSENT = 599_999_999;

/** What a newcomer's handler may do wrong; each would change what is not Ann's. */
const MISTAKES: Record<string, (transaction: Transaction, id: number, uuid: string) => Promise<void>> = {
  'give a new order to another user': async ({ rows, append }) => {
    const order = await rows.insert(Object.assign(new Order(), { userId: BOB, currency: 'EUR' }));
    append(order, new OrderCreated(order.data));
  },
  'hand an order over': async ({ rows, append }, id) => {
    const order = await rows.lock(Order, id);
    order.userId = BOB;
    append(await rows.save(order), new OrderUpdated(order.data));
  },
  'change a row that it has not locked': async ({ append }, id) => {
    const order = Object.assign(new Order(), { id, userId: ANN, currency: 'EUR', createdAt: new Date(), version: 2 });
    append(order, new OrderUpdated(order.data));
  },
  'add goods to an order that it has not locked': async ({ rows, append }, id) => {
    const goods = { orderId: id, sku: null, name: null, quantity: 1, unitPrice: 0 };
    const added = await rows.insert(Object.assign(new Goods(), goods));
    append(added, new GoodsCreated(added.data));
  },
  'move goods into an order that it has not locked': async ({ rows, append }, id) => {
    const goods = await rows.lock(Goods, users.ann.goods[0] as number);
    const previous = { order_id: goods.orderId, quantity: goods.quantity, unit_price: goods.unitPrice };
    goods.orderId = id;
    append(await rows.save(goods), new GoodsUpdated({ ...goods.data, previous }));
  },
  'create a campaign for another user': ({ streams }) =>
    streams.create(campaignDecider, randomUUID(), (state) => create(state, { name: 'X', userId: BOB, currency: 'EUR' })),
  'change what belongs to nobody': ({ streams }, _, uuid) =>
    streams.change(portfolioDecider, uuid, (portfolio) => renamePortfolio(portfolio, 'Mine')),
  'run SQL': async ({ query }) => {
    await query('DELETE FROM write.orders', []);
  },
  'lock many rows': async ({ rows }, id) => {
    await rows.remove(await rows.lockMany(Goods, { orderId: id }, 10));
  },
};

class MistakeBody {
  @Choice({ of: Object.keys(MISTAKES) })
  mistake!: string;

  @Id()
  id!: number;

  @Uuid({ example: null })
  uuid!: string;
}

class UuidInPath {
  @Uuid({ example: null })
  id!: string;
}

@Controller('v1/newcomer')
class NewcomerController {
  constructor(private readonly log: EventLog) {}

  @Post('mistake')
  @CommandRoute({ summary: '', isOwned: true })
  makeMistake(@Body() { mistake, id, uuid }: MistakeBody, @Meta() meta: CommandMeta) {
    return this.log.transaction(meta, (transaction) => (MISTAKES[mistake] as (typeof MISTAKES)[string])(transaction, id, uuid));
  }

  @Post('undeclared')
  @CommandRoute({ summary: '' })
  undeclared(@Meta() meta: CommandMeta) {
    return this.log.transaction(meta, async () => ({ id: 1 }));
  }

  /** What a command may ask of other entities, as a refusal would tell it. */
  @Post('searches/:id')
  @CommandRoute({ summary: '', isOwned: true })
  search(@Param() { id }: UuidInPath, @Meta() meta: CommandMeta) {
    return this.log.transaction(meta, async ({ events, lockStreams, query, streams }) => {
      searched = {
        first: [...(await events.first([`campaign-${id}`, `portfolio-${users.portfolio}`])).keys()],
        locked: [...(await lockStreams([`campaign-${id}`, `portfolio-${users.portfolio}`], 'shared')).keys()],
        past: await streams.past(campaignDecider, id, 1),
        sections: (await events.find(SectionAdded, { text: 'id', is: users.section })).length,
      };
      void query;
    });
  }
}

let searched: Record<string, unknown>;

@Module({ controllers: [NewcomerController] })
class NewcomerModule {}

let users: TwoUsers;
let length: number;
beforeAll(async () => {
  users = await TwoUsers.open([NewcomerModule]);
});
afterAll(() => users.shop.close());
beforeEach(async () => {
  length = await users.shop.logLength();
});

const expectUnchanged = async () => expect(await users.shop.logLength()).toBe(length);
const NOT_FOUND = (of: string) => ({ status: 404, body: { code: `${of}.not-found` } });

/** Every command to an entity, by the kind of entity. */
const TO_ORDER = (id: number | string): [method: string, path: string, body?: object][] => [
  ['PUT', `/v1/order/${id}`, { userId: ANN }],
  ['DELETE', `/v1/order/${id}`],
];
const TO_GOODS = (id: number | string): [method: string, path: string, body?: object][] => [
  ['PUT', `/v1/goods/${id}`, { quantity: 7 }],
  ['PUT', `/v1/goods/${id}`, { orderId: users.ann.orders[0] }],
  ['DELETE', `/v1/goods/${id}`],
];
const TO_CAMPAIGN = (id: string): [method: string, path: string, body?: object][] => [
  ['PUT', `/v1/campaigns/${id}/name`, { name: 'Mine' }],
  ['PUT', `/v1/campaigns/${id}/currency`, { currency: 'CZK', amount: 5 }],
  ['PUT', `/v1/campaigns/${id}/price`, { amount: 5 }],
  ['PUT', `/v1/campaigns/${id}/schedule`, { start: null, end: null }],
  ['PUT', `/v1/campaigns/${id}/placements`, { sections: [] }],
  ['PUT', `/v1/campaigns/${id}/paused`, { paused: true }],
  ['POST', `/v1/campaigns/${id}/undo`, { version: 4 }],
  ['DELETE', `/v1/campaigns/${id}`],
];

const plain = ({ status, text, headers }: Asked, id: number | string) => ({
  status,
  etag: headers.etag,
  position: headers['event-position'],
  text: text.replaceAll(String(id), '<id>'),
});

describe('a command to an entity of another user', () => {
  const cases = () => [
    ...users.bob.orders.map((id) => ({ id, absent: ABSENT, commands: TO_ORDER, of: 'order' })),
    ...users.bob.goods.map((id) => ({ id, absent: ABSENT, commands: TO_GOODS, of: 'goods' })),
    ...users.bob.campaigns.map((id) => ({ id, absent: randomUUID(), commands: TO_CAMPAIGN as typeof TO_ORDER, of: 'campaign' })),
  ];

  it.each([
    ['as it is', {}],
    ['with a version', { 'if-match': '"99"' }],
    ['with a key', { 'idempotency-key': 'a key' }],
  ])('is refused as if there were none, deleted or not, and changes nothing: %s', async (_, headers) => {
    let n = 0;
    for (const { id, absent, commands, of } of cases())
      for (const [index, [method, path, body]] of commands(id).entries()) {
        const key = 'idempotency-key' in headers ? { 'idempotency-key': `key ${n++}`.replace(' ', '-') } : headers;
        const answer = await users.ask(OF_ANN, method, path, body, key);
        expect(answer).toMatchObject(NOT_FOUND(of));
        const [, absentPath = ''] = commands(absent)[index] as [string, string];
        const other = 'idempotency-key' in headers ? { 'idempotency-key': `key-${n++}` } : headers;
        const nothing = await users.ask(OF_ANN, method, absentPath, body, other);
        expect([method, path, plain(answer, id)]).toEqual([method, path, plain(nothing, absent)]);
      }
    await expectUnchanged();
  });

  it('waits for no lock of it', async () => {
    const client = await users.shop.db.connect();
    await client.query('BEGIN');
    try {
      await client.query('SELECT FROM write.orders WHERE id = $1 FOR UPDATE', [users.bob.orders[0]]);
      await client.query('SELECT FROM write.goods WHERE id = $1 FOR UPDATE', [users.bob.goods[0]]);
      await client.query('SELECT pg_advisory_xact_lock(7502002, hashtext(s)) FROM unnest($1::text[]) AS s', [
        [`campaign-${users.bob.campaigns[0]}`, `order-${users.bob.orders[0]}`],
      ]);
      expect(await users.ask(OF_ANN, 'DELETE', `/v1/order/${users.bob.orders[0]}`)).toMatchObject(NOT_FOUND('order'));
      expect(await users.ask(OF_ANN, 'DELETE', `/v1/goods/${users.bob.goods[0]}`)).toMatchObject(NOT_FOUND('goods'));
      expect(await users.ask(OF_ANN, 'DELETE', `/v1/campaigns/${users.bob.campaigns[0]}`)).toMatchObject(NOT_FOUND('campaign'));
      expect(await users.ask(OF_ANN, 'POST', '/v1/goods', { orderId: users.bob.orders[0] })).toMatchObject({ status: 422 });
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
    await expectUnchanged();
  });

  it('is refused row by row in bulk', async () => {
    const { ann, bob } = users;
    const rows = [bob.campaigns[0], ann.campaigns[0], bob.campaigns[2], randomUUID()].map((id, n) => ({
      command: 'set-price',
      id,
      amount: 1000 + n,
    }));
    const { status, body, text } = await users.ask(
      OF_ANN,
      'POST',
      '/v1/campaigns/bulk',
      { commands: rows },
      { 'idempotency-key': 'bulk' },
    );
    expect(status).toBe(200);
    expect(body.data.map((row: { status: number }) => row.status)).toEqual([404, 204, 404, 404]);
    expect(body.data[0].problem.detail).toBe(`There is no campaign ${bob.campaigns[0]}.`);
    expect(text).not.toContain('bob-marker');
    expect(await users.shop.logLength()).toBe(length + 1);
  });
});

describe('a command that would give something to another user', () => {
  it.each<[string, () => [string, string, object]]>([
    ['a new order', () => ['POST', '/v1/order', { userId: BOB }]],
    ['an order of its own', () => ['PUT', `/v1/order/${users.ann.orders[0]}`, { userId: BOB }]],
    ['an order of the other one', () => ['PUT', `/v1/order/${users.bob.orders[0]}`, { userId: BOB }]],
    ['an order that does not exist', () => ['PUT', `/v1/order/${ABSENT}`, { userId: BOB }]],
    ['a new campaign', () => ['POST', '/v1/campaigns', { id: randomUUID(), name: 'X', userId: BOB }]],
    [
      'a campaign of the other one again',
      () => ['POST', '/v1/campaigns', { id: users.bob.campaigns[0], name: 'bob-marker 0', userId: BOB }],
    ],
  ])('is forbidden: %s', async (_, request) => {
    const [method, path, body] = request();
    const answer = await users.ask(OF_ANN, method, path, body);
    expect(answer).toMatchObject({
      status: 403,
      body: { code: 'access.forbidden', detail: `You are bound to user ${ANN}, and this would belong to another one.` },
    });
    await expectUnchanged();
  });

  it('is refused like one with a taken id', async () => {
    const answers: Asked[] = [];
    for (const id of [...users.bob.campaigns, users.ann.campaigns[0] as string]) {
      answers.push(await users.ask(OF_ANN, 'POST', '/v1/campaigns', { id, name: 'Mine', userId: ANN }));
    }
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 409, text: answers[0]?.text, body: { code: 'campaign.id-taken' } });
    const matched = await users.ask(
      OF_ANN,
      'POST',
      '/v1/campaigns',
      { id: users.bob.campaigns[0], name: 'Mine', userId: ANN },
      { 'if-match': '"3"' },
    );
    expect(matched.status).toBe(409);
    expect(matched.body.events).toBeUndefined();
    await expectUnchanged();
  });

  it('works like any other for its own user', async () => {
    const order = await users.ask(OF_ANN, 'POST', '/v1/order', { userId: ANN });
    expect(order.status).toBe(201);
    const { body } = await users.ask(OF_ANN, 'GET', order.headers.location as string);
    expect(body.user_id).toBe(ANN);
    const id = randomUUID();
    expect((await users.ask(OF_ANN, 'POST', '/v1/campaigns', { id, name: 'X', userId: ANN })).status).toBe(201);
    for (const [method, path, body] of TO_CAMPAIGN(id)) expect((await users.ask(OF_ANN, method, path, body)).status).toBe(204);
    expect((await users.ask(OF_ANN, 'DELETE', `/v1/campaigns/${id}`)).body.code).toBe('campaign.deleted');
    for (const [method, path, body] of TO_ORDER(order.headers.location?.split('/').at(-1) as string))
      expect((await users.ask(OF_ANN, method, path, body)).status).toBe(204);
    expect((await users.ask(OF_ANN, 'DELETE', order.headers.location as string)).body.code).toBe('order.deleted');
    const mismatch = await users.ask(
      OF_ANN,
      'PUT',
      `/v1/campaigns/${users.ann.campaigns[0]}/name`,
      { name: 'X' },
      { 'if-match': '"1"' },
    );
    expect(mismatch).toMatchObject({
      status: 412,
      body: { events: expect.arrayContaining([expect.objectContaining({ version: 2 })]) },
    });
  });
});

describe('goods', () => {
  it('can not move to an order of another user, which counts as missing', async () => {
    const [own] = users.ann.goods as [number];
    for (const [method, path, body] of [
      ['POST', '/v1/goods', {}],
      ['PUT', `/v1/goods/${own}`, {}],
      ['PUT', `/v1/goods/${own}`, { unitPrice: 3 }],
    ] as const) {
      const nothing = await users.ask(OF_ANN, method, path, { ...body, orderId: ABSENT });
      expect(nothing).toMatchObject({ status: 422, body: { code: 'goods.order-not-found' } });
      for (const orderId of users.bob.orders) {
        const answer = await users.ask(OF_ANN, method, path, { ...body, orderId });
        expect(plain(answer, orderId)).toEqual(plain(nothing, ABSENT));
      }
    }
    await expectUnchanged();
  });

  it('move between orders of their user', async () => {
    const [one, other] = users.ann.orders as [number, number];
    const added = await users.ask(OF_ANN, 'POST', '/v1/goods', { orderId: one, sku: 'S', unitPrice: 5 });
    const id = Number(added.headers.location?.split('/').at(-1));
    expect((await users.ask(OF_ANN, 'PUT', `/v1/goods/${id}`, { orderId: other })).status).toBe(204);
    expect((await users.ask(OF_ANN, 'PUT', `/v1/goods/${id}`, { quantity: 9 })).status).toBe(204);
    expect((await users.ask(OF_ANN, 'GET', `/v1/goods/${id}`)).body).toMatchObject({ order_id: other, quantity: 9 });
    expect((await users.ask(OF_ANN, 'DELETE', `/v1/goods/${id}`)).status).toBe(204);
    expect((await users.ask(OF_ANN, 'DELETE', `/v1/goods/${id}`)).body.code).toBe('goods.deleted');
  });

  it('that an unbound principal moves to another user are that user’s, and those that come are seen', async () => {
    const [mine, theirs] = [users.ann.orders[0], users.bob.orders[0]] as [number, number];
    const added = await users.ask(OF_ANN, 'POST', '/v1/goods', { orderId: mine, sku: 'MOVED' });
    const path = added.headers.location as string;
    expect((await users.ask(BOSS, 'PUT', path, { orderId: theirs })).status).toBe(204);
    for (const [method, body] of [['PUT', { quantity: 3 }], ['PUT', { orderId: mine }], ['DELETE']] as const)
      expect(await users.ask(OF_ANN, method, path, body)).toMatchObject(NOT_FOUND('goods'));
    expect((await users.ask(OF_ANN, 'GET', path)).status).toBe(404);
    expect((await users.ask(OF_BOB, 'PUT', path, { quantity: 3 })).status).toBe(204);
    expect((await users.ask(OF_BOB, 'GET', path)).body).toMatchObject({ order_id: theirs, quantity: 3 });
  });
});

describe('an order that is handed over', () => {
  it('belongs to the new user with its whole history, and no longer to the former one', async () => {
    const created = await users.ask(OF_ANN, 'POST', '/v1/order', { userId: ANN });
    const path = created.headers.location as string;
    const id = Number(path.split('/').at(-1));
    const goods = await users.ask(OF_ANN, 'POST', '/v1/goods', { orderId: id, sku: 'OVER' });
    const seen = async (who: string) =>
      (await users.events(who)).filter(
        ({ stream }) => stream === `order-${id}` || `/v1/${stream.replace('-', '/')}` === goods.headers.location,
      );
    expect(await seen(OF_ANN)).toHaveLength(2);
    expect(await seen(OF_BOB)).toHaveLength(0);
    expect((await users.ask(BOSS, 'PUT', path, { userId: BOB })).status).toBe(204);
    expect(await seen(OF_ANN)).toEqual([]);
    expect((await seen(OF_BOB)).map(({ metadata }) => metadata.actor)).toEqual(['ann-key', 'ann-key', 'boss']);
    for (const each of [path, goods.headers.location as string]) {
      expect((await users.ask(OF_ANN, 'GET', each)).status).toBe(404);
      expect((await users.ask(OF_BOB, 'GET', each)).status).toBe(200);
      expect((await users.ask(OF_ANN, 'DELETE', each)).status).toBe(404);
    }
    for (const [method, each, body] of [...TO_ORDER(id), ...TO_GOODS(goods.headers.location?.split('/').at(-1) as string)])
      expect(await users.ask(OF_ANN, method, each, body)).toMatchObject({ status: 404 });
    expect((await users.ask(OF_BOB, 'DELETE', path)).status).toBe(204);
    // Deleted, it still is Bob's, and to Ann as if it had never been.
    expect((await users.ask(OF_BOB, 'DELETE', path)).body.code).toBe('order.deleted');
    expect((await users.ask(OF_ANN, 'DELETE', path)).body.code).toBe('order.not-found');
    await users.shop.settle();
    expect(await seen(OF_ANN)).toEqual([]);
    expect((await seen(OF_BOB)).length).toBe(5);
  });

  it('is not changed by its former user any more, not even at the same moment', async () => {
    let accepted = 0;
    for (let round = 0; round < 25; round++) {
      const path = (await users.ask(OF_ANN, 'POST', '/v1/order', { userId: ANN })).headers.location as string;
      const orderId = Number(path.split('/').at(-1));
      const goods = (await users.ask(OF_ANN, 'POST', '/v1/goods', { orderId })).headers.location as string;
      const late = Array.from({ length: 4 }, (_, n) => users.ask(OF_ANN, 'PUT', goods, { quantity: n + 2 }));
      late.push(users.ask(OF_ANN, 'POST', '/v1/goods', { orderId }));
      // To keep it, or to take it back.
      late.push(users.ask(OF_ANN, 'PUT', path, { userId: ANN }));
      const [, ...answers] = await Promise.all([users.ask(BOSS, 'PUT', path, { userId: BOB }), ...late]);
      const { rows } = await users.shop.db.query(
        `SELECT max(position) FILTER (WHERE type = 'order_updated_v1')::int AS over, max(position) FILTER (WHERE metadata ->> 'actor' = 'ann-key')::int AS last
         FROM log.events WHERE data ->> 'order_id' = $1 OR stream = $2`,
        [String(orderId), `order-${orderId}`],
      );
      expect(rows[0].last).toBeLessThan(rows[0].over);
      for (const { status } of answers) expect([201, 204, 404, 422]).toContain(status);
      accepted += answers.filter(({ status }) => status < 300).length;
    }
    // Both happen, or the test shows nothing.
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(25 * 6);
  });
});

describe('an idempotency key', () => {
  it('is separate for each principal, also for two of one user, and for one that is bound to another user since', async () => {
    const key = { 'idempotency-key': 'the-same' };
    const order = async (who: string, userId: number) =>
      (await users.ask(who, 'POST', '/v1/order', { userId }, key)).headers.location;
    const places = [
      await order(OF_ANN, ANN),
      await order(as('second-ann-key', ANN), ANN),
      await order(OF_BOB, BOB),
      await order(BOSS, BOB),
      await order(as('ann-key', BOB), BOB),
      await order(as(`ann-key@${BOB}`), BOB),
    ];
    expect(new Set(places).size).toBe(places.length);
    expect(places).not.toContain(undefined);
    expect(await order(OF_ANN, ANN)).toBe(places[0]);
    expect(await order(as('ann-key', BOB), BOB)).toBe(places[4]);
  });
});

describe('the mistake of a handler', () => {
  it.each([
    ['give a new order to another user', 403],
    ['hand an order over', 403],
    ['change a row that it has not locked', 500],
    ['add goods to an order that it has not locked', 500],
    ['move goods into an order that it has not locked', 500],
    ['create a campaign for another user', 403],
    ['change what belongs to nobody', 500],
    ['run SQL', 500],
    ['lock many rows', 500],
  ])('to %s changes nothing for a bound principal', async (mistake, status) => {
    const [, id] = users.ann.orders;
    const body = { mistake, id, uuid: users.portfolio };
    const answer = await users.ask(OF_ANN, 'POST', '/v1/newcomer/mistake', body);
    expect([answer.status, answer.body.code]).toEqual([status, status === 403 ? 'access.forbidden' : 'internal']);
    await expectUnchanged();
    const { rows } = await users.shop.db.query('SELECT user_id FROM write.orders WHERE id = $1', [id]);
    expect(Number(rows[0].user_id)).toBe(ANN);
  });

  it('to declare nothing about bound principals refuses them', async () => {
    expect(await users.ask(OF_ANN, 'POST', '/v1/newcomer/undeclared')).toMatchObject({
      status: 403,
      body: { code: 'access.forbidden' },
    });
    expect((await users.ask(BOSS, 'POST', '/v1/newcomer/undeclared')).status).toBe(204);
  });

  it('to search for entities of another user finds none, but those without an owner', async () => {
    const common = [`portfolio-${users.portfolio}`];
    await users.ask(OF_ANN, 'POST', `/v1/newcomer/searches/${users.bob.campaigns[0]}`);
    expect(searched).toEqual({ first: common, locked: common, past: null, sections: 1 });
    await users.ask(OF_ANN, 'POST', `/v1/newcomer/searches/${users.ann.campaigns[0]}`);
    const both = [`campaign-${users.ann.campaigns[0]}`, ...common];
    expect(searched).toEqual({
      first: expect.arrayContaining(both),
      locked: expect.arrayContaining(both),
      past: expect.anything(),
      sections: 1,
    });
  });
});
