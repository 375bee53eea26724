import type { DataSource } from 'typeorm';
import { type EventTypes, entityIdOf } from './events.js';
import { ownerSql } from './owners.js';
import { inIndex } from './read-events.js';

/** Limits of a trace: causes back to the first command, events of the same commands around each cause, effects. */
const MAX_CAUSES = 20;
const MAX_NEIGHBOURS = 100;
const MAX_EFFECTS = 500;

/** An event of a trace, without its data. */
export interface TracedEvent {
  readonly position: number;
  readonly eventType: string;
  readonly entityId: string;
  readonly stream: string;
  readonly version: number;
  readonly datetime: Date;
}

/** A command of a trace, with its events. */
export interface TracedCommand {
  readonly commandId: string;
  readonly actor: string;
  /** The position of the event that caused it; null: a request did. */
  readonly causedBy: number | null;
  /** The saga that sent it because of that event; null: a request did. */
  readonly subscription: string | null;
  /** 0 for the first command; each other one is a level below the command that caused it. */
  readonly depth: number;
  readonly events: TracedEvent[];
}

/** The causes and the effects of an event. */
export interface Trace {
  readonly correlationId: string;
  /** In the order of a tree: a command follows the one that caused it. */
  readonly commands: TracedCommand[];
  /** Whether the limits of a trace cut it. */
  readonly isCut: boolean;
}

interface TraceRow {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly recordedAt: Date;
  readonly commandId: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string | null;
}

const TRACE_COLUMNS_SQL = `e.position, e.stream, e.version, e.type, e.recorded_at AS "recordedAt", e.metadata ->> 'commandId' AS "commandId",
  e.metadata ->> 'actor' AS actor, e.metadata ->> 'correlationId' AS "correlationId", e.metadata ->> 'causationId' AS "causationId"`;

/**
 * The position of the event that caused `e`; null: none. A position that is not earlier counts as none: the log went
 * back, and another event now has the position of the lost cause.
 */
const CAUSE_SQL = `CASE WHEN e.metadata ->> 'causationId' ~ '^[0-9]{1,15}$' AND (e.metadata ->> 'causationId')::bigint < e.position
  THEN (e.metadata ->> 'causationId')::bigint END`;

/**
 * Finds the causes of an event with the other events of their commands, and all its effects. Reads a bounded part of
 * the log, by indexes.
 */
export class Traces {
  private readonly owner: string;
  private readonly values: readonly string[];

  /** @param boundTo the only user whose events are shown and followed; absent: all users */
  constructor(
    private readonly database: DataSource,
    types: EventTypes,
    boundTo?: number,
  ) {
    this.values = boundTo === undefined ? [] : [String(boundTo)];
    this.owner = boundTo === undefined ? 'true' : `${ownerSql(types, 'e.stream')} = $3`;
  }

  /** @returns undefined if there is no such event, or if it may not be shown */
  async of(position: number): Promise<Trace | undefined> {
    const causes = await this.causes(position);
    const event = causes.at(-1);
    if (!event) return undefined;
    const neighbours = await this.neighbours(causes);
    const effects = await this.effects(position);
    const path = causes.flatMap((cause, depth) =>
      commandsOf(
        neighbours.filter(({ causing }) => causing === cause.position),
        depth,
      ),
    );
    return {
      correlationId: event.correlationId,
      commands: [...path, ...tree(effects.rows, position, causes.length)],
      isCut:
        (causes.length > MAX_CAUSES && causes[0]?.causationId !== null) ||
        neighbours.some(({ isLast }) => isLast) ||
        effects.isCut,
    };
  }

