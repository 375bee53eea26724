import { fault } from './fault.js';
import { Load, reckon } from './load.js';
import { readLog, settled } from './oracle.js';

fault('sigterm', async (run) => {
  const DATABASE_URL = await run.database();
  let kronika = await run.start({ DATABASE_URL });
  const load = new Load(() => [kronika], { clients: 8, seed: run.seed });
  const exits = { uncleanExits: 0, exitsOver10s: 0, slowestMs: 0 };
  for (let stop = 0; stop < run.size; stop++) {
    await load.further(run.between(1, 100));
    const started = Date.now();
    const code = await kronika.signal('SIGTERM');
    const took = Date.now() - started;
    if (code !== 0) exits.uncleanExits += 1;
    if (took > 10_000) exits.exitsOver10s += 1;
    exits.slowestMs = Math.max(exits.slowestMs, took);
    kronika = await run.start({ DATABASE_URL });
    run.progress(stop);
  }
  await load.stop();
  return { ...exits, ...reckon(load, await readLog(kronika.url, await settled(kronika.url))) };
});
