import { setTimeout as wait } from 'node:timers/promises';
import type { KronikaProcess } from '../support/process.js';
import { backUp, createDatabase } from '../support/shop.js';
import { fault, holdsWithin, type Run } from './fault.js';
import { Load } from './load.js';
import { differences, differingRows, foldShop, type LogEvent, readLog } from './oracle.js';

/** A process must notice within this time, and readers must reach the end of the log. */
const MAX_NOTICE_MS = 15_000;

/** A client of the live stream that starts over when it gets a `reset`. */
class Follower {
  resets = 0;
  events: LogEvent[] = [];
  private readonly ending = new AbortController();

  constructor(private readonly url: string) {
    void this.follow();
  }

  close(): void {
    this.ending.abort();
  }

  private async follow(): Promise<void> {
    const { signal } = this.ending;
    for (; !signal.aborted; await wait(20)) {
      const resets = this.resets;
      const after = this.events.at(-1)?.position ?? 0;
      const response = await fetch(`${this.url}/v1/events/stream?after=${after}`, { signal }).catch(() => undefined);
      if (!response?.body || response.status !== 200) continue;
      let text = '';
      try {
        for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
          const frames = (text + chunk).split('\n\n');
          text = frames.pop() as string;
          for (const frame of frames) this.take(frame);
        }
      } catch {
        // The stream was cut off; the client continues after its last event.
      }
      if (this.resets !== resets) this.events = [];
    }
  }

  private take(frame: string): void {
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    if (/^event: reset$/m.test(frame)) this.resets += 1;
    else if (data) this.events.push(JSON.parse(data));
  }
}

const scenario = async (run: Run) => {
  const database = await createDatabase('template0');
  run.defer(database.drop);
  const processes: KronikaProcess[] = [];
  const start = async () => {
    for (let n = 0; n < 2; n++) processes[n] = await run.start({ DATABASE_URL: database.url, LOG_LEVEL: 'error' });
  };
  const stop = () => Promise.all(processes.map((each) => each.signal('SIGTERM')));
  const counts = {
    streamsReset: 0,
    wrongStreams: 0,
    unnoticed: 0,
    notLive: 0,
    differences: 0,
    differing: 0,
    goodsWithoutOrder: 0,
  };
  for (let round = 0; round < run.size; round++) {
    await start();
    const before = new Load(() => processes, { clients: 6, seed: run.seed + 1_000 * round });
    await before.further(run.between(1, 40));
    await before.stop();
    await stop();
    const restore = await backUp(database, round % 2 ? `SELECT setval('log.position', log.last_position() + 32)` : undefined);
    await start();
    const followers = processes.map(({ url }) => new Follower(url));
    const load = new Load(() => processes, { clients: 6, seed: run.seed + 1_000 * round + 500 });
    await load.further(run.between(10, 60));
    await restore();
    await holdsWithin(() => followers.every(({ resets }) => resets > 0), MAX_NOTICE_MS);
    await load.further(run.between(1, 40));
    await load.stop();
    const [{ url }] = processes as [KronikaProcess];
    const state = () => processes[0]?.query('/v1/subscriptions') as Promise<{ data: { state: string; build: string }[] }>;
    const notLive = async () => (await state()).data.filter((each) => each.state !== 'live' && each.build !== 'previous').length;
    await holdsWithin(async () => (await notLive()) === 0, MAX_NOTICE_MS);
    counts.notLive += await notLive();
    const last = Number((await fetch(`${url}/v1/events?limit=1`)).headers.get('event-position'));
    const events = await readLog(url, last);
    const text = (found: readonly LogEvent[]) => JSON.stringify(found);
    await holdsWithin(() => followers.every((follower) => text(follower.events) === text(events)), MAX_NOTICE_MS);
    for (const follower of followers) {
      follower.close();
      counts.streamsReset += follower.resets;
      counts.wrongStreams += Number(text(follower.events) !== text(events));
    }
    for (const { output } of processes) counts.unnoticed += Number(!output.includes('The log went back'));
    const folded = foldShop(events);
    counts.differences += await differences(url, last, folded);
    counts.differing += await differingRows(url, 'order-history');
    counts.goodsWithoutOrder += orphans(events);
    await stop();
    run.progress(round);
  }
  return counts;
};

/** The number of goods that deleted orders have left behind. */
function orphans(events: readonly LogEvent[]): number {
  const goods = new Map<number, number>();
  const orders = new Set<number>();
  for (const { eventType, data } of events)
    if (eventType === 'order_created_v1') orders.add(data.id);
    else if (eventType === 'order_deleted_v1') orders.delete(data.id);
    else if (eventType === 'goods_deleted_v1') goods.delete(data.id);
    else if (eventType.startsWith('goods_')) goods.set(data.id, data.order_id);
  return [...goods.values()].filter((order) => !orders.has(order)).length;
}

fault('log-back', scenario, [
  {
    name: 'no look at the horizon falling',
    changes: [{ file: 'src/shared/subscriptions/log-marks.js', find: 'isLastGone || isShorter || (', replace: 'false && (' }],
  },
]);
