import type { OperationKind } from './view-builds.js';

/** Work on a view that somebody asked for, as it fares. */
export interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly view: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Up to where the log has been folded, and up to where it is to be. */
  readonly position: number;
  readonly target: number;
  /** Of 1. */
  readonly progress: number;
  /** Positions a second. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  readonly error: string | null;
  readonly result: object | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** Selects the operation with the id `$1`; `$2` is the horizon. What is under way stands at the checkpoint of its build. */
export const OPERATION = `
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
