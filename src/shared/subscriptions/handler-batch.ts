import type { EntityManager } from 'typeorm';
import { type Engine, inBatchTransaction, lockedBatch } from './batch.js';

/** Well below the time after which Postgres ends a connection that is idle in a transaction (1.2 s). */
const HEARTBEAT_INTERVAL_MS = 300;

/** Below the time after which Postgres ends any transaction. A batch that takes longer counts as hanging. */
const MAX_HANDLING_MS = 100_000;

/**
 * Batches of sagas and event handlers. Their code may open nested transactions, so TypeORM manages the outer one too.
 */
export const HANDLER_ENGINE: Engine = {
  begin(client, runner) {
    // TypeORM would send it only after some ticks, so that nothing could follow it in the same round trip.
    Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
    return client.query('START TRANSACTION');
  },
  commit: (_, runner) => runner.commitTransaction(),
  rollback: (_, runner) => runner.rollbackTransaction(),

  handle(subscription, events, manager, later) {
    return withHeartbeat(manager, async () => (events.length ? await subscription.handle(events, manager, later) : undefined));
  },

  batch(database, batch) {
    return inBatchTransaction(database, HANDLER_ENGINE, (open, workOn) => lockedBatch(open, batch, HANDLER_ENGINE, workOn));
  },
};

/**
 * Sends a statement at intervals while the connection waits for work done elsewhere, so that Postgres does not end the
 * transaction as idle. A frozen process sends none: Postgres ends its transaction, and another process takes over.
 *
 * @throws Error if the work takes longer than 100 s
 */
export async function withHeartbeat<T>(manager: EntityManager, work: () => Promise<T>): Promise<T> {
  const heartbeat = setInterval(() => void manager.query('SELECT').catch(() => undefined), HEARTBEAT_INTERVAL_MS);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    const error = () => new Error(`It did not end within ${MAX_HANDLING_MS / 1_000} s.`);
    timer = setTimeout(() => reject(error()), MAX_HANDLING_MS);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearInterval(heartbeat);
    clearTimeout(timer);
  }
}
