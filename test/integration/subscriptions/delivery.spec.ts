import { inspect } from 'node:util';
import { Injectable, Module, type Type } from '@nestjs/common';
import { Command, CommandHandler, EventsHandler, type ICommandHandler, type IEventHandler, ofType, Saga } from '@nestjs/cqrs';
import { getDataSourceToken } from '@nestjs/typeorm';
import { bufferCount, delay, map, merge, mergeMap, type Observable } from 'rxjs';
import type { DataSource } from 'typeorm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Order } from '../../../src/orders/order.entity.js';
import { OrderCreated, OrderDeleted, OrderUpdated } from '../../../src/orders/order.events.js';
import { VIEW } from '../../../src/shared/database/database.js';
import { CommandMeta } from '../../../src/shared/event-log/command-meta.js';
import { EventLog } from '../../../src/shared/event-log/event-log.js';
import { LogReplaced } from '../../../src/shared/event-log/incarnation.js';
import { EventPages } from '../../../src/shared/subscriptions/event-pages.js';
import type { Delivered, DeliveredBatch } from '../../../src/shared/subscriptions/handlers.js';
import { InBatches } from '../../../src/shared/subscriptions/in-batches.js';
import { LogPoller } from '../../../src/shared/subscriptions/log-poller.js';
import { StartAt } from '../../../src/shared/subscriptions/start-at.js';
import { CancelWakeUp, WakeUp, Woken } from '../../../src/shared/subscriptions/timers.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const open: Shop[] = [];
afterEach(async () => {
  for (const shop of open.splice(0).reverse()) await shop.close();
});

async function shopWith(providers: Type[], ...rest: [NodeJS.ProcessEnv?, Shop?]): Promise<Shop> {
  const [environment, other] = rest;
  @Module({ providers })
  class TestModule {}
  const shop = await Shop.open(environment, [TestModule], other?.database);
  open.push(shop);
  return shop;
}

/** A table of notes, numbered in the order in which they were written. */
const NOTES = 'CREATE TABLE public.notes (n bigserial, text text); GRANT ALL ON public.notes, public.notes_n_seq TO PUBLIC';
const notes = async (shop: Shop): Promise<string[]> =>
  (await shop.db.query('SELECT text FROM public.notes ORDER BY n')).rows.map(({ text }) => text);
const note = ({ manager }: Delivered, text: string) => manager.query('INSERT INTO public.notes (text) VALUES ($1)', [text]);

/** Values on which the handlers and sagas of these tests fail. */
const poison = new Set<unknown>();
afterEach(() => poison.clear());
const failOn = (id: unknown) => {
  if (poison.has(id)) throw new Error(`${id} is poison`);
};

@EventsHandler(OrderCreated, OrderUpdated)
class NoteOrders implements IEventHandler<OrderCreated | OrderUpdated> {
  async handle({ data }: OrderCreated | OrderUpdated, delivered?: Delivered) {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
    failOn(data.user_id);
    await note(delivered as Delivered, `${data.id}:${data.user_id}`);
  }
}

/** Notes that are made only once the promise resolves. */
const held = new Map<string, Promise<void>>();
afterEach(() => held.clear());

class MakeNote extends Command<void> {
  constructor(
    readonly text: string,
    readonly meta = new CommandMeta(),
  ) {
    super();
  }
}

@CommandHandler(MakeNote)
class MakeNoteHandler implements ICommandHandler<MakeNote> {
  constructor(private readonly log: EventLog) {}

  async execute({ text, meta }: MakeNote) {
    await held.get(text);
    await this.log.transaction(meta, async ({ query }) => {
      await query('INSERT INTO public.notes (text) VALUES ($1)', [text]);
    });
    failOn(`after ${text}`);
  }
}

/** Appends events of new orders in one commit, each with this many hashes of padding that no schema has. */
async function appendOrders(shop: Shop, count: number, words: number): Promise<void> {
  await shop.db.query(
    `SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'order-' || n, 'version', 1, 'type', 'order_created_v1', 'data',
       jsonb_build_object('id', n, 'user_id', 1, 'currency', 'EUR', 'created_at', '2026-01-01T00:00:00.000Z', 'words',
         (SELECT string_agg(md5((n * w)::text), ' ') FROM generate_series(1, $2::int) AS w))) ORDER BY n),
       '{"commandId": "x", "actor": "x", "correlationId": "x", "causationId": null}')
     FROM generate_series(1, $1::int) AS n`,
    [count, words],
  );
}

