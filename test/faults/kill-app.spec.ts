import { fault } from './fault.js';
import { Load, reckon } from './load.js';
import { readLog, settled } from './oracle.js';

fault('kill-app', async (run) => {
  const DATABASE_URL = await run.database();
  let kronika = await run.start({ DATABASE_URL });
  const load = new Load(() => [kronika], { clients: 8, seed: run.seed });
  for (let kill = 0; kill < run.size; kill++) {
    await load.further(run.between(1, 40));
    await kronika.signal('SIGKILL');
    kronika = await run.start({ DATABASE_URL });
    run.progress(kill);
  }
  await load.stop();
  return reckon(load, await readLog(kronika.url, await settled(kronika.url)));
});
