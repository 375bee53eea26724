import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { type Decider, eventsOf, type Folded, foldAll, snapshotOf, streamOf } from './decider.js';
import { EventTypes, type RecordedEvent } from './events.js';
import { ownerSql } from './owners.js';
import { NotFound } from './refusal.js';

/** A point in the life of an entity: a version, or a moment (ISO 8601). Neither: now. */
export interface PointInTime {
  readonly version?: number;
  readonly at?: string;
}

/** Past states and histories of entities, folded from the log on the primary, because a replica may lag. */
@Injectable()
export class EntityHistory {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly types: EventTypes,
  ) {}

  /**
   * The state at a point in time.
   *
   * @param boundTo the only user whose entity may be read; absent: all users
   * @returns the state, its version, and a position up to which no event of the entity is missing
   * @throws NotFound `<category>.not-found`, also for an entity of another user; `<category>.version-not-found` for a
   * version that the entity has not reached
   */
  async state<S, E>(decider: Decider<S, E>, id: string, { version, at }: PointInTime, boundTo?: number) {
    const { position, last } = await this.last(streamOf(decider, id), boundTo, at);
    if (!last) throw this.notFound(decider, id, at);
    if (version !== undefined && version > last)
      throw new NotFound(`${decider.category}.version-not-found`, `The ${decider.category} has had no version ${version} yet.`);
    const { state } = await this.fold(decider, id, version ?? last);
    return { state: state as S, version: version ?? last, position };
  }

  /**
   * Describes events of an entity, in order.
   *
   * @param after the version before the first event to describe
   * @param tell describes an event, given the state before it
   * @param boundTo as for `state`
   * @returns the descriptions of at most `limit` events, and the entity's latest version
   * @throws NotFound `<category>.not-found`, also for an entity of another user
   */
  async tell<S, E extends { data: unknown }, T>(
    decider: Decider<S, E>,
    id: string,
    { after, limit }: { after: number; limit: number },
    tell: (recorded: RecordedEvent, event: E, before: S | null) => T,
    boundTo?: number,
  ): Promise<{ told: T[]; last: number; position: number }> {
    const { position, last } = await this.last(streamOf(decider, id), boundTo);
    if (!last) throw this.notFound(decider, id);
    let { state } = await this.fold(decider, id, after);
    const told: T[] = [];
    for await (const page of eventsOf(this.database.manager, streamOf(decider, id), after, after + limit))
      for (const recorded of page) {
        const event = this.types.eventOf(recorded) as unknown as E;
        // Described before the fold, which may change the state in place.
        told.push(tell(recorded, event, state));
        state = decider.evolve(state, event, recorded.recordedAt.toISOString());
      }
    return { told, last, position };
  }

  private async fold<S, E>(decider: Decider<S, E>, id: string, to: number): Promise<Folded<S>> {
    const { manager } = this.database;
    const stream = streamOf(decider, id);
    const known = await snapshotOf(manager, decider, stream, to);
    return foldAll(this.types, decider, known, eventsOf(manager, stream, known.version, to));
  }

  /**
   * The version of a stream, now or at a moment, and a position up to which no event is missing. There is no version
   * if the stream belongs to another user than `boundTo`.
   */
  private async last(stream: string, boundTo?: number, at?: string): Promise<{ position: number; last: number | null }> {
    // The horizon is read first, so that the second statement sees every event up to it.
    const [{ position }] = await this.database.query('SELECT log.horizon() AS position');
    // The events of one command count together or not at all, although each has its own time of recording.
    const isOwn = boundTo === undefined ? '' : `AND ${ownerSql(this.types, '$1::text')} = $3`;
    const [{ last }] = await this.database.query(
      `WITH seen AS (
         SELECT version, metadata ->> 'commandId' AS command FROM log.events
         WHERE stream = $1 AND ($2::timestamptz IS NULL OR recorded_at <= $2) ${isOwn} ORDER BY version DESC LIMIT 1
       )
       SELECT max(e.version) AS last FROM seen JOIN log.events AS e
         ON e.stream = $1 AND e.version >= seen.version AND e.metadata ->> 'commandId' = seen.command`,
      [stream, at ?? null, ...(boundTo === undefined ? [] : [String(boundTo)])],
    );
    return { position, last };
  }

  private notFound({ category }: { category: string }, id: string, at?: string): NotFound {
    return new NotFound(`${category}.not-found`, `There ${at ? 'was' : 'is'} no ${category} ${id}${at ? ` at ${at}` : ''}.`);
  }
}
