import type { Queries } from '../database/session.js';
import type { Once, Receipt } from './command-meta.js';
import { INCARNATION_SQL, LogReplaced } from './incarnation.js';
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
 * @throws LogReplaced if this is not the incarnation of the log that `once` names
 */
export async function firstReceipt(session: Queries, once: Once): Promise<Receipt | undefined> {
  const lock = once.wait ? 'pg_advisory_xact_lock' : 'pg_try_advisory_xact_lock';
  const [{ locked, incarnation }] = await session.query(
    `SELECT ${lock}($1, hashtext($2)) AS locked${once.incarnation === undefined ? '' : `, ${INCARNATION_SQL} AS incarnation`}`,
    [OUTCOME_LOCK_CLASS, once.key],
  );
  if (incarnation !== once.incarnation) throw new LogReplaced();
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
 * As `firstReceipt`, for the commands of a group, which may not wait. Only keys of sagas: these never expire, and name
 * the same request each time.
 *
 * @returns one answer per key; `in-progress`: another transaction holds the key, or the log was replaced
 */
export async function firstReceipts(
  session: Queries,
  asked: readonly Pick<Once, 'key' | 'incarnation'>[],
): Promise<(Receipt | 'in-progress' | undefined)[]> {
  const keys = asked.map(({ key }) => key);
  const locks: Promise<{ key: string; locked: boolean; incarnation: string }[]> = session.query(
    `SELECT key, pg_try_advisory_xact_lock($1, hashtext(key)) AS locked, ${INCARNATION_SQL} AS incarnation
     FROM unnest($2::text[]) AS key`,
    [OUTCOME_LOCK_CLASS, keys],
  );
  // A second statement, because its snapshot must be younger than the locks. Both are sent in one write.
  const outcomes: Promise<{ key: string; outcome: { receipt: Pick<Receipt, 'id' | 'version'> }; position: number }[]> =
    session.query('SELECT key, outcome, position FROM write.outcomes WHERE key = ANY ($1)', [keys]);
  const [locked, found] = await Promise.all([locks, outcomes]);
  const held = new Map(locked.map((lock) => [lock.key, lock]));
  const receipts = new Map(
    found.map(({ key, outcome, position }) => [key, { ...outcome.receipt, position, repeated: true as const }]),
  );
  return asked.map(({ key, incarnation }) => {
    const lock = held.get(key);
    // Alone, the command waits for the key, or fails because the log was replaced.
    return lock?.locked && lock.incarnation === (incarnation ?? lock.incarnation) ? receipts.get(key) : 'in-progress';
  });
}

/** The receipt of a group's command, to be saved with the group's events. */
export interface NewOutcome {
  readonly once: Once;
  readonly receipt: Receipt;
  /** The place of the command's last event among the events of the group, from 1; 0: it has none. */
  readonly last: number;
}

/**
 * Appends the events of a group and saves the receipts of its commands in one statement, because nothing may happen
 * between an append and the commit.
 *
 * @param commands as `log.append_group` takes them, as JSON text
 * @returns the positions of the events, in order
 */
export function appendWithOutcomes(
  session: Queries,
  commands: string,
  outcomes: readonly NewOutcome[],
): Promise<{ position: number }[]> {
  const rows = outcomes.map(({ once: { key, fingerprint, cause }, receipt: { id, version, position }, last }) => {
    return { key, fingerprint, cause, outcome: { receipt: { id, version } }, position, last };
  });
  return session.query(
    `WITH appended AS MATERIALIZED (SELECT * FROM log.append_group($1) WITH ORDINALITY AS a (position, n)),
     saved AS (
       INSERT INTO write.outcomes (key, fingerprint, cause, outcome, position)
       SELECT key, fingerprint, cause, outcome, coalesce(appended.position, o.position)
       FROM jsonb_to_recordset($2) AS o (key text, fingerprint text, cause bigint, outcome jsonb, position bigint, last bigint)
       LEFT JOIN appended ON n = last)
     SELECT position FROM appended ORDER BY n`,
    [commands, JSON.stringify(rows)],
  );
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
