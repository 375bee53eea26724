import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from './fault.js';
import { Load, reckon } from './load.js';
import { readLog, settled } from './oracle.js';

fault('kill-postgres', async (run) => {
  const DATA_DIR = join(await run.folder(), '.kronika');
  let kronika = await run.start({ DATA_DIR });
  const load = new Load(() => [kronika], { clients: 8, seed: run.seed });
  for (let kill = 0; kill < run.size; kill++) {
    await load.further(run.between(1, 100));
    const [postmaster] = (await readFile(join(DATA_DIR, 'postgres/postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(postmaster), 'SIGKILL');
    await kronika.ended();
    kronika = await run.start({ DATA_DIR });
    run.progress(kill);
  }
  await load.stop();
  const counts = reckon(load, await readLog(kronika.url, await settled(kronika.url)));
  await kronika.signal('SIGTERM');
  return counts;
});
