import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { EventTypes, type FromLog, type RecordedEvent } from '../event-log/events.js';
import { ownerSql } from '../event-log/owners.js';
import { NotFound, Unavailable } from '../event-log/refusal.js';
import { secretSql } from '../event-log/sealing.js';
import { horizon } from './live-feed.js';
import { LogPoller } from './log-poller.js';

/** Time limit in ms for the horizon to reach the latest event of the entity and its parts. */
const MAX_HORIZON_WAIT_MS = 5_000;

/** An event of an entity or of one of its parts. */
export interface TrailEvent {
  readonly recorded: RecordedEvent;
  /** In its current schema. */
  readonly event: FromLog<{ data: unknown }>;
  /** The event before it in the same stream; null before the first one. */
  readonly before: FromLog<{ data: unknown }> | null;
}

/** A part of the trail: at most `limit` events after a position or, in descending order, before it. */
export interface TrailPart {
  readonly isDescending: boolean;
  readonly from?: number;
  readonly limit: number;
}

/**
 * Reads the history of an entity together with its parts. A part is an entity of a category whose events name the
 * entity in a property (`Ownership.of`). It is a part from such an event until an event names another entity.
 */
@Injectable()
export class EntityWithParts {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly types: EventTypes,
    private readonly poller: LogPoller,
  ) {}

  /**
   * The events of an entity, of its parts while they were its parts, and the events by which parts left it, in the
   * order of the log.
   *
   * @param boundTo the only user whose entity and parts are shown. A part that belongs to another user by now is left
   * out with all its events. Absent: all users
   * @returns the events, the entity's first event, and a position up to which no event is missing
   * @throws NotFound `<category>.not-found`, also for an entity of another user
   * @throws Unavailable `view.behind` if an append in progress hides events for too long
   */
  async events(category: string, id: string | number, part: TrailPart, boundTo?: number) {
    const stream = `${category}-${id}`;
    const user = boundTo === undefined ? undefined : String(boundTo);
    const isOwn = (streamSql: string) => (user === undefined ? '' : `AND ${ownerSql(this.types, streamSql)} = $3`);
    const streams = [
      `SELECT $2::text AS stream, NULL::text AS property`,
      ...this.types.ownerships
        .filter(([, { of }]) => of === category)
        .map(([parts, { property }]) => {
          const name = pg.escapeLiteral(property);
          // As literals, because Postgres uses the partial index on the property only if the statement itself implies
          // its condition.
          return `SELECT DISTINCT part.stream, ${name} FROM log.events AS part
                  WHERE part.data ? ${name} AND part.data ->> ${name} = $1 AND split_part(part.stream, '-', 1) = ${pg.escapeLiteral(parts)}
                    ${isOwn('part.stream')}`;
        }),
    ].join(' UNION ALL ');
    const values = [String(id), stream, ...(user === undefined ? [] : [user])];

    const position = await horizon(this.database);
    const [first]: RecordedEvent[] = await this.database.query(
      `SELECT e.stream, e.version, e.type, e.schema, e.data, ${secretSql('e.')} AS secret FROM log.events AS e
       WHERE e.stream = $2 AND e.version = 1 AND $1::text IS NOT NULL ${isOwn('e.stream')}`,
      values,
    );
    if (!first) throw new NotFound(`${category}.not-found`, `There is no ${category} ${id}.`);
    const [{ last }] = await this.database.query(
      `SELECT max(e.position) AS last FROM (${streams}) AS s JOIN log.events AS e ON e.stream = s.stream`,
      values,
    );
    // Beyond the horizon, an event of another stream may still become visible before one that was shown. A reader
    // would miss it.
    if (last > position) await this.reach(last);

    const [order, beyond] = part.isDescending ? ['DESC', '<'] : ['ASC', '>'];
    const rows: (RecordedEvent & {
      before: Pick<RecordedEvent, 'stream' | 'version' | 'type' | 'schema' | 'data' | 'secret'> | null;
    })[] = await this.database.query(
      `SELECT e.position, e.stream, e.version, e.type, e.schema, e.data, e.metadata, e.recorded_at AS "recordedAt",
           ${secretSql('e.')} AS secret,
           CASE WHEN p.position IS NULL THEN NULL
             ELSE json_build_object('stream', p.stream, 'version', p.version, 'type', p.type, 'schema', p.schema, 'data', p.data,
               'secret', ${secretSql('p.')}) END AS before
         FROM (${streams}) AS s JOIN log.events AS e ON e.stream = s.stream
         LEFT JOIN log.events AS p ON p.stream = e.stream AND p.version = e.version - 1
         WHERE (s.property IS NULL OR e.data ->> s.property = $1 OR p.data ->> s.property = $1)
           AND e.position <= $${values.length + 1} ${part.from === undefined ? '' : `AND e.position ${beyond} $${values.length + 3}`}
         ORDER BY e.position ${order} LIMIT $${values.length + 2}`,
      [...values, Math.max(last, position), part.limit, ...(part.from === undefined ? [] : [part.from])],
    );
    const events = rows.map(({ before, ...recorded }): TrailEvent => {
      return { recorded, event: this.types.eventOf(recorded), before: before && this.types.eventOf(before) };
    });
    return { events, first: this.types.eventOf(first), position: Math.max(last, position) };
  }

  private async reach(position: number): Promise<void> {
    this.poller.hurry(position);
    const reached = await this.poller.beyond(position - 1, MAX_HORIZON_WAIT_MS);
    if (reached >= position) return;
    const detail = `The log is visible up to position ${reached} and not yet up to ${position}.`;
    throw new Unavailable('view.behind', detail, 1, { position: reached, lag: position - reached });
  }
}
