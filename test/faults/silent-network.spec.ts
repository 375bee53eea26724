import { Network } from '../support/network.js';
import { fault, holdsWithin, type Run } from './fault.js';
import { Load, reckon } from './load.js';
import { differences, foldShop, type LogEvent, readLog, settled } from './oracle.js';

/** Commands without a key that are sent when the network has just fallen silent. */
const COMMANDS_IN_SILENCE = 8;

/** Commands without a key and views must work again within this time. */
const MAX_RECOVERY_MS = 20_000;
const SLOW_RECOVERY_MS = 10_000;

const scenario = async (run: Run) => {
  const network = await Network.to(await run.database());
  run.defer(() => network.close());
  const kronika = await run.start({ DATABASE_URL: network.url });
  const load = new Load(() => [kronika], { clients: 8, seed: run.seed });
  const counts = { silentConnections: 0, hanging: 0, notBack: 0, over10s: 0, slowestMs: 0 };
  const acknowledged: string[] = [];
  const marks: string[] = [];

  /** @returns the position; 0 if the client got no acknowledgement */
  const create = async (): Promise<number> => {
    const mark = `without-key-${run.seed}-${marks.length}`;
    marks.push(mark);
    const headers = { 'content-type': 'application/json', 'x-correlation-id': mark };
    const body = JSON.stringify({ userId: 1 });
    const signal = AbortSignal.timeout(MAX_RECOVERY_MS);
    try {
      const response = await fetch(`${kronika.url}/v1/order`, { method: 'POST', headers, body, signal });
      await response.arrayBuffer();
      if (response.status !== 201) return 0;
      acknowledged.push(mark);
      return Number(response.headers.get('event-position'));
    } catch {
      counts.hanging += 1;
      return 0;
    }
  };
  const isVisible = async (position: number) => {
    const signal = AbortSignal.timeout(MAX_RECOVERY_MS);
    const headers = { 'wait-for-position': String(position) };
    return fetch(`${kronika.url}/v1/order-history?limit=1`, { headers, signal }).then(
      ({ ok }) => ok,
      () => false,
    );
  };

  for (let round = 0; round < run.size && !counts.notBack; round++) {
    await load.further(run.between(1, 30));
    counts.silentConnections += network.silence();
    const start = Date.now();
    const commands = Array.from({ length: COMMANDS_IN_SILENCE }, create);
    const isBack = await holdsWithin(async () => {
      const position = await create();
      return position > 0 && (await isVisible(position));
    }, MAX_RECOVERY_MS);
    const milliseconds = Date.now() - start;
    await Promise.all(commands);
    if (!isBack) counts.notBack += 1;
    if (milliseconds > SLOW_RECOVERY_MS) counts.over10s += 1;
    counts.slowestMs = Math.max(counts.slowestMs, milliseconds);
    network.forgetSilent();
    run.progress(round);
  }
  await load.stop();
  // Otherwise the following steps would never end.
  if (counts.notBack) return counts;
  const last = await settled(kronika.url);
  const events = await readLog(kronika.url, last);
  return {
    ...counts,
    ...reckon(load, events),
    ...reckonWithoutKey(marks, acknowledged, events),
    differences: await differences(kronika.url, last, foldShop(events)),
  };
};

function reckonWithoutKey(marks: readonly string[], acknowledged: readonly string[], events: readonly LogEvent[]) {
  const times = new Map<string, number>();
  for (const { metadata } of events) times.set(metadata.correlationId, (times.get(metadata.correlationId) ?? 0) + 1);
  return {
    lostWithoutKey: acknowledged.filter((mark) => !times.has(mark)).length,
    twiceWithoutKey: marks.filter((mark) => (times.get(mark) ?? 0) > 1).length,
  };
}

fault('silent-network', scenario, [
  {
    name: 'no limit on the side of the client',
    changes: [
      {
        file: 'src/shared/database/watched-client.js',
        find: "if (this.fate === 'lost' || this.silence >= this.maxUnexplainedSilenceMs)",
        replace: 'if (false)',
      },
    ],
  },
]);
