import type { EntityManager } from 'typeorm';
import type { RecordedEvent } from '../event-log/events.js';

/** When to be woken: some milliseconds after what the saga was told just now happened, or at a time. */
export type When = { readonly after: number } | { readonly at: Date };

/**
 * What a saga emits, in place of a command, to be woken later: it is then told `Woken`. It outlives restarts, and fires once,
 * late if no process was there in time. The same key again moves the timer.
 *
 * @param data what `Woken` is to carry; JSON
 */
export class WakeUp {
  constructor(
    readonly key: string,
    readonly when: When,
    readonly data: unknown = null,
  ) {}
}

/** What a saga emits when it need not be woken any more; nothing happens if it was already. */
export class CancelWakeUp {
  constructor(readonly key: string) {}
}

/** What a saga is told when its timer is due. */
export class Woken {
  constructor(
    readonly key: string,
    readonly data: unknown,
    readonly dueAt: Date,
  ) {}
}

/** A timer as it stands in the database. */
export interface Timer {
  readonly id: number;
  readonly key: string;
  readonly dueAt: Date;
  readonly data: unknown;
  /** The position of the event that set it. */
  readonly cause: number;
  readonly correlationId: string;
}

/**
 * Of the saga `$1`, the one that has been due for longest. Events that were there before it was due come first, since they may
 * cancel it; `$2` is how far the saga has seen them.
 */
export const DUE_TIMER = `
  SELECT id, key, due_at AS "dueAt", data, cause, correlation_id AS "correlationId" FROM log.timers
  WHERE subscription = $1 AND due_at <= clock_timestamp() AND error IS NULL
    AND due_at < coalesce((SELECT recorded_at FROM log.events WHERE position > $2 ORDER BY position LIMIT 1), 'infinity')
  ORDER BY due_at, id LIMIT 1 FOR UPDATE`;

/** What a saga was told, when it asks for a timer or a command: an event of the log, or that a timer is due. */
export type Cause = Pick<RecordedEvent, 'position' | 'recordedAt'> & { readonly correlationId: string };

/** Sets or cancels a timer in the transaction of the saga's checkpoint: exactly once, as often as the event may come. */
export async function applyTimer(wish: WakeUp | CancelWakeUp, saga: string, cause: Cause, manager: EntityManager): Promise<void> {
  if (wish instanceof CancelWakeUp) {
    await manager.query('DELETE FROM log.timers WHERE subscription = $1 AND key = $2', [saga, wish.key]);
    return;
  }
  const { when } = wish;
  const dueAt = 'at' in when ? when.at : new Date(cause.recordedAt.getTime() + when.after);
  if (Number.isNaN(dueAt.getTime())) throw new Error(`${saga} asked for the timer ${wish.key} at no valid time`);
  await manager.query(
    `INSERT INTO log.timers (subscription, key, due_at, data, cause, correlation_id) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (subscription, key) DO UPDATE SET due_at = excluded.due_at, data = excluded.data, cause = excluded.cause,
       correlation_id = excluded.correlation_id, error = NULL`,
    [saga, wish.key, dueAt, JSON.stringify(wish.data ?? null), cause.position, cause.correlationId],
  );
}
