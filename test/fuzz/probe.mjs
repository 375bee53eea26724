// Loaded into the process that is tested: on SIGUSR2 it writes into a file how long its event loop was held up since
// the last time, and what its memory holds after a collection.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('SIGUSR2', () => {
  const measured = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  const file = process.env.KRONIKA_PROBE;
  // The collection holds up the event loop as well, which is noted at the next turns only.
  setTimeout(() => {
    delay.reset();
    writeFileSync(`${file}.new`, JSON.stringify({ delay: measured, held: heapUsed + external, rss }));
    renameSync(`${file}.new`, file);
  }, 50);
});
