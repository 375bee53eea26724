import { setTimeout as wait } from 'node:timers/promises';
import type { KronikaProcess } from '../support/process.js';
import { fault, type Run } from './fault.js';
import { Load, reckon } from './load.js';
import { FIXTURE, NOTES } from './noted-shop.js';
import { differences, differingRows, foldShop, readLog, settled } from './oracle.js';

/** The chance of each open connection to be killed. */
const KILLED = 0.5;

const scenario = async (run: Run) => {
  const DATABASE_URL = await run.database();
  const start = () => run.start({ DATABASE_URL, POISON: 'none' }, FIXTURE);
  const processes: [KronikaProcess, KronikaProcess, KronikaProcess] = [await start(), await start(), await start()];
  const observer = await run.connect(DATABASE_URL);
  await observer.query(NOTES);
  const load = new Load(() => processes, { clients: 12, seed: run.seed });
  const counts = { killedConnections: 0, frozenProcesses: 0 };
  for (let kill = 0; kill < run.size; kill++) {
    await load.further(run.between(1, 30));
    const { rowCount } = await observer.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE 'kronika %' AND random() < $1`,
      [KILLED],
    );
    counts.killedConnections += rowCount ?? 0;
    if (kill % 4 === 3) {
      await load.further(run.between(1, 30));
      const { child } = processes[run.between(0, 2)] as KronikaProcess;
      child.kill('SIGSTOP');
      // Shorter and longer than the 5 s that a transaction may idle after an append.
      await wait(run.isFull ? run.between(100, 7_000) : run.between(100, 1_000));
      child.kill('SIGCONT');
      counts.frozenProcesses += 1;
    }
    run.progress(kill);
  }
  await load.stop();
  const ended = processes.filter(({ isUp }) => !isUp);
  for (const { output } of ended) console.error(`Ended having printed: ${output}`);
  const url = processes.find(({ isUp }) => isUp)?.url ?? '';
  const last = await settled(url);
  const events = await readLog(url, last);
  const { rows } = await observer.query(
    'SELECT count(*)::int AS notes, count(DISTINCT (reader, position))::int AS noted FROM public.notes',
  );
  const [{ notes, noted }] = rows;
  // A handler and a saga note each event.
  const toNote = 2 * events.filter(({ eventType }) => /^order_(cre|upd)ated_v1$/.test(eventType)).length;
  return {
    ...counts,
    ...reckon(load, events),
    notNoted: toNote - noted,
    notedTwice: notes - noted,
    differences: await differences(url, last, foldShop(events)),
    differing: (await differingRows(url, 'order-history')) + (await differingRows(url, 'noted-orders')),
    endedProcesses: ended.length,
  };
};

fault('chaos', scenario, [
  {
    name: 'checkpoint outside the transaction',
    changes: [
      {
        file: 'src/shared/subscriptions/fold-batch.js',
        find: 'subscription.handle(events, manager, later, isWanted)',
        replace: 'manager.connection.transaction((other) => subscription.handle(events, other))',
      },
    ],
  },
  {
    name: 'leader in memory',
    changes: [{ file: 'src/shared/subscriptions/checkpoints.js', find: 'FOR UPDATE ${', replace: '-- ${' }],
  },
]);