describe('an @EventsHandler', () => {
  it('gets each event after its first start once, in order, and is awaited', async () => {
    const before = await shopWith([]);
    await before.db.query(NOTES);
    await before.createOrder(1);
    await before.settle();
    const shop = await shopWith([NoteOrders], {}, before);
    const order = await shop.createOrder(2);
    for (let userId = 3; userId < 30; userId++) await shop.changeOrder(order, { userId });
    await shop.settle();
    expect(await notes(shop)).toEqual(Array.from({ length: 28 }, (_, n) => `${order}:${n + 2}`));
  });

  it('continues after a restart at its checkpoint', async () => {
    const first = await shopWith([]);
    await first.db.query(NOTES);
    const second = await shopWith([NoteOrders], {}, first);
    await second.createOrder(1);
    await second.settle();
    await second.app.close();
    await first.createOrder(2);
    const third = await shopWith([NoteOrders], {}, first);
    await third.settle();
    expect(await notes(first)).toEqual(['1:1', '2:2']);
  });

  it('gets each event in only one of several processes', async () => {
    const first = await shopWith([NoteOrders]);
    await first.db.query(NOTES);
    const second = await shopWith([NoteOrders], {}, first);
    const ids = await Promise.all(Array.from({ length: 40 }, (_, n) => [first, second][n % 2]?.createOrder(n + 1)));
    await first.settle();
    expect((await notes(first)).map((text) => Number(text.split(':')[0])).toSorted((a, b) => a - b)).toEqual(
      ids.toSorted((a, b) => Number(a) - Number(b)),
    );
  });

  it('gets events again if its checkpoint is set back', async () => {
    const shop = await shopWith([NoteOrders]);
    await shop.db.query(NOTES);
    const order = await shop.createOrder(1);
    await shop.settle();
    await shop.db.query(`UPDATE log.checkpoints SET position = 0 WHERE subscription = 'handler NoteOrders'`);
    await shop.addGoods(order);
    await shop.settle();
    expect(await notes(shop)).toEqual([`${order}:1`, `${order}:1`]);
  });

  it('gets event objects that it shares with no other handler', async () => {
    @EventsHandler(OrderCreated)
    class SpoilOrders implements IEventHandler<OrderCreated> {
      handle({ data }: OrderCreated, delivered?: Delivered) {
        Object.assign(data, { user_id: 'spoilt' });
        Object.assign(delivered?.recorded.metadata as object, { actor: 'spoilt' });
      }
    }
    @EventsHandler(OrderCreated)
    class NoteActors implements IEventHandler<OrderCreated> {
      async handle({ data }: OrderCreated, delivered?: Delivered) {
        await note(delivered as Delivered, `${delivered?.recorded.metadata.actor}:${data.user_id}`);
      }
    }
    const shop = await shopWith([SpoilOrders, NoteActors]);
    await shop.db.query(NOTES);
    for (let userId = 1; userId < 10; userId++) await shop.createOrder(userId);
    await shop.settle();
    expect(await notes(shop)).toEqual(Array.from({ length: 9 }, (_, n) => `anonymous:${n + 1}`));
  });

  it.each([
    ['many events', 1_200, 1],
    ['large events', 3, 60_000],
  ])('gets all events of one commit that are too %s for the memory of the poller', async (_, count, words) => {
    const seen: string[] = [];
    @EventsHandler(OrderCreated)
    class SeeOrders implements IEventHandler<OrderCreated> {
      handle(_: OrderCreated, { recorded }: Delivered = {} as Delivered) {
        seen.push(recorded.stream);
      }
    }
    const shop = await shopWith([SeeOrders]);
    const streams = Array.from({ length: count }, (_, n) => `order-${n + 1}`);
    await appendOrders(shop, count, words);
    await shop.settle();
    expect(seen).toEqual(streams);
    const { rows } = await shop.db.query('SELECT count(*)::int AS count FROM read.known_orders');
    expect(rows[0].count).toBe(count);
  });

  it('gets events behind the memory of the poller once and in order, fresh ones after a failure, and none of a parked stream', async () => {
    const seen: number[] = [];
    let failures = 0;
    @EventsHandler(OrderCreated)
    class SeeUsers implements IEventHandler<OrderCreated> {
      handle({ data }: OrderCreated) {
        failOn(data.id);
        seen.push(data.id * data.user_id);
        if (data.id !== 300 || failures++ > 0) return;
        Object.assign(data, { user_id: 0 });
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      }
    }
    const shop = await shopWith([SeeUsers]);
    poison.add(150);
    await appendOrders(shop, 1_200, 1);
    await shop.settle();
    const ids = Array.from({ length: 1_200 }, (_, n) => n + 1).filter((id) => id !== 150);
    expect(seen).toEqual(ids.flatMap((id) => (id === 300 ? [id, id] : [id])));
    expect((await shop.http.get('/v1/quarantine').expect(200)).body.data).toMatchObject([{ stream: 'order-150', position: 150 }]);
  });

  it('has a page of events in memory for a second, and for the log only that it was read from', async () => {
    const shop = await shopWith([]);
    await appendOrders(shop, 3, 1);
    const subscription = {
      name: 'x',
      version: 1,
      build: 'serving',
      isFold: false,
      batchSize: 1,
      types: [OrderCreated.type],
    } as const;
    const pages = new EventPages({ ...subscription, handle: async () => undefined });
    const database = shop.app.get<DataSource>(getDataSourceToken(VIEW));
    const next = async (after: number, incarnation = 'this one') =>
      (await pages.next(database, after, 3, 1, incarnation))?.events.map(({ data }) => (data as { user_id: number }).user_id);
    const change = (user: number) =>
      shop.db.query(`UPDATE log.events SET data = jsonb_set(data::jsonb, '{user_id}', to_jsonb($1::int))`, [user]);
    expect(await next(0)).toEqual([1]);
    await shop.db.query('ALTER TABLE log.events DISABLE TRIGGER USER');
    await change(2);
    expect(await next(1)).toEqual([1]);
    expect(await next(1, 'another')).toEqual([2]);
    await change(3);
    expect(await next(0, 'another')).toEqual([3]);
    expect(inspect(pages, { depth: null })).toContain('order-3');
    // Nothing asks for it any more.
    await until(() => !inspect(pages, { depth: null }).includes('order-3'));
    expect(await next(0, 'another')).toEqual([3]);
  });

  it('is refused at the start if it handles a class that is no event of the log', async () => {
    class Strange {}
    @EventsHandler(Strange)
    class StrangeHandler {
      handle() {}
    }
    await expect(shopWith([StrangeHandler])).rejects.toThrow(
      'StrangeHandler handles Strange, which no module registers as an event of the log.',
    );
  });
});

