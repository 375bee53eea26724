import pg from 'pg';
import type { Queries } from '../database/session.js';
import { categoryOf, type EventTypes, type Ownership } from './events.js';
import { Forbidden, NotFound } from './refusal.js';

const literal = pg.escapeLiteral;

/**
 * An SQL expression of type text: the id of the user that owns a stream. It is null for streams without events and for
 * categories without owners.
 *
 * @param stream an SQL expression; a column is qualified by the name of its table, which is not `told`
 */
export function ownerSql(types: EventTypes, stream: string): string {
  const cases = types.ownerships.map(([category, ownership]) => {
    const value = toldSql(ownership, stream);
    const { of } = ownership;
    const owner = of === undefined ? value : toldSql(types.userOwnershipOf(of), `${literal(`${of}-`)} || ${value}`);
    return `WHEN ${literal(category)} THEN ${owner}`;
  });
  return cases.length ? `CASE split_part(${stream}, '-', 1) ${cases.join(' ')} END` : 'NULL::text';
}

/** The value of the ownership's property in the event that decides. */
function toldSql({ property, events }: Ownership, stream: string): string {
  return `(SELECT told.data ->> ${literal(property)} FROM log.events AS told WHERE told.stream = ${stream}
           ${events === 'first' ? 'AND told.version = 1' : 'ORDER BY told.version DESC LIMIT 1'})`;
}

/**
 * The condition that a user may see a stream: the user owns it, or its category has no owners.
 *
 * @param stream as for `ownerSql`
 * @param user an SQL expression of type text
 */
function visibleSql(types: EventTypes, stream: string, user: string): string {
  const owned = types.ownerships.map(([category]) => literal(category));
  return `coalesce(${ownerSql(types, stream)} = ${user}, split_part(${stream}, '-', 1) <> ALL (ARRAY[${owned.join(', ')}]::text[]))`;
}

/**
 * A `SELECT` of the streams with an event that names a user, without duplicates. Its duration depends on the number of
 * these streams, not on the length of the log. Some of them may have another owner by now, see `ownerSql`.
 *
 * @param user an SQL expression of type text
 */
export function namedStreamsSql(types: EventTypes, user: string): string {
  const names = (event: string, { property }: Ownership, value: string) =>
    `${event}.data ? ${literal(property)} AND ${event}.data ->> ${literal(property)} = ${value}`;
  const streams = types.ownerships.map(([, ownership]) => {
    const { of } = ownership;
    if (of === undefined) return `SELECT named.stream FROM log.events AS named WHERE ${names('named', ownership, user)}`;
    // `OFFSET 0` forces a loop over an index. On a log without statistics, the planner would prefer to read all
    // events.
    return `SELECT part.stream FROM log.events AS named CROSS JOIN LATERAL (
        SELECT part.stream FROM log.events AS part WHERE ${names('part', ownership, `substr(named.stream, ${of.length + 2})`)} OFFSET 0
      ) AS part
      WHERE ${names('named', types.userOwnershipOf(of), user)} AND named.stream LIKE ${literal(`${of}-%`)}`;
  });
  return streams.length ? streams.join(' UNION ') : 'SELECT NULL::text';
}

/**
 * What a command's sender may see and change. A bound sender may see entities of its user and of nobody, and may
 * change those of its user. For an unbound sender nothing is checked, and the database is not asked.
 *
 * An entity of another user counts as one that does not exist, and is not locked.
 */
export class SenderScope {
  /** Streams that belong to the user until the transaction ends, because they are locked. */
  private readonly held = new Set<string>();

  /** @param user undefined: the sender is not bound */
  constructor(
    private readonly session: Queries,
    private readonly types: EventTypes,
    private readonly user: number | undefined,
  ) {}

  /** A condition that the sender may see a stream, to append to a `WHERE`. Its parameter, if any, is `$place`. */
  visible(stream: string, place: number): { readonly sql: string; readonly values: readonly string[] } {
    if (this.user === undefined) return { sql: '', values: [] };
    return { sql: `AND ${visibleSql(this.types, stream, `$${place}`)}`, values: [String(this.user)] };
  }

