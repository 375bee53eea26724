import { afterAll, beforeAll, expect, it } from 'vitest';
import { Advertising, FAR } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';
import { ANN, authenticate, BOSS, OF_ANN } from '../../support/two-users.js';

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open({}, [], undefined, authenticate);
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());

const overview = async (who = BOSS) => {
  const { text, body } = await shop.get('/v1/overview').set('user-agent', who).expect(200);
  return { text, body };
};

it('of an empty database is all zeros, and nothing needs attention', async () => {
  const { body } = await overview();
  expect(body).toEqual({
    orders: { orders: 0, goods: 0, totals: [] },
    campaigns: {
      campaigns: 0,
      runnable: 0,
      notRunnable: 0,
      reasons: { 'no-schedule': 0, 'no-placement': 0, paused: 0, ended: 0, fulfilled: 0 },
    },
    portfolios: { count: 0, capped: false },
    publishers: { count: 0, capped: false },
    log: { position: 0, lastDay: 0 },
    attention: [],
  });
});

it('sums up orders by currency, campaigns by what keeps them from running, and the log', async () => {
  for (const [userId, currency, goods] of [
    [ANN, 'EUR', 2],
    [ANN, 'CZK', 1],
    [8, 'EUR', 1],
    [9, 'EUR', 0],
  ] as const) {
    const order = await shop.createOrder(userId, currency);
    for (let n = 0; n < goods; n++) await shop.addGoods(order, { quantity: 3, unitPrice: 90_071_992 });
  }
  const gone = await shop.createOrder(ANN, 'USD');
  await shop.deleteOrder(gone);
  const section = await ads.section(await ads.portfolio());
  const running = await ads.runningCampaign([section]);
  const paused = await ads.campaign({ userId: ANN });
  await ads.set(paused, 'paused', { paused: true });
  const ended = await ads.campaign({ userId: ANN });
  await ads.set(ended, 'placements', { sections: [section] });
  await ads.set(ended, 'schedule', { start: '2025-01-01T00:00:00.000Z', end: '2025-02-01T00:00:00.000Z' });
  const deleted = await ads.campaign();
  await ads.do('DELETE', `/campaigns/${deleted}`);
  await ads.set(running, 'schedule', FAR);
  await shop.settle();

  const length = await shop.logLength();
  const { body } = await overview();
  const unit = 90_071_992;
  expect(body).toMatchObject({
    orders: {
      orders: 4,
      goods: 4,
      totals: [
        { currency: 'CZK', orders: 1, goods: 1, units: 3, total: 3 * unit },
        { currency: 'EUR', orders: 3, goods: 3, units: 9, total: 9 * unit },
      ],
    },
    campaigns: {
      campaigns: 3,
      runnable: 1,
      notRunnable: 2,
      reasons: { 'no-schedule': 1, 'no-placement': 1, paused: 1, ended: 1, fulfilled: 0 },
    },
    portfolios: { count: 1, capped: false },
    publishers: { count: 1, capped: false },
    log: { position: length, lastDay: length },
    attention: [
      { code: 'campaign.ended', summary: '1 campaign has ended', count: 1, link: '/v1/campaigns?ended=true' },
      { code: 'campaign.not-runnable', summary: '2 campaigns can not run', count: 2, link: '/v1/campaigns?runnable=false' },
    ],
  });
  for (const { link, count } of body.attention)
    expect((await shop.get(`${link}&count=true`).set('user-agent', BOSS).expect(200)).body.page.count).toBe(count);
});

it('shows a bound principal nothing but its own', async () => {
  const { body } = await overview(OF_ANN);
  expect(body).not.toHaveProperty('log');
  expect(body).toMatchObject({
    orders: {
      orders: 2,
      goods: 3,
      totals: [
        { currency: 'CZK', orders: 1 },
        { currency: 'EUR', orders: 1, goods: 2 },
      ],
    },
    campaigns: { campaigns: 2, runnable: 0, notRunnable: 2, reasons: { paused: 1, ended: 1 } },
  });
  expect(body.attention.map(({ code, count }: { code: string; count: number }) => [code, count])).toEqual([
    ['campaign.ended', 1],
    ['campaign.not-runnable', 2],
  ]);
});

it('counts the events of the last day, however old the others are', async () => {
  const { body: before } = await overview();
  // Older events are at lower positions: those of a log that was restored or has grown for long.
  await shop.db.query(`ALTER TABLE log.events DISABLE TRIGGER USER`);
  for (const [upTo, lastDay] of [
    [1, before.log.position - 1],
    [7, before.log.position - 7],
    [before.log.position, 0],
  ] as const) {
    await shop.db.query(`UPDATE log.events SET recorded_at = clock_timestamp() - interval '25 hours' WHERE position <= $1`, [
      upTo,
    ]);
    expect((await overview()).body.log).toEqual({ position: before.log.position, lastDay });
  }
});

it('lists what needs an operator, until it is mended', async () => {
  await shop.db.query(
    `INSERT INTO log.quarantine (subscription, build, stream, position, error) VALUES ('names', 'serving', 'campaign-x', 1, 'broken')`,
  );
  await shop.db.query(
    `INSERT INTO log.operations (kind, subscription, actor, state, error, ended_at) VALUES
       ('verify', 'names', 'test', 'failed', 'broken', clock_timestamp()),
       ('verify', 'names', 'test', 'failed', 'broken', clock_timestamp() - interval '8 days')`,
  );
  await shop.db.query(
    `INSERT INTO log.timers (subscription, key, due_at, cause, correlation_id, error)
     SELECT subscription, 'x', clock_timestamp(), 1, 'x', 'broken' FROM log.checkpoints WHERE subscription LIKE 'saga EndCampaign%'`,
  );
  const operators = async () =>
    (await overview()).body.attention.filter(({ code }: { code: string }) => !code.startsWith('campaign.'));
  expect(await operators()).toEqual([
    { code: 'quarantine.parked', summary: '1 stream is in quarantine', count: 1, link: '/v1/quarantine' },
    {
      code: 'operation.failed',
      summary: '1 operation failed in the last 7 days',
      count: 1,
      link: '/v1/operations?state=failed',
    },
    { code: 'timer.failed', summary: '1 timer failed', count: 1, link: '/v1/timers' },
  ]);
  expect((await overview(OF_ANN)).text).not.toMatch(/quarantine|operation|timer/);
  await shop.db.query('DELETE FROM log.quarantine; DELETE FROM log.operations; DELETE FROM log.timers WHERE error IS NOT NULL');
  await shop.db.query(`UPDATE log.checkpoints SET failure = 'broken' WHERE subscription = 'placements'`);
  expect(await operators()).toMatchObject([{ code: 'subscription.failing', count: 1, link: '/v1/subscriptions' }]);
});