describe('@InBatches', () => {
  const batches: number[][] = [];
  afterEach(() => batches.splice(0));

  @InBatches(50)
  @EventsHandler(OrderCreated)
  class NoteManyOrders implements IEventHandler<OrderCreated[]> {
    async handle(events: OrderCreated[], delivered?: DeliveredBatch) {
      batches.push(events.map(({ data }) => data.id));
      for (const { data } of events) failOn(data.id);
      const texts = events.map(({ data }, n) => `${data.id} at ${delivered?.recorded[n]?.position}`);
      await delivered?.manager.query('INSERT INTO public.notes (text) SELECT unnest($1::text[])', [texts]);
    }
  }

  it('brings a handler many events at once, each in effect once, and parks the stream of the one that fails', async () => {
    const shop = await shopWith([NoteManyOrders]);
    await shop.db.query(NOTES);
    poison.add(70);
    await appendOrders(shop, 120, 1);
    await shop.settle();
    expect(batches[0]).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    const others = Array.from({ length: 120 }, (_, n) => n + 1).filter((n) => n !== 70);
    expect(await notes(shop)).toEqual(others.map((n) => `${n} at ${n}`));
    expect((await shop.http.get('/v1/quarantine').expect(200)).body.data).toMatchObject([{ stream: 'order-70', position: 70 }]);
  });

  it.each([0, 1.5, 1_001, Number.NaN])('does not take a size of %s', (size) => {
    expect(() => InBatches(size)).toThrow(`@InBatches takes a whole number from 1 to 1000, not ${size}.`);
  });
});

describe('@StartAt', () => {
  /** A handler, a saga and a class with two sagas, which write to `begun` with the user of each order. */
  function beginners(start: 'origin' | 'end' | undefined) {
    const startAt = start ? StartAt(start) : () => undefined;
    const begun: Record<string, number[]> = { handler: [], saga: [], one: [], other: [] };
    const record = (name: string) => (events$: Observable<object>) =>
      events$.pipe(
        ofType(OrderCreated),
        map(({ data }) => {
          begun[name]?.push(data.user_id);
          return new CancelWakeUp('none');
        }),
      );
    @startAt
    @EventsHandler(OrderCreated)
    class Beginner implements IEventHandler<OrderCreated> {
      handle({ data }: OrderCreated) {
        begun.handler?.push(data.user_id);
      }
    }
    @Injectable()
    class BeginnerSaga {
      @startAt
      @Saga()
      saga = record('saga');
    }
    @startAt
    @Injectable()
    class BeginnerSagas {
      @Saga()
      one = record('one');
      @StartAt('end')
      @Saga()
      other = record('other');
    }
    return { begun, providers: [Beginner, BeginnerSaga, BeginnerSagas] };
  }

  it.each([
    ['from the first event of the log with origin', 'origin' as const, [1, 2]],
    ['from the end of the log with end', 'end' as const, []],
    ['from the end of the log without it', undefined, []],
  ])('has a handler or a saga begin %s', async (_, start, past) => {
    const before = await shopWith([]);
    for (const userId of [1, 2]) await before.createOrder(userId);
    await before.settle();
    const { begun, providers } = beginners(start);
    const shop = await shopWith(providers, {}, before);
    await shop.createOrder(3);
    await shop.settle();
    expect(begun).toEqual({ handler: [...past, 3], saga: [...past, 3], one: [...past, 3], other: [3] });
  });

  it('counts only for the first start', async () => {
    const first = await shopWith(beginners('end').providers);
    await first.createOrder(1);
    await first.settle();
    await first.app.close();
    const { begun, providers } = beginners('origin');
    const second = await shopWith(providers, {}, first);
    await second.createOrder(2);
    await second.settle();
    expect(begun).toEqual({ handler: [2], saga: [2], one: [2], other: [2] });
  });

  it('brings a saga the whole past, each command once', async () => {
    const before = await shopWith([]);
    await before.db.query(NOTES);
    await appendOrders(before, 450, 1);
    await before.settle();
    @Injectable()
    class LateSaga {
      @StartAt('origin')
      @Saga()
      late = (events$: Observable<object>) =>
        events$.pipe(
          ofType(OrderCreated),
          mergeMap(({ data: { id } }) => (id % 90 === 0 ? [new MakeNote(String(id))] : [])),
        );
    }
    const shop = await shopWith([LateSaga, MakeNoteHandler], {}, before);
    await shop.settle();
    expect((await notes(shop)).toSorted()).toEqual(['180', '270', '360', '450', '90']);
  });
});

