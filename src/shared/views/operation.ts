import type { DataSource, EntityManager } from 'typeorm';

/** An upgrade is the rebuild of a view whose version has changed. Operators request the other kinds. */
export type OperationKind = 'rebuild' | 'upgrade' | 'rollback' | 'verify';

/**
 * An operation and its progress, as `/v1/operations` shows it. Operations of an app have no view and count their
 * steps.
 */
export interface ViewOperation {
  readonly id: string;
  readonly kind: OperationKind | 'demo' | 'verify-ledger';
  readonly view: string | null;
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
 * The operations of a page: filters, and the operation after which the page begins. An absent member filters nothing.
 */
export interface OperationPage {
  readonly view?: string;
  readonly state?: ViewOperation['state'];
  readonly after?: { readonly createdAt: string; readonly id: string };
  readonly limit: number;
}

/** @returns undefined if there is no operation with this id */
export async function findOperation(database: DataSource, id: string, horizon: number): Promise<ViewOperation | undefined> {
  const [found]: ViewOperation[] = await database.query(operationsSql('SELECT * FROM log.operations WHERE id::text = $2'), [
    horizon,
    id,
  ]);
  return found;
}

/** @returns the operations of a page, the newest first */
export function findOperations(
  database: DataSource,
  { view, state, after, limit }: OperationPage,
  horizon: number,
): Promise<ViewOperation[]> {
  const page = `SELECT * FROM log.operations
    WHERE ($2::text IS NULL OR subscription = $2) AND ($3::text IS NULL OR state = $3)
      AND ($4::timestamptz IS NULL OR (created_at, id) < ($4, $5::uuid))
    ORDER BY created_at DESC, id DESC LIMIT $6`;
  const place = [after?.createdAt ?? null, after?.id ?? null];
  return database.query(`${operationsSql(page)} ORDER BY created_at DESC, id DESC`, [
    horizon,
    view ?? null,
    state ?? null,
    ...place,
    limit,
  ]);
}

/**
 * Selects operations as they are shown; `$1` is the horizon. The position of a running operation is the checkpoint of
 * its build.
 *
 * @param operations a `SELECT` of rows of `log.operations`
 */
const operationsSql = (operations: string) => `
  SELECT id, kind, view, state, error, result, position, target, rate,
    CASE WHEN state = 'done' THEN 1 WHEN target = 0 THEN 0 ELSE least(1, position / target::float8) END AS progress,
    CASE WHEN rate > 0 THEN greatest(0, target - position) / rate END AS "secondsLeft",
    created_at AS "createdAt", started_at AS "startedAt", ended_at AS "endedAt"
  FROM (
    SELECT o.*, o.subscription AS view, coalesce(c.position, o.position) AS at,
      CASE WHEN o.subscription IS NULL THEN coalesce(o.target, 0)
        WHEN o.state IN ('waiting', 'running') THEN greatest($1, c.position) ELSE o.position END AS target,
      CASE WHEN o.subscription IS NULL AND o.state = 'running' AND o.position > 0
        THEN o.position / greatest(0.001, extract(epoch FROM clock_timestamp() - o.started_at)::float8)
      WHEN c.position > o.position
        THEN (c.position - o.position) / extract(epoch FROM clock_timestamp() - o.started_at)::float8 END AS rate
    FROM (${operations}) AS o LEFT JOIN log.checkpoints AS c ON c.operation = o.id AND o.state = 'running'
  ) AS o (id, kind, subscription, actor, state, began, result, error, created_at, started_at, ended_at, steps, view, position, target, rate)`;

/** The operations on these views that no process has begun, the oldest first. */
export function waitingOperations(database: DataSource, views: readonly string[]): Promise<WaitingOperation[]> {
  return database.query(
    `SELECT id, kind, subscription FROM log.operations WHERE state = 'waiting' AND subscription = ANY ($1) ORDER BY created_at`,
    [views],
  );
}

/** Whether the operation still waits for a process to begin it. To be called under the view's lock. */
export async function isWaiting(manager: EntityManager, id: string): Promise<boolean> {
  const rows: object[] = await manager.query(`SELECT FROM log.operations WHERE id = $1 AND state = 'waiting'`, [id]);
  return rows.length > 0;
}

/**
 * @param position of the build at the beginning
 * @returns the id of a running upgrade
 */
export async function insertUpgrade(manager: EntityManager, view: string, position: number): Promise<string> {
  const [{ id }] = await manager.query(
    `INSERT INTO log.operations (kind, subscription, actor, state, started_at, position)
     VALUES ('upgrade', $1, 'kronika', 'running', clock_timestamp(), $2) RETURNING id`,
    [view, position],
  );
  return id;
}

/** @param position of the build at the beginning */
export async function startOperation(manager: EntityManager, id: string, position: number): Promise<void> {
  await manager.query(
    `UPDATE log.operations SET state = 'running', started_at = clock_timestamp(), position = $2 WHERE id = $1`,
    [id, position],
  );
}

/** Fails an operation unless it has ended. */
export async function failOperation(manager: EntityManager, id: string | null, error: string): Promise<void> {
  await manager.query(
    `UPDATE log.operations SET state = 'failed', error = $2, ended_at = clock_timestamp()
     WHERE id = $1 AND state IN ('waiting', 'running')`,
    [id, error],
  );
}

/** @param result the report of a verification */
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
