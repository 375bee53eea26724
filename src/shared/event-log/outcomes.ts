import type { Queries } from '../database/session.js';
import type { Once, Receipt } from './command-meta.js';
import { InProgress, Refusal } from './refusal.js';

/** How long the key of a client is known. */
export const KEPT = '7 days';

/**
 * Of locks with two keys of 32 bits: one of 64 bits could be taken for that of an append (`log.append_key`). Keys whose
 * hashes are the same wait for each other, or are refused for a moment, and that is all.
 */
const OUTCOME_LOCK = 7_502_004;

/** The result of running a command. */
export type Outcome = { readonly receipt: Receipt } | { readonly refusal: Refusal };

/**
 * Must be the first statement of a transaction: until the transaction ends, no other one executes the command.
 *
 * @returns the receipt of the first success; undefined if the command has not succeeded yet. A refusal has no effect that could be
 *   repeated, and its cause may be gone by now, so a command that was refused is executed again
 * @throws InProgress `idempotency.in-progress` if the command is being executed, unless `once` says to wait for that
 * @throws Refusal `idempotency.key-reused` if the key is that of another command
 */
export async function firstReceipt(session: Queries, once: Once): Promise<Receipt | undefined> {
  const lock = once.wait ? 'pg_advisory_xact_lock' : 'pg_try_advisory_xact_lock';
  const [{ locked }] = await session.query(`SELECT ${lock}($1, hashtext($2)) AS locked`, [OUTCOME_LOCK, once.key]);
  if (locked === false) throw new InProgress('idempotency.in-progress', 'The same request is being worked on. Try again soon.');
  // A statement of its own: its snapshot must be younger than the lock.
  const [first] = await session.query(
    `SELECT fingerprint, outcome, position, cause IS NULL AND created_at < clock_timestamp() - interval '${KEPT}' AS expired
     FROM write.outcomes WHERE key = $1`,
    [once.key],
  );
  if (!first) return undefined;
  if (first.expired) {
    await session.query('DELETE FROM write.outcomes WHERE key = $1', [once.key]);
    return undefined;
  }
  if (first.fingerprint !== once.fingerprint)
    throw new Refusal('idempotency.key-reused', 'The Idempotency-Key was used for another request.');
  const { receipt }: { receipt?: Pick<Receipt, 'id' | 'version'> } = first.outcome;
  return receipt && { ...receipt, position: first.position, repeated: true };
}

/**
 * Saves a receipt and what it is the receipt of: one statement, since the outcome needs the position that `log.append`
 * returns, and nothing may come between an append and the commit.
 *
 * @param position an SQL expression, whose parameters are `values` and begin with $5
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

/** Binds the key to the request, so that another request with the same key is refused even after a refusal. */
export async function saveRefused(session: Queries, { key, fingerprint }: Once, { code }: Refusal): Promise<void> {
  await session.query('INSERT INTO write.outcomes (key, fingerprint, outcome) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING', [
    key,
    fingerprint,
    JSON.stringify({ refused: code }),
  ]);
}
