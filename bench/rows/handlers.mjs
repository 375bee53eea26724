/**
 * A handler that writes a row for each event, against the jobs of graphile-worker that write the same rows:
 *
 * - one event at a time, in order, against one job at a time;
 * - a hundred events at once (`@InBatches`) against ten jobs at once, which graphile-worker fetches and completes in
 *   batches (`localQueue`, `completeJobBatchDelay`).
 *
 * Both sides share a server, have a process of their own, and get all of their work in one commit. Timed from that
 * commit until the last event or job is done. Kronika's rows and checkpoint are one commit, in the order of the log; a
 * job of graphile-worker may be repeated after a crash.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { connected, startPostgres } from '../postgres.mjs';

const NOTES_SQL = 'CREATE TABLE public.notes (n int, text text); GRANT ALL ON public.notes TO PUBLIC';

const DATA_SQL = `jsonb_build_object('n', n, 'text', 'Note ' || n)`;

const APPEND_SQL = `
  SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'note-' || gen_random_uuid(), 'version', 1, 'type', $1::text,
    'data', ${DATA_SQL}) ORDER BY n), '{"commandId": "x", "actor": "bench", "correlationId": "x", "causationId": null}') AS position
  FROM generate_series(1, $2::int) AS n`;

const ADD_JOBS_SQL = `SELECT count(graphile_worker.add_job($1, ${DATA_SQL}::json)) FROM generate_series(1, $2::int) AS n`;

export default {
  name: 'handlers',
  title: 'A handler that writes a row for each event',

  async run({ quick, say }) {
    const postgres = await startPostgres();
    const closing = [() => postgres.stop()];
    try {
      const kronika = await startKronika({ databaseUrl: postgres.url, main: join(import.meta.dirname, '../noting.mjs') });
      closing.unshift(() => kronika.stop());
      const jobs = Object.assign(new URL(postgres.url), { pathname: '/jobs' }).href;
      await postgres.query('CREATE DATABASE jobs');
      const [events, queue] = [await connected(postgres.url), await connected(jobs)];
      closing.unshift(() => Promise.all([events.end(), queue.end()]));
      for (const database of [events, queue]) await database.query(NOTES_SQL);
      const worker = fork(join(import.meta.dirname, '../graphile.mjs'), [jobs], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: { ...process.env, NO_LOG_SUCCESS: '1' },
      });
      closing.unshift(() => worker.kill('SIGKILL'));
      await once(worker, 'message');

      const amounts = quick ? { One: 300, Many: 1_000 } : { One: 2_000, Many: 20_000 };
      const results = {};
      for (const [kind, amount] of Object.entries(amounts)) {
        const sides = { kronika: () => handled(events, kind, amount), graphile: () => worked(queue, kind, amount) };
        results[kind] = await inTurns(sides, { rounds: quick ? 1 : 5, warmUps: 1 });
        say(`${kind}: ${JSON.stringify(results[kind], (_, value) => (Number(value) ? Math.round(value) : value))}`);
      }
      const line = (measured, kind, peer, dream) =>
        ratio({
          measured,
          sizes: { events: amounts[kind] },
          unit: '/s',
          kronika: results[kind].kronika,
          against: results[kind].graphile,
          peer,
          must: 1,
          dream,
        });
      return [
        line('one event at a time, in order', 'One', 'graphile-worker, one job at a time'),
        line('a hundred events at once', 'Many', 'graphile-worker, ten jobs at once', 5),
      ];
    } finally {
      for (const close of closing) await close();
    }
  },
};

/** @returns {Promise<number>} events a second */
async function handled(database, kind, amount) {
  const { rows } = await database.query(APPEND_SQL, [`Noted${kind}`, amount]);
  const position = Number(rows[0].position);
  const isDone = async () => {
    const found = await database.query('SELECT position FROM log.checkpoints WHERE subscription = $1', [`handler Note${kind}`]);
    return Number(found.rows[0].position) >= position;
  };
  return timed(database, amount, isDone);
}

/** @returns {Promise<number>} jobs a second */
async function worked(database, kind, amount) {
  await database.query(ADD_JOBS_SQL, [`note${kind}`, amount]);
  const isDone = async () => {
    const { rows } = await database.query('SELECT EXISTS (SELECT FROM graphile_worker.jobs) AS found');
    return !rows[0].found;
  };
  return timed(database, amount, isDone);
}

async function timed(database, amount, isDone) {
  const start = performance.now();
  while (!(await isDone())) await delay(5);
  const perSecond = (amount / (performance.now() - start)) * 1_000;
  const { rows } = await database.query('SELECT count(*)::int AS rows, count(DISTINCT n)::int AS n FROM public.notes');
  if (rows[0].rows !== amount || rows[0].n !== amount) throw new Error(`${rows[0].rows} rows in place of ${amount}`);
  await database.query('TRUNCATE public.notes');
  return perSecond;
}
