import { fault, type Run } from './fault.js';
import { NotedShop } from './noted-shop.js';
import { differingRows, settled } from './oracle.js';

const HANDLER = 'handler NoteHandler';
const VIEW = 'noted-orders';
const EVENTS_EACH = 4;
/** On two slow cores, one process with all these readers falls behind at 100 a second, with poison and without. */
const COMMANDS_PER_SECOND = 50;

const scenario = async (run: Run) => {
  const shop = await NotedShop.open(run);
  const streams = run.isFull ? 1_000 : 100;
  const counts = { parkedStreams: 0, lost: 0, twice: 0, outOfOrder: 0, wronglyParked: 0, neverReleased: 0, differing: 0 };
  const times = { slowestMs: 0, over2s: 0 };
  const everPoisoned: number[] = [];
  for (let round = 0; round < run.size; round++) {
    const firstUser = 1 + round * streams * EVENTS_EACH;
    const poisoned = new Set<number>();
    while (poisoned.size < streams / 100) poisoned.add(firstUser + run.between(0, streams * EVENTS_EACH - 1));
    await shop.poisons('handler', [...poisoned]);
    await shop.poisons('view', [...poisoned]);
    await shop.write(streams, EVENTS_EACH, firstUser, COMMANDS_PER_SECOND);

    const before = await shop.reckon('handler', HANDLER, await settled(shop.url));
    const parked = new Set((await shop.parked()).map(({ subscription, stream }) => `${subscription} ${stream}`));
    const expected = [...(await shop.streamsOf([...poisoned]))].flatMap((stream) => [
      `${HANDLER} ${stream}`,
      `${VIEW} ${stream}`,
    ]);
    counts.parkedStreams += parked.size;
    counts.wronglyParked += expected.filter((name) => !parked.delete(name)).length + parked.size;
    // Streams of earlier rounds were late until they were mended, after the times of their round were taken.
    everPoisoned.push(...poisoned);
    const { slowest, late } = await shop.delays('handler', everPoisoned);
    times.slowestMs = Math.max(times.slowestMs, slowest);
    times.over2s += late;

    await shop.mend();
    const after = await shop.reckon('handler', HANDLER, await shop.mended());
    for (const what of ['lost', 'twice', 'outOfOrder'] as const) counts[what] += before[what] + after[what];
    counts.neverReleased += (await shop.parked()).length;
    counts.differing += (await differingRows(shop.url, VIEW)) + (await differingRows(shop.url, 'order-history'));
    run.progress(round + 1);
  }
  return { ...counts, ...times };
};

fault('stream-poison', scenario, [
  {
    name: 'handlers not awaited',
    changes: [
      {
        file: 'src/shared/subscriptions/handlers.js',
        find: 'await this.handler.handle(this.eventTypes.eventOf(recorded), { recorded, manager });',
        replace:
          'Promise.resolve(this.handler.handle(this.eventTypes.eventOf(recorded), { recorded, manager })).catch(() => undefined);',
      },
    ],
  },
  {
    name: 'quarantine that skips what comes after',
    changes: [
      {
        file: 'src/shared/subscriptions/quarantine.js',
        find: `AND q.state = 'parked' AND q.stream = e.stream`,
        replace: 'AND false',
      },
      {
        file: 'src/shared/subscriptions/quarantine.js',
        find: `AND state = 'parked' AND stream = ANY`,
        replace: `AND false AND stream = ANY`,
      },
    ],
  },
  {
    name: 'retry that forgets the order',
    changes: [
      {
        file: 'src/shared/subscriptions/quarantine.js',
        find: 'AND stream = $9\n     ORDER BY position LIMIT',
        replace: 'AND stream = $9\n     ORDER BY position DESC LIMIT',
      },
    ],
  },
]);
