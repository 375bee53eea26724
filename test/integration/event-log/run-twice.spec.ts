import { Module } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { FulfilCampaign } from '../../../src/campaigns/campaign/fulfil-campaign.command.js';
import { BeginDemo } from '../../../src/demo/begin-demo.command.js';
import { Order } from '../../../src/orders/order.entity.js';
import { OrderCreated, OrderUpdated } from '../../../src/orders/order.events.js';
import { CommandMeta, type Receipt } from '../../../src/shared/event-log/command-meta.js';
import { EventLog } from '../../../src/shared/event-log/event-log.js';
import { Refusal } from '../../../src/shared/event-log/refusal.js';
import { openData, SECRET } from '../../../src/shared/event-log/sealing.js';
import { Advertising, FAR } from '../../support/advertising.js';
import { SAMPLE } from '../../support/media.js';
import { RunTwice } from '../../support/run-twice.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

/** The key under which `@CommandHandler` keeps its command; @nestjs/cqrs does not export it. */
const COMMAND_HANDLER_METADATA = '__commandHandler__';

// This spec chooses the mode of each shop.
vi.stubEnv('KRONIKA_TEST_RUN_TWICE', undefined);
afterAll(() => vi.unstubAllEnvs());

const open: Shop[] = [];
afterEach(async () => {
  for (const shop of open.splice(0)) await shop.close();
});

async function openShop(...modules: (new () => object)[]): Promise<Shop> {
  const shop = await Shop.open({}, modules);
  open.push(shop);
  return shop;
}

/** The classes of the commands that the app has a handler for, except that of demo data, which needs an empty log. */
function commandsOf(shop: Shop): string[] {
  const providers = [...shop.app.get(ModulesContainer).values()].flatMap((module) => [...module.providers.values()]);
  const commands = providers.flatMap(({ metatype }) => {
    const command = metatype && Reflect.getMetadata(COMMAND_HANDLER_METADATA, metatype);
    return command && command !== BeginDemo ? [command.name as string] : [];
  });
  return [...new Set(commands)].toSorted();
}

/**
 * Sends each command of the app at least once, those of sagas by their events; returns the classes of the executed
 * ones.
 */