  /** The event after its causes, the first cause first. */
  private async causes(position: number): Promise<TraceRow[]> {
    const rows: (TraceRow & { isOwn: boolean | null })[] = await this.database.query(
      `WITH RECURSIVE causes AS (
         SELECT e.*, 0 AS n FROM log.events AS e WHERE e.position = $1
         UNION ALL
         SELECT cause.*, e.n + 1 FROM causes AS e JOIN log.events AS cause ON cause.position = ${CAUSE_SQL} WHERE e.n < $2
       )
       SELECT ${TRACE_COLUMNS_SQL}, ${this.owner} AS "isOwn" FROM causes AS e ORDER BY n`,
      [position, MAX_CAUSES, ...this.values],
    );
    const foreign = rows.findIndex(({ isOwn }) => !isOwn);
    return (foreign < 0 ? rows : rows.slice(0, foreign)).reverse();
  }

  /** The events of the commands of some events, in the order of the log. A command's events are close together. */
  private neighbours(events: readonly TraceRow[]): Promise<(TraceRow & { causing: number; isLast: boolean })[]> {
    return this.database.query(
      `SELECT ${TRACE_COLUMNS_SQL}, c.position AS causing, e.n = ${MAX_NEIGHBOURS} AS "isLast"
       FROM unnest($1::bigint[], $2::text[]) AS c (position, command)
       CROSS JOIN LATERAL (
         (SELECT *, row_number() OVER (ORDER BY position DESC) AS n FROM log.events
          WHERE position <= c.position ORDER BY position DESC LIMIT ${MAX_NEIGHBOURS})
         UNION ALL
         (SELECT *, row_number() OVER (ORDER BY position) AS n FROM log.events
          WHERE position > c.position ORDER BY position LIMIT ${MAX_NEIGHBOURS})
       ) AS e
       WHERE (e.position = c.position OR e.metadata ->> 'commandId' = c.command) AND ${this.owner} ORDER BY e.position`,
      [events.map(({ position }) => position), events.map(({ commandId }) => commandId), ...this.values],
    );
  }

  /** All effects of an event, level by level. */
  private async effects(position: number): Promise<{ rows: TraceRow[]; isCut: boolean }> {
    const rows: TraceRow[] = [];
    for (let causes = [position]; causes.length; ) {
      const room = MAX_EFFECTS - rows.length;
      const found: TraceRow[] = await this.database.query(
        `SELECT ${TRACE_COLUMNS_SQL} FROM unnest($1::bigint[]) AS cause (position) CROSS JOIN LATERAL (
           SELECT * FROM log.events AS e WHERE e.metadata ->> 'causationId' IS NOT NULL AND ${this.owner} AND ${EFFECTS_SQL} LIMIT $2
         ) AS e LIMIT $2`,
        [causes, room + 1, ...this.values],
      );
      rows.push(...found.slice(0, room));
      if (found.length > room) return { rows, isCut: true };
      causes = found.map((effect) => effect.position);
    }
    return { rows, isCut: false };
  }
}

const EFFECTS_SQL = inIndex(
  `e.metadata ->> 'causationId'`,
  'cause.position::text',
  'cause.position',
  String(Number.MAX_SAFE_INTEGER),
  'ASC',
);

/** The commands that an event caused, each followed by its own effects. */
function tree(effects: readonly TraceRow[], cause: number, depth: number): TracedCommand[] {
  const own = effects.filter(({ causationId }) => causationId === String(cause));
  return commandsOf(own, depth).flatMap((command) => [
    command,
    ...command.events.flatMap((event) => tree(effects, event.position, depth + 1)),
  ]);
}

/** The commands of some events, in the order of their first events. */
function commandsOf(rows: readonly TraceRow[], depth: number): TracedCommand[] {
  const ids = new Set(rows.map(({ commandId }) => commandId));
  return [...ids].map((commandId) => {
    const events = rows.filter((row) => row.commandId === commandId);
    const { actor, causationId } = events[0] as TraceRow;
    return {
      commandId,
      actor,
      causedBy: causationId === null ? null : Number(causationId),
      subscription: causationId === null ? null : actor,
      depth,
      events: events.map(({ position, type, stream, version, recordedAt }) => ({
        position,
        eventType: type,
        entityId: entityIdOf(stream),
        stream,
        version,
        datetime: recordedAt,
      })),
    };
  });
}