describe('a process that stops', () => {
  it('ends every wait for events', async () => {
    const first = await shopWith([]);
    const second = await shopWith([], {}, first);
    const news = second.app.get(LogPoller).beyond(Number.MAX_SAFE_INTEGER, 3_600_000);
    await second.app.close();
    expect(await news).toBeLessThan(Number.MAX_SAFE_INTEGER);
  });
});

describe('a request that waits for a position', () => {
  it('has the log polled without the pause that commands get', async () => {
    const shop = await shopWith([]);
    await shop.createOrder();
    await shop.settle();
    const poller = new LogPoller(shop.app.get(getDataSourceToken(VIEW)), shop.app.get(EventLog));
    // On a clock that stands still, a pause never ends.
    vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    try {
      poller.start(false);
      await until(() => poller.horizon > 0);
      const events = [{ stream: 'order-1', version: 1_000, type: 'order_noted_v1', data: {} }];
      const { rows } = await shop.db.query('SELECT log.append($1, $2)::int AS position', [JSON.stringify(events), {}]);
      const [{ position }] = rows;
      await until(() => {
        poller.hurry(position);
        return poller.horizon === position;
      });
    } finally {
      vi.restoreAllMocks();
      await poller.stop();
    }
  });
});

describe('a stream on which a handler failed', () => {
  const quarantine = async (shop: Shop, state = 'parked') => (await shop.get('/v1/quarantine', { state }).expect(200)).body.data;

  async function poisoned(): Promise<{ shop: Shop; bad: number; good: number; parked: { id: number } }> {
    const shop = await shopWith([NoteOrders]);
    await shop.db.query(NOTES);
    const [bad, good] = [await shop.createOrder(1), await shop.createOrder(2)];
    poison.add(13);
    await shop.changeOrder(bad, { userId: 13 });
    for (const userId of [14, 15]) {
      await shop.changeOrder(bad, { userId });
      await shop.changeOrder(good, { userId });
    }
    await shop.settle();
    const [parked] = await quarantine(shop);
    return { shop, bad, good, parked };
  }

  it('waits in quarantine with all its later events while other streams go on', async () => {
    const { shop, bad, good, parked } = await poisoned();
    expect(await notes(shop)).toEqual([`${bad}:1`, `${good}:2`, `${good}:14`, `${good}:15`]);
    expect(parked).toMatchObject({
      subscription: 'handler NoteOrders',
      stream: `order-${bad}`,
      position: 3,
      eventType: 'order_updated_v1',
      error: '13 is poison',
      attempts: 1,
      waiting: 3,
      state: 'parked',
    });
  });

  it('appears in the health check and in the list of subscriptions', async () => {
    const { shop, bad } = await poisoned();
    const ready = await shop.http.get('/readyz').expect(200);
    expect(ready.body).toEqual({
      status: 'degraded',
      reasons: [{ subscription: 'handler NoteOrders', problem: '1 stream is in quarantine' }],
    });
    const { body } = await shop.get('/v1/views').expect(200);
    expect(body.data).toContainEqual(
      expect.objectContaining({ name: 'handler NoteOrders', state: 'degraded', quarantinedStreams: [`order-${bad}`], lag: 0 }),
    );
  });

  it('goes on in order when an operator retries it after a fix', async () => {
    const { shop, bad, good, parked } = await poisoned();
    poison.clear();
    const { headers } = await shop.http.post(`/v1/quarantine/${parked.id}/retry`).expect(202);
    expect(headers.location).toBe(`/v1/quarantine/${parked.id}`);
    await until(async () => (await shop.http.get(headers.location as string)).body.state === 'released');
    expect(await notes(shop)).toEqual([
      ...[`${bad}:1`, `${good}:2`, `${good}:14`, `${good}:15`],
      ...[`${bad}:13`, `${bad}:14`, `${bad}:15`],
    ]);
    await shop.changeOrder(bad, { userId: 16 });
    await shop.settle();
    expect((await notes(shop)).at(-1)).toBe(`${bad}:16`);
    expect(await quarantine(shop)).toEqual([]);
    expect((await shop.http.get('/readyz').expect(200)).body).toEqual({ status: 'ok', reasons: [] });
  });

  it('stays in quarantine if the retry fails', async () => {
    const { shop, parked } = await poisoned();
    await shop.http.post(`/v1/quarantine/${parked.id}/retry`).expect(202);
    await until(async () => (await quarantine(shop))[0].attempts === 2);
    expect((await quarantine(shop))[0]).toMatchObject({ state: 'parked', wish: null, position: 3, waiting: 3 });
  });

  it('goes on without a skipped event, and the skip is on record with its author and reason', async () => {
    const { shop, bad, parked } = await poisoned();
    await shop.http.post(`/v1/quarantine/${parked.id}/skip`).send({}).expect(400);
    await shop.http.post(`/v1/quarantine/${parked.id}/skip`).send({ reason: 'a test of ours', by: 'Jana' }).expect(202);
    await until(async () => (await quarantine(shop, 'released')).length === 1);
    expect((await notes(shop)).filter((text) => text.startsWith(`${bad}:`))).toEqual([`${bad}:1`, `${bad}:14`, `${bad}:15`]);
    expect(await quarantine(shop, 'skipped')).toMatchObject([
      { id: parked.id, by: 'Jana', reason: 'a test of ours', position: 3 },
    ]);
    expect(await quarantine(shop)).toEqual([]);
    const again = await shop.http.post(`/v1/quarantine/${parked.id}/retry`).expect(422);
    expect(again.body.code).toBe('quarantine.ended');
  });

  it('waits at the next event that fails after one was skipped', async () => {
    const { shop, parked } = await poisoned();
    poison.add(15);
    await shop.http.post(`/v1/quarantine/${parked.id}/skip`).send({ reason: 'no' }).expect(202);
    await until(async () => (await quarantine(shop))[0]?.error === '15 is poison');
    expect((await quarantine(shop))[0]).toMatchObject({ position: 6, waiting: 1 });
  });
});

