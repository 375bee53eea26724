/**
 * Workers of graphile-worker, in a process of their own: `noteOne` is done one job at a time, in order; `noteMany`
 * several at once, with graphile-worker's settings for throughput.
 */
import { run } from 'graphile-worker';

const note = ({ n, text }, { query }) => query('INSERT INTO public.notes (n, text) VALUES ($1, $2)', [n, text]);

const [connectionString] = process.argv.slice(2);
const worker = { connectionString, maxPoolSize: 12 };
const quiet = { concurrentJobs: 1, ...worker };
const many = { concurrentJobs: 10, localQueue: { size: 500 }, completeJobBatchDelay: 0, ...worker };
const start = (options, taskList) => run({ preset: { worker: options }, taskList, noHandleSignals: true });
await start(quiet, { noteOne: note });
await start(many, { noteMany: note });
process.send('ready');
process.once('disconnect', () => process.exit(0));
