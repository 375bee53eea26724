import { setTimeout as wait } from 'node:timers/promises';
import { fault, holdsWithin, type Run } from './fault.js';
import { NotedShop } from './noted-shop.js';
import { settled } from './oracle.js';

const SAGA = 'saga NoteSaga.note';
const EVENTS_EACH = 5;
const FAILING_PLACES = ['saga', 'before', 'after'] as const;

const scenario = async (run: Run) => {
  const shop = await NotedShop.open(run);
  const poisoned = new Set<number>();
  while (poisoned.size < run.size * 0.02) poisoned.add(run.between(1, run.size));
  for (const [n, kind] of FAILING_PLACES.entries())
    await shop.poisons(
      kind,
      [...poisoned].filter((_, index) => index % FAILING_PLACES.length === n),
    );
  const kills = Math.max(3, run.size / 200);

  const writing = shop.write(run.size / EVENTS_EACH, EVENTS_EACH, 1, 500);
  // The last kill comes after the streams were retried.
  for (let kill = 1; kill < kills; kill++) {
    await holdsWithin(() => shop.written >= (run.size * kill) / kills, 600_000);
    await wait(run.between(0, 50));
    await shop.kill();
    run.progress(shop.written);
  }
  await writing;
  const before = await shop.reckon('saga', SAGA, await settled(shop.url));
  const parked = (await shop.parked()).filter(({ subscription }) => subscription === SAGA);
  const streams = await shop.streamsOf([...poisoned]);
  await shop.mend();
  await wait(run.between(0, 50));
  await shop.kill();
  const after = await shop.reckon('saga', SAGA, await shop.mended());
  return {
    kills,
    parkedStreams: parked.length,
    lost: before.lost + after.lost,
    twice: before.twice + after.twice,
    outOfOrder: before.outOfOrder + after.outOfOrder,
    wronglyParked: parked.filter(({ stream }) => !streams.delete(stream)).length + streams.size,
    neverReleased: (await shop.parked()).length,
  };
};

fault('saga-poison', scenario, [
  {
    name: 'saga on the plain bus',
    changes: [
      {
        file: 'src/shared/subscriptions/durable-cqrs.js',
        find: 'this.eventBus.registerSagas = ',
        replace: 'this.registerSagas = ',
      },
    ],
  },
  {
    name: 'streams not kept in order',
    changes: [
      {
        file: 'src/shared/subscriptions/sagas.js',
        find: '(latest.get(event.stream) ?? Promise.resolve())',
        replace: 'Promise.resolve()',
      },
    ],
  },
]);
