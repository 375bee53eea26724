import type { DataSource, EntityManager } from 'typeorm';

/** An upgrade is the rebuild of a view whose version has changed. Operators request the others. */
export type OperationKind = 'rebuild' | 'upgrade' | 'rollback' | 'verify';

/** An operation on a view and its progress, as `/v1/operations` shows it. */
export interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly view: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** The log has been folded up to this position. */
  readonly position: number;
  /** The log will be folded up to this position. It grows with the log until the operation ends. */
  readonly target: number;
  /** From 0 to 1. */
  readonly progress: number;
  /** Positions per second. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  readonly error: string | null;
  readonly result: object | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** An operation that no process has begun yet. */
export interface WaitingOperation {
  readonly id: string;
  readonly kind: OperationKind;
  /** The name of the view. */
  readonly subscription: string;
}

/**
 * Selects the operation with the id `$1`; `$2` is the horizon. The position of a running one is the checkpoint of its
 * build.
 */
export const OPERATION_SQL = `
  SELECT id, kind, view, state, error, result, position, target, rate,
    CASE WHEN state = 'done' THEN 1 WHEN target = 0 THEN 0 ELSE least(1, position / target::float8) END AS progress,
    CASE WHEN rate > 0 THEN greatest(0, target - position) / rate END AS "secondsLeft",
    created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt"
  FROM (
    SELECT o.*, o.subscription AS view, coalesce(c.position, o.position) AS at,
      CASE WHEN o.state IN ('waiting', 'running') THEN greatest($2, c.position) ELSE o.position END AS target,
      CASE WHEN c.position > o.position
        THEN (c.position - o.position) / extract(epoch FROM clock_timestamp() - o.started_at)::float8 END AS rate
    FROM log.operations AS o LEFT JOIN log.checkpoints AS c ON c.operation = o.id AND o.state = 'running'
    WHERE o.id::text = $1
  ) AS o (id, kind, subscription, actor, state, began, result, error, created_at, started_at, ended_at, view, position, target, rate)`;

/** The operations on some views that no process has begun yet, the oldest first. */
export function waitingOperations(database: DataSource, views: readonly string[]): Promise<WaitingOperation[]> {
  return database.query(
    `SELECT id, kind, subscription FROM log.operations WHERE state = 'waiting' AND subscription = ANY ($1) ORDER BY created_at`,
    [views],
  );
}

/** Whether no other process has begun it meanwhile. To be asked under the view's lock. */
export async function isWaiting(manager: EntityManager, id: string): Promise<boolean> {
  const rows: object[] = await manager.query(`SELECT FROM log.operations WHERE id = $1 AND state = 'waiting'`, [id]);
  return rows.length > 0;
}

/** @param position from which its build goes on. @returns the id of a running upgrade */
export async function insertUpgrade(manager: EntityManager, view: string, position: number): Promise<string> {
  const [{ id }] = await manager.query(
    `INSERT INTO log.operations (kind, subscription, actor, state, started_at, position)
     VALUES ('upgrade', $1, 'kronika', 'running', clock_timestamp(), $2) RETURNING id`,
    [view, position],
  );
  return id;
}

/** @param position from which its build goes on */
export async function startOperation(manager: EntityManager, id: string, position: number): Promise<void> {
  await manager.query(
    `UPDATE log.operations SET state = 'running', started_at = clock_timestamp(), position = $2 WHERE id = $1`,
    [id, position],
  );
}

/** Does nothing to an operation that has ended. */
export async function failOperation(manager: EntityManager, id: string | null, error: string): Promise<void> {
  await manager.query(
    `UPDATE log.operations SET state = 'failed', error = $2, ended_at = clock_timestamp()
     WHERE id = $1 AND state IN ('waiting', 'running')`,
    [id, error],
  );
}

/** @param result what a verification found */
export async function completeOperation(
  manager: EntityManager,
  id: string | null,
  position: number,
  result: object | null = null,
): Promise<void> {
  await manager.query(
    `UPDATE log.operations SET state = 'done', position = $2, result = $3, ended_at = clock_timestamp() WHERE id = $1`,
    [id, position, result],
  );
}