  /** @returns the streams that the sender may see */
  async seen(streams: readonly string[]): Promise<readonly string[]> {
    if (this.user === undefined) return streams;
    const { sql, values } = this.visible('s.stream', 2);
    const seen: { stream: string }[] = await this.session.query(
      `SELECT s.stream FROM unnest($1::text[]) AS s (stream) WHERE true ${sql}`,
      [streams, ...values],
    );
    return seen.map(({ stream }) => stream);
  }

  /** Adds locked streams that were then found to be visible to the sender. */
  hold(streams: Iterable<string>): void {
    for (const stream of streams) this.held.add(stream);
  }

  /** Whether a locked stream belongs to the user; true for an unbound sender. */
  async owns(stream: string): Promise<boolean> {
    if (this.user === undefined) return true;
    this.requireOwnership(stream);
    const isOwn = (await this.seen([stream])).length > 0;
    if (isOwn) this.hold([stream]);
    return isOwn;
  }

  /**
   * Locks an entity that the sender is about to change, unless it belongs to another user.
   *
   * @param lock locks its stream or its row, so that it keeps its owner
   * @param lockOwner locks the stream of the entity whose owner also owns this one; returns whether the sender may see
   * it
   * @throws NotFound `<category>.not-found`
   */
  async lock<T>(stream: string, lock: () => Promise<T>, lockOwner: (stream: string) => Promise<boolean>): Promise<T> {
    if (this.user === undefined) return lock();
    if (!(await this.owns(stream))) throw notFound(stream);
    const locked = await lock();
    // Checked again, because the entity may have changed its owner during the wait for the lock.
    const ownership = this.requireOwnership(stream);
    const { of } = ownership;
    if (of !== undefined) {
      const [told] = await this.session.query(`SELECT ${toldSql(ownership, '$1')} AS id`, [stream]);
      if (!(await lockOwner(`${of}-${told?.id}`))) throw notFound(stream);
    } else if (!(await this.owns(stream))) throw notFound(stream);
    return locked;
  }

  /**
   * Checks an event that is about to be appended, so that a handler fails that changes something without locking it
   * through this scope.
   *
   * @throws Forbidden if the entity would belong to another user
   */
  requireOwn(stream: string, version: number, data: unknown): void {
    if (this.user === undefined) return;
    const { property, of, events } = this.requireOwnership(stream);
    if (version > 1 && !this.held.has(stream))
      throw new Error(`A sender that is bound to user ${this.user} changed ${stream}, which is not known to be that user's`);
    if (version > 1 && events === 'first') return;
    const value = (data as Record<string, unknown>)[property];
    if (of === undefined && value !== this.user) throw forbidden(this.user);
    if (of !== undefined && !this.held.has(`${of}-${value}`))
      throw new Error(`A sender that is bound to user ${this.user} put ${stream} into ${of} ${value} without locking that`);
    this.hold([stream]);
  }

  /**
   * For work that is about no entity.
   *
   * @throws Forbidden if the sender is bound to a user
   */
  requireUnbound(): void {
    if (this.user !== undefined) throw new Error(`A sender that is bound to user ${this.user} ran SQL that is about no entity`);
  }

  private requireOwnership(stream: string): Ownership {
    const category = categoryOf(stream);
    const ownership = this.types.ownershipOf(category);
    if (!ownership)
      throw new Error(`Nothing tells whose a ${category} is, so a sender that is bound to user ${this.user} can't change one`);
    return ownership;
  }
}

/** The refusal of a bound sender that acts for another user. */
export function forbidden(user: number): Forbidden {
  return new Forbidden('access.forbidden', `You are bound to user ${user}, and this would belong to another one.`);
}

/** The same refusal as for an entity that does not exist. */
function notFound(stream: string): NotFound {
  const category = categoryOf(stream);
  return new NotFound(`${category}.not-found`, `There is no ${category} ${stream.slice(category.length + 1)}.`);
}