describe('a failure that may pass', () => {
  it('is retried with growing delays, without quarantine', async () => {
    let failures = 0;
    @EventsHandler(OrderCreated)
    class CallElsewhere {
      async handle(_: OrderCreated, delivered: Delivered) {
        if (failures++ < 3) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
        await note(delivered, 'done');
      }
    }
    const shop = await shopWith([CallElsewhere]);
    await shop.db.query(NOTES);
    await shop.createOrder();
    await shop.settle();
    expect(failures).toBe(4);
    expect(await notes(shop)).toEqual(['done']);
    expect((await shop.http.get('/v1/quarantine').expect(200)).body.data).toEqual([]);
  });
});

describe('a @Saga', () => {
  @Injectable()
  class NoteSaga {
    @Saga()
    note = (events$: Observable<object>) =>
      events$.pipe(
        ofType(OrderCreated),
        map(({ data }) => {
          failOn(data.user_id);
          return data;
        }),
        mergeMap(({ id }) => [new MakeNote(`a${id}`), new MakeNote(`b${id}`)]),
      );
  }

  it('that throws keeps running, and a retry after a fix releases its stream', async () => {
    const shop = await shopWith([NoteSaga, MakeNoteHandler]);
    await shop.db.query(NOTES);
    poison.add(13);
    for (const userId of [1, 13, 3]) await shop.createOrder(userId);
    await shop.settle();
    expect((await notes(shop)).toSorted()).toEqual(['a1', 'a3', 'b1', 'b3']);
    poison.clear();
    const [parked] = (await shop.http.get('/v1/quarantine').expect(200)).body.data;
    expect(parked).toMatchObject({ subscription: 'saga NoteSaga.note', stream: 'order-2' });
    await shop.http.post(`/v1/quarantine/${parked.id}/retry`).expect(202);
    await until(async () => (await notes(shop)).length === 6);
    expect((await notes(shop)).slice(4)).toEqual(['a2', 'b2']);
  });

  it('has commands that take effect once however often they are sent', async () => {
    const shop = await shopWith([NoteSaga, MakeNoteHandler]);
    await shop.db.query(NOTES);
    // The second command fails after its commit, so the saga sends both again.
    poison.add('after b1');
    await shop.createOrder(1);
    await shop.settle();
    expect(await notes(shop)).toEqual(['a1', 'b1']);
    poison.clear();
    const [parked] = (await shop.http.get('/v1/quarantine').expect(200)).body.data;
    await shop.http.post(`/v1/quarantine/${parked.id}/retry`).expect(202);
    await until(async () => (await shop.http.get('/v1/quarantine').expect(200)).body.data.length === 0);
    expect(await notes(shop)).toEqual(['a1', 'b1']);
    // As after a crash between the command and the checkpoint.
    await shop.db.query(`UPDATE log.checkpoints SET position = 0 WHERE subscription = 'saga NoteSaga.note'`);
    await shop.createOrder(2);
    await shop.settle();
    expect(await notes(shop)).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  /** Appends orders to streams in one commit; the n-th has the id and the user n. */
  const appendTo = (shop: Shop, streams: readonly string[]) => {
    const events = streams.map((stream, index) => ({
      stream,
      version: streams.slice(0, index + 1).filter((other) => other === stream).length,
      type: 'order_created_v1',
      data: { id: index + 1, user_id: index + 1, currency: 'EUR', created_at: '2026-01-01T00:00:00.000Z' },
    }));
    const metadata = { commandId: 'x', actor: 'x', correlationId: 'x', causationId: null };
    return shop.db.query('SELECT log.append($1, $2)', [JSON.stringify(events), metadata]);
  };

  it('works on streams side by side, and on each of them in order', async () => {
    const shop = await shopWith([NoteSaga, MakeNoteHandler]);
    await shop.db.query(NOTES);
    let release = () => {};
    held.set('a1', new Promise((resolve) => (release = resolve)));
    await appendTo(shop, ['order-1', 'order-2', 'order-1', 'order-4']);
    // Order 1 waits, and so does the later event of its stream.
    await until(async () => (await notes(shop)).length === 4);
    expect((await notes(shop)).toSorted()).toEqual(['a2', 'a4', 'b2', 'b4']);
    release();
    await shop.settle();
    expect((await notes(shop)).slice(4)).toEqual(['a1', 'b1', 'a3', 'b3']);
  });

  it('moves its checkpoint up to the first event that fails, and repeats nothing behind it', async () => {
    const shop = await shopWith([NoteSaga, MakeNoteHandler]);
    await shop.db.query(NOTES);
    poison.add(3);
    await appendTo(shop, ['order-1', 'order-2', 'order-3', 'order-4', 'order-3', 'order-1']);
    await shop.settle();
    expect((await notes(shop)).toSorted()).toEqual(['a1', 'a2', 'a4', 'a6', 'b1', 'b2', 'b4', 'b6']);
    poison.clear();
    const { data } = (await shop.http.get('/v1/quarantine').expect(200)).body;
    expect(data).toMatchObject([{ stream: 'order-3', position: 3 }]);
    await shop.http.post(`/v1/quarantine/${data[0].id}/retry`).expect(202);
    await until(async () => (await notes(shop)).length === 12);
    expect((await notes(shop)).slice(8)).toEqual(['a3', 'b3', 'a5', 'b5']);
  });

  it('has its commands committed together, each with an outcome of its own', async () => {
    const shop = await shopWith([]);
    const orders = await Promise.all(Array.from({ length: 30 }, (_, n) => shop.createOrder(n + 1)));
    for (const order of orders) await shop.addGoods(order);
    await shop.settle();
    const commits = async () =>
      (await shop.db.query('SELECT xmin::text, key, position FROM write.outcomes WHERE cause IS NOT NULL')).rows;
    await Promise.all(orders.map((order) => shop.deleteOrder(order)));
    await shop.settle();
    const rows = await commits();
    expect(new Set(rows.map(({ key }) => key)).size).toBe(30);
    expect(new Set(rows.map(({ xmin }) => xmin)).size).toBeLessThan(30);
    const { rows: deleted } = await shop.db.query(
      `SELECT position FROM log.events WHERE type = 'goods_deleted_v1' ORDER BY position`,
    );
    expect(rows.map(({ position }) => Number(position)).toSorted((a, b) => a - b)).toEqual(
      deleted.map(({ position }) => Number(position)),
    );
    // As after a crash between the commands and the checkpoint.
    await shop.db.query(`UPDATE log.checkpoints SET position = 0 WHERE subscription = 'saga RemoveGoodsSaga.removeGoods'`);
    await shop.createOrder(99);
    await shop.settle();
    expect(await commits()).toEqual(rows);
  });

  it('has no command executed on a log that was replaced since', async () => {
    const shop = await shopWith([MakeNoteHandler]);
    await shop.db.query(NOTES);
    const order = await shop.createOrder(1);
    const log = shop.app.get(EventLog);
    const once = (key: string) => ({ key, fingerprint: '', cause: 1, incarnation: 'of another server', wait: true });
    const change = log.transaction(new CommandMeta({ once: once('change') }), async ({ rows, append }) => {
      const row = await rows.lock(Order, order);
      row.userId = 2;
      await rows.save(row);
      append(row, new OrderUpdated(row.data));
    });
    const note = log.transaction(new CommandMeta({ once: once('note') }), async ({ query }) => {
      await query('INSERT INTO public.notes (text) VALUES ($1)', ['lost']);
    });
    await Promise.all([change, note].map((command) => expect(command).rejects.toThrow(LogReplaced)));
    expect(await notes(shop)).toEqual([]);
    expect((await shop.db.query('SELECT FROM write.outcomes WHERE cause IS NOT NULL')).rows).toEqual([]);
    expect((await shop.db.query(`SELECT FROM log.events WHERE type = 'order_updated_v1'`)).rows).toEqual([]);
  });

  it('gets each event once, including those that it ignores', async () => {
    const told: string[] = [];
    @Injectable()
    class CountingSaga {
      @Saga()
      count = (events$: Observable<object>) =>
        events$.pipe(
          mergeMap((event) => {
            const { id, user_id } = (event as OrderCreated).data;
            told.push(`${id}:${user_id}`);
            return user_id % 5 === 0 ? [new MakeNote(`${id}`)] : user_id % 7 === 0 ? [new CancelWakeUp('none')] : [];
          }),
        );
    }
    const shop = await shopWith([CountingSaga, MakeNoteHandler]);
    await shop.db.query(NOTES);
    const orders = await Promise.all(Array.from({ length: 30 }, (_, n) => shop.createOrder(n + 1)));
    await shop.settle();
    expect(told.toSorted()).toEqual(orders.map((order, n) => `${order}:${n + 1}`).toSorted());
    expect(await notes(shop)).toHaveLength(6);
  });

  it.each([
    [
      'waits',
      (events$: Observable<object>) =>
        events$.pipe(
          ofType(OrderCreated),
          delay(5),
          map(() => new MakeNote('late')),
        ),
    ],
    [
      'keeps values for later',
      (events$: Observable<object>) =>
        events$.pipe(
          ofType(OrderCreated),
          bufferCount(2),
          map(() => new MakeNote('both')),
        ),
    ],
  ])('that %s is detected', async (_, saga) => {
    @Injectable()
    class BadSaga {
      @Saga()
      bad = saga;
    }
    const shop = await shopWith([BadSaga, MakeNoteHandler]);
    await shop.db.query(NOTES);
    await shop.createOrder();
    await shop.settle();
    expect(await notes(shop)).toEqual([]);
    const { data } = (await shop.http.get('/v1/quarantine').expect(200)).body;
    expect(data).toMatchObject([{ error: 'saga BadSaga.bad must answer what it is told, at once, and keep nothing for later' }]);
  });
});

it('a command that a saga emits stays as it is, so one that is frozen can be emitted for each event', async () => {
  const note = Object.freeze(new MakeNote('the same'));
  const { commandId } = note.meta;
  @Injectable()
  class ConstantSaga {
    @Saga()
    constant = (events$: Observable<object>) =>
      events$.pipe(
        ofType(OrderCreated),
        mergeMap(() => [note, note]),
      );
  }
  const shop = await shopWith([ConstantSaga, MakeNoteHandler]);
  await shop.db.query(NOTES);
  for (const userId of [1, 2]) await shop.createOrder(userId);
  await shop.settle();
  expect(await notes(shop)).toEqual(Array(4).fill('the same'));
  expect(note.meta.commandId).toBe(commandId);
});

describe("a handler of a saga's command that ignores its meta", () => {
  class ForgetNote extends MakeNote {}

  @CommandHandler(ForgetNote)
  class ForgetNoteHandler implements ICommandHandler<ForgetNote> {
    constructor(private readonly log: EventLog) {}

    async execute({ text }: ForgetNote) {
      await this.log.transaction(new CommandMeta(), async ({ query }) => {
        await query('INSERT INTO public.notes (text) VALUES ($1)', [text]);
      });
    }
  }

  @Injectable()
  class ForgetfulSaga {
    @Saga()
    forget = (events$: Observable<object>) =>
      merge(
        events$.pipe(
          ofType(OrderCreated),
          mergeMap(({ data: { id } }) => [new MakeNote(`a${id}`), new ForgetNote(`b${id}`), new MakeNote(`c${id}`)]),
        ),
        events$.pipe(
          ofType(OrderDeleted),
          map(() => new WakeUp('soon', { after: 0 })),
        ),
        events$.pipe(
          ofType(Woken),
          map(({ key }) => new ForgetNote(key)),
        ),
      );
  }
  const error =
    "saga ForgetfulSaga.forget sent ForgetNote, whose handler recorded no outcome: it must pass the command's meta to EventLog.transaction or inParts, or the command may take effect twice.";

  it('fails loudly, by name, before the next command is sent', async () => {
    const shop = await shopWith([ForgetfulSaga, MakeNoteHandler, ForgetNoteHandler]);
    await shop.db.query(NOTES);
    const order = await shop.createOrder(1);
    await shop.settle();
    const { data } = (await shop.http.get('/v1/quarantine').expect(200)).body;
    expect(data).toMatchObject([{ subscription: 'saga ForgetfulSaga.forget', stream: `order-${order}`, error }]);
    expect(await notes(shop)).toEqual([`a${order}`, `b${order}`]);
  });

  it('fails the timer that caused the command', async () => {
    const before = await shopWith([]);
    await before.db.query(NOTES);
    const order = await before.createOrder(1);
    await before.settle();
    const shop = await shopWith([ForgetfulSaga, MakeNoteHandler, ForgetNoteHandler], {}, before);
    await shop.deleteOrder(order);
    const timers = async () => (await shop.get('/v1/timers').expect(200)).body.data;
    await until(async () => (await timers())[0]?.error);
    expect(await timers()).toMatchObject([{ saga: 'saga ForgetfulSaga.forget', key: 'soon', error }]);
  });
});

describe('a timer of a saga', () => {
  @Injectable()
  class RemindSaga {
    @Saga()
    remind = (events$: Observable<object>) =>
      merge(
        events$.pipe(
          ofType(OrderCreated),
          map(({ data }) => new WakeUp(`remind-${data.id}`, { after: data.user_id * 1_000 }, { order: data.id })),
        ),
        events$.pipe(
          ofType(OrderUpdated),
          map(({ data }) => new WakeUp(`remind-${data.id}`, { at: new Date(Date.now() - data.user_id) }, { order: -data.id })),
        ),
        events$.pipe(
          ofType(OrderDeleted),
          map(({ data }) => new CancelWakeUp(`remind-${data.id}`)),
        ),
        events$.pipe(
          ofType(Woken),
          map(({ key, data }) => {
            failOn(key);
            return new MakeNote(`${key} ${JSON.stringify(data)}`);
          }),
        ),
      );
  }
  const timers = async (shop: Shop) => (await shop.get('/v1/timers').expect(200)).body.data;
  const HOUR = 3_600;

  it('is listed, can be moved and fires once', async () => {
    const shop = await shopWith([RemindSaga, MakeNoteHandler]);
    await shop.db.query(NOTES);
    const order = await shop.createOrder(HOUR);
    await shop.settle();
    const [timer] = await timers(shop);
    expect(timer).toMatchObject({
      saga: 'saga RemindSaga.remind',
      key: `remind-${order}`,
      data: { order },
      cause: 1,
      error: null,
    });
    const [event] = (await shop.get('/v1/events').expect(200)).body.data;
    expect(Date.parse(timer.dueAt) - Date.parse(event.datetime)).toBe(HOUR * 1_000);
    await shop.changeOrder(order, { userId: 1 });
    // The command is committed in a transaction of its own, before that of the timer ends.
    await until(async () => (await timers(shop)).length === 0);
    expect(await notes(shop)).toEqual([`remind-${order} {"order":${-order}}`]);
  });

  it('fires at the next start if no process was running when it was due', async () => {
    const first = await shopWith([]);
    await first.db.query(NOTES);
    const second = await shopWith([RemindSaga, MakeNoteHandler], {}, first);
    const order = await second.createOrder(HOUR);
    await second.settle();
    await second.app.close();
    await first.db.query(`UPDATE log.timers SET due_at = clock_timestamp() - interval '1 minute'`);
    await shopWith([RemindSaga, MakeNoteHandler], {}, first);
    await until(async () => (await notes(first)).length > 0);
    expect(await notes(first)).toEqual([`remind-${order} {"order":${order}}`]);
  });

  it('can be cancelled by its saga and by an operator', async () => {
    const shop = await shopWith([RemindSaga, MakeNoteHandler]);
    const [one, other] = [await shop.createOrder(HOUR), await shop.createOrder(HOUR)];
    await shop.deleteOrder(one);
    await shop.settle();
    const [left, ...rest] = await timers(shop);
    expect([left.key, rest]).toEqual([`remind-${other}`, []]);
    await shop.http.delete(`/v1/timers/${left.id}`).expect(204);
    expect(await timers(shop)).toEqual([]);
    expect((await shop.http.delete(`/v1/timers/${left.id}`).expect(404)).body.code).toBe('timer.not-found');
  });

  it('that fails waits for an operator while other timers fire', async () => {
    const shop = await shopWith([RemindSaga, MakeNoteHandler]);
    await shop.db.query(NOTES);
    const [bad, good] = [await shop.createOrder(HOUR), await shop.createOrder(HOUR)];
    poison.add(`remind-${bad}`);
    for (const order of [bad, good]) await shop.changeOrder(order, { userId: 1 });
    await until(async () => (await notes(shop)).length > 0);
    expect(await notes(shop)).toEqual([`remind-${good} {"order":${-good}}`]);
    await until(async () => (await timers(shop))[0]?.error !== null);
    expect(await timers(shop)).toMatchObject([{ key: `remind-${bad}`, error: `remind-${bad} is poison` }]);
    expect((await shop.http.get('/readyz').expect(200)).body.reasons).toEqual([
      { subscription: 'saga RemindSaga.remind', problem: '1 timer failed' },
    ]);
  });
});

describe('two handlers of one command or query', () => {
  it('are refused at the start, by name', async () => {
    @CommandHandler(MakeNote)
    class OtherHandler extends MakeNoteHandler {}
    await expect(shopWith([MakeNoteHandler, OtherHandler])).rejects.toThrow(
      'The command MakeNote has two handlers, MakeNoteHandler and OtherHandler; there must be one.',
    );
  });

  it('are refused even if they are one class that is provided twice', async () => {
    @Module({ providers: [MakeNoteHandler] })
    class Again {}
    @Module({ providers: [MakeNoteHandler], imports: [Again] })
    class Once {}
    await expect(Shop.open({}, [Once])).rejects.toThrow('The command MakeNote has two handlers');
  });
});
