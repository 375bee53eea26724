import type { Queries } from '../database/session.js';
import type { Once, Receipt } from './command-meta.js';
import { InProgress, Refusal } from './refusal.js';

/** Retention of a client's key, an interval of Postgres. */
export const OUTCOME_RETENTION = '7 days';

/**
 * First key of the advisory locks on idempotency keys; the second key is a hash of the key. A single key of 64 bits
 * could equal that of an append (`log.append_key`). Of two keys with the same hash, one waits for the other or is
 * refused as in progress.
 */
const OUTCOME_LOCK_CLASS = 7_502_004;

/** The result of a command's transaction. */
export type Outcome = { readonly receipt: Receipt } | { readonly refusal: Refusal };

/**
 * Locks the key and returns the receipt of an earlier success. Must be the first statement of a transaction, because
 * it excludes other executions of the command until the transaction ends.
 *
 * @returns undefined if the command has not succeeded yet. A refused command is executed again, because the reason of
 * the refusal may no longer hold
 * @throws InProgress `idempotency.in-progress` if the command is in progress, unless `once` says to wait
 * @throws Refusal `idempotency.key-reused` if the key belongs to another request
 */
export async function firstReceipt(session: Queries, once: Once): Promise<Receipt | undefined> {
  const lock = once.wait ? 'pg_advisory_xact_lock' : 'pg_try_advisory_xact_lock';
  const [{ locked }] = await session.query(`SELECT ${lock}($1, hashtext($2)) AS locked`, [OUTCOME_LOCK_CLASS, once.key]);
  if (locked === false) throw new InProgress('idempotency.in-progress', 'The same request is being worked on. Try again soon.');
  // A second statement, because its snapshot must be younger than the lock.
  const [first] = await session.query(
    `SELECT fingerprint, outcome, position, cause IS NULL AND created_at < clock_timestamp() - interval '${OUTCOME_RETENTION}' AS expired
     FROM write.outcomes WHERE key = $1`,
    [once.key],
  );
  if (!first) return undefined;
  if (first.expired) {
    await session.query('DELETE FROM write.outcomes WHERE key = $1', [once.key]);
    return undefined;
  }
  if (first.fingerprint !== once.fingerprint && first.fingerprint !== once.earlierFingerprint)
    throw new Refusal('idempotency.key-reused', 'The Idempotency-Key was used for another request.');
  const { receipt }: { receipt?: Pick<Receipt, 'id' | 'version'> } = first.outcome;
  return receipt && { ...receipt, position: first.position, repeated: true };
}

/**
 * Appends the events and saves the receipt in one statement. The receipt needs the position that `log.append` returns,
 * and nothing may happen between an append and the commit.
 *
 * @param position an SQL expression; its parameters are `values` and start at $5
 * @returns the whole receipt
 */
export async function saveReceipt(
  session: Queries,
  once: Once,
  { id, version }: Pick<Receipt, 'id' | 'version'>,
  position: string,
  values: unknown[],
): Promise<Receipt> {
  const [saved] = await session.query(
    `INSERT INTO write.outcomes AS o (key, fingerprint, cause, outcome, position) VALUES ($1, $2, $3, $4, ${position})
     ON CONFLICT (key) DO UPDATE
       SET outcome = excluded.outcome, position = excluded.position, created_at = clock_timestamp()
     RETURNING o.position`,
    [once.key, once.fingerprint, once.cause ?? null, JSON.stringify({ receipt: { id, version } }), ...values],
  );
  return { id, version, position: saved.position };
}

/**
 * Binds the key of a refused command to its request, so that a later request with the same key must be the same one.
 */
export async function saveRefused(session: Queries, { key, fingerprint }: Once, { code }: Refusal): Promise<void> {
  await session.query('INSERT INTO write.outcomes (key, fingerprint, outcome) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING', [
    key,
    fingerprint,
    JSON.stringify({ refused: code }),
  ]);
}