async function driveAll(shop: Shop): Promise<string[]> {
  const executed = new Set<string>();
  const watching = shop.app.get(CommandBus).subscribe((command) => executed.add(command.constructor.name));
  const ads = await Advertising.of(shop);
  const expectDone = async (response: Promise<{ status: number }>) => expect((await response).status).toBe(204);

  const [order, other] = [await shop.createOrder(42), await shop.createOrder(43)];
  const goods = await shop.addGoods(order, { sku: 'MUG', quantity: 2, unitPrice: 1250 });
  await shop.addGoods(order, { sku: 'CUP' });
  await expectDone(shop.changeGoods(goods, { quantity: 3 }));
  await expectDone(shop.changeGoods(goods, { orderId: other }));
  await expectDone(shop.changeOrder(other, { userId: 44 }));
  await expectDone(shop.deleteGoods(goods));
  await expectDone(shop.deleteOrder(order));

  const publisher = await ads.publisher();
  await ads.do('PUT', `/publishers/${publisher}/name`, { name: 'MAFRA, a.s.' });
  await ads.do('POST', `/publishers/${publisher}/undo`, { version: 1 });
  const portfolio = await ads.portfolio(publisher);
  await ads.do('PUT', `/portfolios/${portfolio}/name`, { name: 'iDNES.cz' });
  await ads.do('POST', `/portfolios/${portfolio}/undo`, { version: 1 });
  const sections = [await ads.section(portfolio), await ads.section(portfolio), await ads.section(portfolio)];
  await ads.do('PUT', `/portfolios/${portfolio}/sections/${sections[0]}/name`, { name: 'Science' });
  await ads.do('PUT', `/portfolios/${portfolio}/sections/${sections[0]}/place`, { parentId: sections[1] });
  await ads.do('PUT', `/portfolios/${portfolio}/sections/${sections[0]}/ad-rules`, { maxAds: 2 });
  const campaign = await ads.runningCampaign(sections);
  await ads.set(campaign, 'name', { name: 'Summer sale' });
  await ads.set(campaign, 'price', { amount: 100 });
  await ads.set(campaign, 'currency', { currency: 'CZK', amount: 2_500 });
  await ads.set(campaign, 'limits', { impressions: 10 });
  await ads.set(campaign, 'targeting', { countries: ['CZ'] });
  await ads.set(campaign, 'rank', { tier: 1 });
  await shop.app.get(CommandBus).execute(new FulfilCampaign(campaign, { impressions: 10, spend: 25_000 }));
  await ads.set(campaign, 'paused', { paused: true });
  await ads.do('POST', `/campaigns/${campaign}/undo`, { version: 6 });
  const creative = await ads.creative(campaign);
  await ads.do('PUT', `/creatives/${creative}/name`, { name: 'Thirty seconds' });
  await ads.do('PUT', `/creatives/${creative}/click-through`, { clickThrough: 'https://shop.example/' });
  await ads.do('PUT', `/creatives/${creative}/weight`, { weight: 200 });
  await expectDone(shop.http.post(`/v1/creatives/${creative}/media`).type('video/mp4').send(SAMPLE));
  await ads.do('PUT', `/creatives/${creative}/approval`, { state: 'rejected', reason: 'Too loud' });
  await ads.do('POST', `/creatives/${creative}/undo`, { version: 5 });
  await ads.do('DELETE', `/creatives/${creative}`);
  await ads.do('DELETE', `/portfolios/${portfolio}/sections/${sections[1]}`);
  await shop.settle();
  await ads.do('DELETE', `/portfolios/${await ads.portfolio(publisher)}`);
  await ads.do('DELETE', `/publishers/${publisher}`);
  await shop.settle();
  await ads.do('DELETE', `/campaigns/${await ads.campaign()}`);
  // A schedule that ended in the past ends at once, by the timer of a saga.
  const ending = await ads.campaign();
  await ads.append([
    {
      stream: `campaign-${ending}`,
      version: 2,
      type: 'CampaignScheduleSet',
      schema: 2,
      data: { start: '2020-01-01T00:00:00.000Z', end: '2020-02-01T00:00:00.000Z' },
    },
  ]);
  await until(async () => (await ads.facts(ending)).some(([type]) => type === 'CampaignEnded'));

  await ads.operate('campaigns', 'verify');
  await shop.http.post('/v1/reports/verify').expect(202);
  await ads.set(campaign, 'schedule', FAR);
  await shop.settle();
  const timers = (await shop.http.get('/v1/timers').expect(200)).body.data;
  await shop.http.delete(`/v1/timers/${timers[0].id}`).expect(204);
  await ads.append([{ stream: `campaign-${ending}`, version: 4, type: 'CampaignScheduleSet', schema: 3, data: {} }]);
  await shop.settle();
  const [parked] = (await shop.http.get('/v1/quarantine').expect(200)).body.data;
  await shop.http.post(`/v1/quarantine/${parked.id}/skip`).send({ reason: 'Newer code wrote it' }).expect(202);
  watching.unsubscribe();
  return [...executed].toSorted();
}

/**
 * The events of a log by stream, in the order of the streams' first events, without what differs from run to run: ids
 * are replaced by the number of their stream in that order, moments by `NOW`, and texts that are sealed are opened.
 */
async function eventsOf(shop: Shop): Promise<unknown[]> {
  const { rows } = await shop.db.query(`SELECT stream, version, type, data, ${SECRET} FROM log.events ORDER BY position`);
  const names = new Map<string, string>();
  const nameOf = (key: string) => names.get(key) ?? names.set(key, `#${names.size + 1}`).get(key);
  const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
  const plain = (text: string) => text.replaceAll(uuid, (id) => nameOf(id) as string);
  const replace = (category: string) => (key: string, value: unknown) => {
    if (key === 'created_at') return 'NOW';
    if (key === 'id' && typeof value === 'number') return nameOf(`${category}-${value}`);
    if (key === 'order_id') return nameOf(`order-${value}`);
    return typeof value === 'string' ? plain(value) : value;
  };
  const streams = new Map<string, unknown[]>();
  for (const event of rows) {
    const { stream, type } = event;
    const data = openData(event);
    const [category] = stream.split('-');
    const name = /^(order|goods)-/.test(stream) ? `${category} ${nameOf(stream)}` : plain(stream);
    streams.set(name, [...(streams.get(name) ?? []), [type, JSON.parse(JSON.stringify(data, replace(category)))]]);
  }
  return [...streams];
}

