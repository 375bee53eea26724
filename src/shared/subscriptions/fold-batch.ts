import { isTracing, traced } from '../tracing.js';
import {
  type Advanced,
  advance,
  type Batch,
  type BatchUnavailable,
  type Engine,
  inBatchTransaction,
  lockedBatch,
  lockState,
  type OpenTransaction,
  type RecentEvents,
  type WorkOn,
} from './batch.js';

/**
 * Forces plans that find rows by their keys, for prepared statements that keep their plans. A plan made while a table
 * is small would scan the whole table, and would still do so when the table has grown.
 */
const BEGIN_FOLD_SQL = [
  'BEGIN',
  ...['seqscan', 'hashjoin', 'mergejoin', 'material'].map((way) => `SET LOCAL enable_${way} = off`),
]
  .concat('SET LOCAL plan_cache_mode = force_generic_plan')
  .join('; ');

/** The recent events can't be used: the checkpoint is at another position, or some events must be left out. */
interface Outdated {
  readonly kind: 'outdated';
}

/**
 * Batches of views. A fold uses only its connection, so its statements can be pipelined: sent without waiting for each
 * other's answers.
 */
export const FOLD_ENGINE: Engine = {
  begin: (client) => client.query(BEGIN_FOLD_SQL),
  commit: (client) => client.query('COMMIT'),
  rollback: (client) => client.query('ROLLBACK'),

  async handle(subscription, events, manager, later, isWanted) {
    if (!events.length) return undefined;
    const fold = () => subscription.handle(events, manager, later, isWanted);
    if (!isTracing()) return fold();
    const { name, build } = subscription;
    const attributes = {
      'kronika.build': build,
      'kronika.events': events.length,
      'kronika.position': events.at(-1)?.position,
    };
    const causes = events.map(({ metadata }) => metadata.traceparent);
    return traced(`view batch ${name}`, { kind: 'consumer', causes, attributes }, fold);
  },

  async batch(database, batch) {
    const { recent } = batch;
    if (recent) {
      const result = await inBatchTransaction(database, FOLD_ENGINE, (open, workOn) => earlyBatch(open, batch, recent, workOn));
      if (result.kind !== 'outdated') return result;
    }
    // A new transaction, because a load of the first one may have failed for an event that is left out.
    return inBatchTransaction(database, FOLD_ENGINE, (open, workOn) => lockedBatch(open, batch, FOLD_ENGINE, workOn));
  },
};

/**
 * A batch that loads the rows of recent events in the same round trip in which it locks the checkpoint. The loads are
 * sent after the lock, so they see the writes of its last holder. Nothing is folded or written before the locked state
 * confirms that these are the events to handle.
 */
async function earlyBatch(
  open: OpenTransaction,
  batch: Batch,
  recent: RecentEvents,
  workOn: WorkOn,
): Promise<Advanced | BatchUnavailable | Outdated> {
  const { events, end } = recent;
  const state = lockState(open, batch);
  const isWanted = state.then(({ checkpoint, isLeftOut }) => checkpoint === batch.after && !events.some(isLeftOut));
  const folding = FOLD_ENGINE.handle(batch.subscription, events, open.manager, open.later, isWanted);
  // Both must have settled before the transaction ends, even if one of them fails.
  await Promise.allSettled([isWanted, folding]);
  const { checkpoint } = await state;
  if (checkpoint === undefined) return { kind: 'unavailable' };
  if (!(await isWanted)) return { kind: 'outdated' };
  workOn(checkpoint, events);
  return advance(open, batch, { checkpoint, events, end }, await folding);
}
