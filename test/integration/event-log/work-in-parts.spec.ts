import { Injectable, Module } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, ofType, Saga } from '@nestjs/cqrs';
import { mergeMap, type Observable } from 'rxjs';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { OrderCreated } from '../../../src/orders/order.events.js';
import { CommandMeta } from '../../../src/shared/event-log/command-meta.js';
import { EventLog, Unfinished } from '../../../src/shared/event-log/event-log.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

class Work extends Command<void> {
  readonly meta = new CommandMeta();
  constructor(readonly what: string) {
    super();
  }
}

@Injectable()
class WorkSaga {
  @Saga()
  work = (events$: Observable<object>) =>
    events$.pipe(
      ofType(OrderCreated),
      mergeMap(() => ['a', 'b', 'c'].map((what) => new Work(what))),
    );
}

const sent: string[] = [];
const done: string[] = [];
let clock = 0;

@CommandHandler(Work)
class WorkHandler implements ICommandHandler<Work> {
  constructor(private readonly log: EventLog) {}

  async execute({ what, meta }: Work) {
    sent.push(what);
    await this.log.transaction(meta, async () => {
      done.push(what);
      clock += 30_000;
    });
  }
}

@Module({ providers: [WorkSaga, WorkHandler] })
class WorkModule {}

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({}, [WorkModule]);
});
afterAll(() => shop.close());
afterEach(() => vi.restoreAllMocks());

const once = (key: string) => new CommandMeta({ once: { key, fingerprint: '', cause: 1, wait: true } });

it('work in parts continues after the last id of the previous part, until there is none', async () => {
  const seen: (number | null)[] = [];
  await shop.app.get(EventLog).inParts<number>(new CommandMeta(), async (_, after) => {
    seen.push(after);
    return (after ?? 0) < 30 ? (after ?? 0) + 10 : null;
  });
  expect(seen).toEqual([null, 10, 20, 30]);
});

it('work that takes too long stops between two parts and continues there when the command is repeated', async () => {
  const log = shop.app.get(EventLog);
  const seen: (string | null)[] = [];
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const work = () =>
    log.inParts<string>(once('saga/parts'), async (_, after) => {
      seen.push(after);
      clock += 40_000;
      return { null: 'a', a: 'b', b: 'c' }[String(after)] ?? null;
    });
  await expect(work()).rejects.toThrow(Unfinished);
  expect(seen).toEqual([null, 'a']);
  await work();
  expect(seen).toEqual([null, 'a', 'b', 'c']);
  await work();
  expect(seen).toHaveLength(4);
});

it('a saga whose commands take too long together gets the event again and executes each command once', async () => {
  // The clock also runs by itself, because the poller uses it for its pauses.
  const real = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => real() + clock);
  await shop.createOrder();
  await until(() => done.length === 3);
  await shop.settle();
  expect(sent).toEqual(['a', 'b', 'a', 'b', 'c']);
  expect(done).toEqual(['a', 'b', 'c']);
  expect((await shop.http.get('/v1/quarantine').expect(200)).body.data).toEqual([]);
});
