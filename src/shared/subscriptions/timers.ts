import type { DataSource, EntityManager } from 'typeorm';
import type { RecordedEvent } from '../event-log/events.js';

/** When a timer is due: `after` some milliseconds, counted from the saga's event, or `at` a time. */
export type When = { readonly after: number } | { readonly at: Date };

/**
 * Emitted by a saga in place of a command: sets a timer. The saga gets a `Woken` when the timer is due. Timers survive
 * restarts and fire once; late if no process was running at the time. A new timer replaces one with the same key.
 *
 * @param data JSON for `Woken`
 */
export class WakeUp {
  constructor(
    readonly key: string,
    readonly when: When,
    readonly data: unknown = null,
  ) {}
}

/** Emitted by a saga: cancels a timer. Has no effect if the timer has fired or was never set. */
export class CancelWakeUp {
  constructor(readonly key: string) {}
}

/** The event that a saga gets when its timer is due. */
export class Woken {
  constructor(
    readonly key: string,
    readonly data: unknown,
    readonly dueAt: Date,
  ) {}
}

/** A row of `log.timers`. */
export interface Timer {
  readonly id: number;
  readonly key: string;
  readonly dueAt: Date;
  readonly data: unknown;
  /** The position of the event that set it. */
  readonly cause: number;
  readonly correlationId: string;
  /** The trace context of the event that set it; null: none. */
  readonly traceparent: string | null;
}

/**
 * Locks the timer of a saga that has been due for longest. The saga first handles the events that were recorded before
 * the timer was due, because they may cancel it.
 *
 * @param checkpoint the position up to which the saga has handled events
 */
export async function lockDueTimer(manager: EntityManager, saga: string, checkpoint: number): Promise<Timer | undefined> {
  const [timer] = await manager.query(
    `SELECT id, key, due_at AS "dueAt", data, cause, correlation_id AS "correlationId",
       (SELECT metadata ->> 'traceparent' FROM log.events WHERE position = cause) AS traceparent
     FROM log.timers
     WHERE subscription = $1 AND due_at <= clock_timestamp() AND error IS NULL
       AND due_at < coalesce((SELECT recorded_at FROM log.events WHERE position > $2 ORDER BY position LIMIT 1), 'infinity')
     ORDER BY due_at, id LIMIT 1 FOR UPDATE`,
    [saga, checkpoint],
  );
  return timer;
}

export async function deleteTimer(manager: EntityManager, { id }: Timer): Promise<void> {
  await manager.query('DELETE FROM log.timers WHERE id = $1', [id]);
}

/** Saves the error of a timer. The timer does not fire again until the saga sets it anew. */
export async function noteFailedTimer(database: DataSource, { id, dueAt }: Timer, error: string): Promise<void> {
  await database.query('UPDATE log.timers SET error = $3 WHERE id = $1 AND due_at = $2', [id, dueAt, error]);
}

/** Why a saga emits a command or a timer: an event of the log, or a timer that is due. */
export type Cause = Pick<RecordedEvent, 'position' | 'recordedAt'> & {
  readonly correlationId: string;
  readonly traceparent?: string;
};

/**
 * Sets or cancels a timer in the transaction of the saga's checkpoint, so that repeated deliveries of the event have
 * no further effect.
 */
export async function applyTimer(
  request: WakeUp | CancelWakeUp,
  saga: string,
  cause: Cause,
  manager: EntityManager,
): Promise<void> {
  if (request instanceof CancelWakeUp) {
    await manager.query('DELETE FROM log.timers WHERE subscription = $1 AND key = $2', [saga, request.key]);
    return;
  }
  const { key, when, data } = request;
  const dueAt = 'at' in when ? when.at : new Date(cause.recordedAt.getTime() + when.after);
  if (Number.isNaN(dueAt.getTime())) throw new Error(`${saga} asked for the timer ${key} at no valid time`);
  await manager.query(
    `INSERT INTO log.timers (subscription, key, due_at, data, cause, correlation_id) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (subscription, key) DO UPDATE SET due_at = excluded.due_at, data = excluded.data, cause = excluded.cause,
       correlation_id = excluded.correlation_id, error = NULL`,
    [saga, key, dueAt, JSON.stringify(data ?? null), cause.position, cause.correlationId],
  );
}
