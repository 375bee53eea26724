import {
  type Advanced,
  advance,
  attempt,
  type Batch,
  type Engine,
  lockedBatch,
  lockState,
  type OpenTransaction,
  type RecentEvents,
  type Unavailable,
  type WorkOn,
} from './batch.js';

/**
 * The statements of a fold find rows by their keys, and their plans are kept. The settings force plans that suit large
 * tables: a plan made while a table is small would read all of it, and would be kept while the table grows.
 */
const BEGIN_FOLD_SQL = [
  'BEGIN',
  ...['seqscan', 'hashjoin', 'mergejoin', 'material'].map((way) => `SET LOCAL enable_${way} = off`),
]
  .concat('SET LOCAL plan_cache_mode = force_generic_plan')
  .join('; ');

/** The recent events are not the ones to handle: the checkpoint is elsewhere, or some of them must be left out. */
interface Outdated {
  readonly kind: 'outdated';
}

/**
 * Batches of views. A fold waits for nothing but its connection, so its statements are sent without waiting for each
 * other.
 */
export const FOLD_ENGINE: Engine = {
  isPipelined: true,
  begin: (client) => client.query(BEGIN_FOLD_SQL),
  commit: (client) => client.query('COMMIT'),
  rollback: (client) => client.query('ROLLBACK'),

  async handle(subscription, events, manager, later, isWanted) {
    return events.length ? await subscription.handle(events, manager, later, isWanted) : undefined;
  },

  async batch(database, batch) {
    const { recent } = batch;
    if (recent) {
      const result = await attempt(database, FOLD_ENGINE, (open, workOn) => earlyBatch(open, batch, recent, workOn));
      if (result.kind !== 'outdated') return result;
    }
    // In a new transaction, because loads for events that were not to be handled may have failed in the first one.
    return attempt(database, FOLD_ENGINE, (open, workOn) => lockedBatch(open, batch, FOLD_ENGINE, workOn));
  },
};

/**
 * A batch that loads the rows of recent events in the round trip that locks the checkpoint. The loads are sent right
 * behind the lock, so they see what its last holder wrote. Nothing is folded or written until it is known that these
 * are the events to handle.
 */
async function earlyBatch(
  open: OpenTransaction,
  batch: Batch,
  recent: RecentEvents,
  workOn: WorkOn,
): Promise<Advanced | Unavailable | Outdated> {
  const { events, end } = recent;
  const state = lockState(open, batch);
  const isWanted = state.then(({ checkpoint, isLeftOut }) => checkpoint === batch.after && !events.some(isLeftOut));
  const folding = FOLD_ENGINE.handle(batch.subscription, events, open.manager, open.later, isWanted);
  // Both must have ended before the transaction does, whatever becomes of them.
  await Promise.allSettled([isWanted, folding]);
  const { checkpoint } = await state;
  if (checkpoint === undefined) return { kind: 'unavailable' };
  if (!(await isWanted)) return { kind: 'outdated' };
  workOn(checkpoint, events);
  return advance(open, batch, { checkpoint, events, end }, await folding);
}