describe('work that runs twice, the first time rolled back', () => {
  it('has the effect of one run, for each command of the app', { timeout: 120_000 }, async () => {
    const [once, twice] = [await openShop(), await openShop(RunTwice)];
    expect(await driveAll(twice)).toEqual(commandsOf(twice));
    expect(await driveAll(once)).toEqual(commandsOf(once));
    const events = await eventsOf(twice);
    expect(events).toEqual(await eventsOf(once));
    expect(
      JSON.stringify(events).match(/"(Campaign|Creative|Portfolio|Publisher|Section|order_|goods_)\w+"/g)?.length,
    ).toBeGreaterThan(30);
  });

  it('requests demo data once', async () => {
    const shop = await openShop(RunTwice);
    await shop.http.post('/v1/demo').expect(202);
    const { rows } = await shop.db.query('SELECT kind FROM log.operations');
    expect(rows).toEqual([{ kind: 'demo' }]);
  });

  it('does run twice in a group, alone and in a saga', async () => {
    const shop = await openShop(RunTwice);
    const log = shop.app.get(EventLog);
    const runs = async (meta: CommandMeta, refusal?: Refusal) => {
      let count = 0;
      const result = log.transaction(meta, async () => {
        count += 1;
        if (refusal) throw refusal;
      });
      await result.catch((error) => expect(error).toBe(refusal));
      return count;
    };
    const once = { key: 'key', fingerprint: '' };
    expect(await runs(new CommandMeta())).toBe(2);
    expect(await runs(new CommandMeta({ once }))).toBe(2);
    expect(await runs(new CommandMeta({ once })), 'its receipt is known').toBe(0);
    expect(await runs(new CommandMeta({ once: { ...once, key: 'saga', cause: 1, wait: true } }))).toBe(2);
    expect(await runs(new CommandMeta(), new Refusal('test.refused', 'No.'))).toBe(2);
    expect(await runs(new CommandMeta({ once: { ...once, key: 'refused' } }), new Refusal('test.refused', 'No.'))).toBe(2);
  });
});

class CountOrder extends Command<Receipt> {
  constructor(
    readonly id: number,
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

/** Counts outside of its transaction, so a rolled-back run counts as well. */
@CommandHandler(CountOrder)
class CountOrderHandler implements ICommandHandler<CountOrder> {
  private count = 0;
  constructor(private readonly log: EventLog) {}

  execute({ id, meta }: CountOrder) {
    return this.log.transaction(meta, async ({ rows, append }) => {
      const order = await rows.lock(Order, id);
      this.count += 1;
      order.userId = this.count;
      await rows.save(order);
      append(order, new OrderUpdated(order.data));
    });
  }
}

/** Changes its input, which the next run gets changed. */
class CreateNext extends Command<Receipt> {
  constructor(
    readonly order: { userId: number },
    readonly meta: CommandMeta,
  ) {
    super();
  }
}

@CommandHandler(CreateNext)
class CreateNextHandler implements ICommandHandler<CreateNext> {
  constructor(private readonly log: EventLog) {}

  execute({ order, meta }: CreateNext) {
    return this.log.transaction(meta, async ({ rows, append }) => {
      order.userId += 1;
      const row = await rows.insert(Object.assign(new Order(), { ...order, currency: 'EUR' }));
      append(row, new OrderCreated(row.data));
    });
  }
}

@Module({ providers: [CountOrderHandler, CreateNextHandler] })
class Unsafe {}

it.each<[string, (order: number) => object]>([
  ['keeps state in its handler', (order) => new CountOrder(order, new CommandMeta())],
  [
    'keeps state in its handler, in a saga',
    (order) => new CountOrder(order, new CommandMeta({ once: { key: 'saga', fingerprint: '', cause: 1 } })),
  ],
  ['changes its command', () => new CreateNext({ userId: 5 }, new CommandMeta())],
])('work that is not safe to run again is noticed: it %s', async (_, command) => {
  const eventsAfter = async (...modules: (new () => object)[]) => {
    const shop = await openShop(...modules);
    await shop.app.get(CommandBus).execute(command(await shop.createOrder(42)) as Command<Receipt>);
    return eventsOf(shop);
  };
  expect(await eventsAfter(RunTwice, Unsafe)).not.toEqual(await eventsAfter(Unsafe));
});
