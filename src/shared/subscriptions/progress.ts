import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { EventTypes } from '../event-log/events.js';
import type { Build } from './subscription.js';

/** A subscription is degraded above this lag. */
export const DEGRADED_LAG_SECONDS = 30;

/** Maximum number of parked streams that are listed by name. */
const MAX_NAMED_STREAMS = 100;

/** Timers of a saga are counted up to this number. */
const MAX_COUNTED_TIMERS = 10_000;

/** The progress of one build of a subscription. */
export interface Progress {
  readonly name: string;
  readonly build: Build;
  readonly version: number;
  readonly position: number;
  /** The number of positions between the checkpoint and the horizon. */
  readonly lag: number;
  /** The age of the oldest event after the checkpoint; 0 if there is none. */
  readonly lagSeconds: number;
  /** The names of parked streams, the first 100 of them. */
  readonly quarantinedStreams: string[];
  /** The number of parked streams. */
  readonly quarantined: number;
  /** The id of the operation that started the build; null: no operation did. */
  readonly operation: string | null;
  readonly kind: 'view' | 'saga' | 'handler';
  /** The number of timers that wait or failed, up to 10,000. */
  readonly timers: number;
  /** The number of timers that failed. */
  readonly failedTimers: number;
  readonly state: 'live' | 'behind' | 'degraded' | 'failing' | 'building' | 'kept';
  /** The error for which the subscription is stuck and retries; null if it is not stuck. */
  readonly failure: string | null;
  /** Why it is degraded or failing; null if it is neither. */
  readonly problem: string | null;
}

/** The progress of all subscriptions, of all processes. Reads the primary database, not a read replica. */
@Injectable()
export class Progresses {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly types: EventTypes,
  ) {}

  /** @returns the horizon, and all builds of each subscription except `check` */
  async all(): Promise<{ horizon: number; progresses: Progress[] }> {
    const [{ horizon }] = await this.database.query('SELECT log.horizon() AS horizon');
    const rows: (Known & Omit<Grounds, 'unknownTypes'>)[] = await this.database.query(
      `SELECT c.subscription AS name, c.build, c.version, c.position, c.operation, c.failure,
         CASE WHEN c.position > log.last_position() THEN log.last_position() END AS "logEnd",
         greatest(0, $1 - c.position) AS lag,
         coalesce(extract(epoch FROM clock_timestamp() - e.recorded_at), 0)::float8 AS "lagSeconds",
         q.quarantined, q.streams AS "quarantinedStreams",
         CASE WHEN c.tables <> '{}' THEN 'view' WHEN c.subscription LIKE 'saga %' THEN 'saga' ELSE 'handler' END AS kind,
         (SELECT count(*) FROM (SELECT FROM log.timers AS t WHERE t.subscription = c.subscription AND c.build = 'serving'
                                LIMIT ${MAX_COUNTED_TIMERS}) AS counted) AS timers,
         (SELECT count(*) FROM log.timers AS t WHERE t.subscription = c.subscription AND c.build = 'serving' AND t.error IS NOT NULL)
           AS "failedTimers"
       FROM log.checkpoints AS c
       LEFT JOIN LATERAL (
         SELECT recorded_at FROM log.events WHERE position > c.position AND position <= $1 ORDER BY position LIMIT 1
       ) AS e ON true
       CROSS JOIN LATERAL (
         SELECT count(*) AS quarantined, coalesce((array_agg(stream ORDER BY id))[1:${MAX_NAMED_STREAMS}], '{}') AS streams FROM log.quarantine
         WHERE subscription = c.subscription AND build = c.build AND state = 'parked'
       ) AS q
       WHERE c.build <> 'check' ORDER BY c.subscription, c.build DESC`,
      [horizon],
    );
    const unknown = rows.some(({ quarantined }) => quarantined) ? await this.unknownTypes() : [];
    return {
      horizon,
      progresses: rows.map(({ logEnd, ...row }) => {
        const unknownTypes = unknown
          .filter(({ name, build }) => name === row.name && build === row.build)
          .map(({ type }) => type);
        const grounds = { logEnd, unknownTypes };
        return { ...row, state: stateOf(row, grounds), problem: readerProblemOf(row, grounds) };
      }),
    };
  }

  /** The event types that parked streams failed on because this process does not know them, or not in that schema. */
  private async unknownTypes(): Promise<{ name: string; build: Build; type: string }[]> {
    const parked: { name: string; build: Build; type: string; schema: number }[] = await this.database.query(
      `SELECT DISTINCT q.subscription AS name, q.build, e.type, e.schema
       FROM log.quarantine AS q JOIN log.events AS e USING (position) WHERE q.state = 'parked' ORDER BY e.type, e.schema`,
    );
    return parked
      .filter(({ type, schema }) => !this.types.knows(type, schema))
      .map(({ type, schema, ...of }) => ({ ...of, type: this.types.knows(type) ? `${type} in schema ${schema}` : type }));
  }
}

type Known = Omit<Progress, 'state' | 'problem'>;

/** The facts that determine state and problem, besides the public fields. */
interface Grounds {
  /** The last position of the log, if the checkpoint is beyond it; else null. */
  readonly logEnd: number | null;
  readonly unknownTypes: readonly string[];
}

function stateOf(known: Known, grounds: Grounds): Progress['state'] {
  if (known.build === 'previous') return 'kept';
  if (known.failure !== null || grounds.logEnd !== null) return 'failing';
  if (known.build === 'next') return 'building';
  if (readerProblemOf(known, grounds) !== null) return 'degraded';
  return known.lag > 0 ? 'behind' : 'live';
}

function readerProblemOf(
  { name, kind, build, position, lagSeconds, quarantined, failedTimers, failure }: Known,
  { logEnd, unknownTypes }: Grounds,
): string | null {
  if (build === 'previous') return null;
  // A relay asks its stream where to go on.
  const command = name.startsWith('relay ') ? '' : `: npm run view -- ${kind === 'view' ? 'rebuild' : 'rewind'} "${name}"`;
  const because = unknownTypes.length ? `, because of events that this process does not know: ${unknownTypes.join(', ')}` : '';
  const reasons = [
    failure === null ? [] : [`it fails and is tried again: ${failure}`],
    logEnd === null ? [] : [`position ${position} is beyond the log, which ends at ${logEnd}${command}`],
    quarantined ? [`${quarantined} ${quarantined === 1 ? 'stream is' : 'streams are'} in quarantine${because}`] : [],
    failedTimers ? [`${failedTimers} ${failedTimers === 1 ? 'timer' : 'timers'} failed`] : [],
    build === 'serving' && lagSeconds > DEGRADED_LAG_SECONDS ? [`it is ${Math.round(lagSeconds)} s behind`] : [],
  ].flat();
  return reasons.length ? reasons.join('; ') : null;
}
