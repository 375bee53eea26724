import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { EventTypes } from '../event-log/events.js';
import type { Build } from './subscription.js';

/** From this lag on, a subscription counts as degraded. */
const DEGRADED_LAG_SECONDS = 30;

/** The most parked streams that are listed by name. */
const MAX_NAMED_STREAMS = 100;

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
  /** The id of the operation that made the build, if one did. */
  readonly operation: string | null;
  /** The number of timers that failed. */
  readonly failedTimers: number;
  readonly state: 'live' | 'behind' | 'degraded' | 'failing' | 'building' | 'kept';
  /** Why it is degraded or failing; null if it is neither. */
  readonly problem: string | null;
}

/** The progress of all subscriptions over all processes, from the database that the log is written to. */
@Injectable()
export class Progresses {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly types: EventTypes,
  ) {}

  /** @returns the horizon, and the builds of each subscription without those that are only compared */
  async all(): Promise<{ horizon: number; progresses: Progress[] }> {
    const [{ horizon }] = await this.database.query('SELECT log.horizon() AS horizon');
    const rows: (Known & Omit<Grounds, 'unknownTypes'>)[] = await this.database.query(
      `SELECT c.subscription AS name, c.build, c.version, c.position, c.operation, c.failure, c.tables <> '{}' AS "isView",
         CASE WHEN c.position > log.last_position() THEN log.last_position() END AS "logEnd",
         greatest(0, $1 - c.position) AS lag,
         coalesce(extract(epoch FROM clock_timestamp() - e.recorded_at), 0)::float8 AS "lagSeconds",
         q.quarantined, q.streams AS "quarantinedStreams",
         CASE c.build WHEN 'serving' THEN (SELECT count(*) FROM log.timers AS t WHERE t.subscription = c.subscription AND t.error IS NOT NULL)
           ELSE 0 END AS "failedTimers"
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
      progresses: rows.map(({ failure, isView, logEnd, ...row }) => {
        const unknownTypes = unknown
          .filter(({ name, build }) => name === row.name && build === row.build)
          .map(({ type }) => type);
        const grounds = { failure, isView, logEnd, unknownTypes };
        return { ...row, state: stateOf(row, grounds), problem: problemOf(row, grounds) };
      }),
    };
  }

  /** The types of events for which streams are parked and which this process does not know, or not in that schema. */
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

/** What state and problem follow from, besides what is shown. */
interface Grounds {
  readonly failure: string | null;
  readonly isView: boolean;
  /** Where the log ends, if the checkpoint is beyond it. */
  readonly logEnd: number | null;
  readonly unknownTypes: readonly string[];
}

function stateOf(known: Known, grounds: Grounds): Progress['state'] {
  if (known.build === 'previous') return 'kept';
  if (grounds.failure !== null || grounds.logEnd !== null) return 'failing';
  if (known.build === 'next') return 'building';
  if (problemOf(known, grounds) !== null) return 'degraded';
  return known.lag > 0 ? 'behind' : 'live';
}

function problemOf(
  { name, build, position, lagSeconds, quarantined, failedTimers }: Known,
  { failure, isView, logEnd, unknownTypes }: Grounds,
): string | null {
  if (build === 'previous') return null;
  const command = `npm run view -- ${isView ? 'rebuild' : 'rewind'} "${name}"`;
  const because = unknownTypes.length ? `, because of events that this process does not know: ${unknownTypes.join(', ')}` : '';
  const reasons = [
    failure === null ? [] : [`it fails and is tried again: ${failure}`],
    logEnd === null ? [] : [`position ${position} is beyond the log, which ends at ${logEnd}: ${command}`],
    quarantined ? [`${quarantined} ${quarantined === 1 ? 'stream is' : 'streams are'} in quarantine${because}`] : [],
    failedTimers ? [`${failedTimers} ${failedTimers === 1 ? 'timer' : 'timers'} failed`] : [],
    build === 'serving' && lagSeconds > DEGRADED_LAG_SECONDS ? [`it is ${Math.round(lagSeconds)} s behind`] : [],
  ].flat();
  return reasons.length ? reasons.join('; ') : null;
}
