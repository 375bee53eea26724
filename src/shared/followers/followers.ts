import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { LogOrigin } from '../database/log-origin.js';
import { DEFERRED_INDEXES } from './deferred-indexes.js';
import { SLOT_PREFIX, SUBSCRIPTION } from './names.js';

/** A follower that is further behind is worth an operator's look. Marks come at least every 2 s. */
const MAX_LAG_SECONDS = 30;

const SLOTS_SQL = `
  SELECT slot_name AS slot, active, coalesce(wal_status, 'lost') = 'lost' AS "isLost",
    coalesce(pg_current_wal_lsn() - confirmed_flush_lsn, 0)::float8 AS "lagBytes"
  FROM pg_replication_slots
  WHERE slot_type = 'logical' AND database = current_database() AND starts_with(slot_name, '${SLOT_PREFIX}') ORDER BY slot_name`;

const ORIGIN_SQL = `
  SELECT s.oid IS NOT NULL AS "isJoined", subenabled AS "isEnabled", pid IS NOT NULL AS "isRunning",
    EXISTS (SELECT FROM pg_subscription_rel WHERE srsubid = s.oid AND srsubstate <> 'r') AS "isCopying",
    to_regclass('${DEFERRED_INDEXES}') IS NOT NULL AS "lacksIndexes",
    (SELECT extract(epoch FROM clock_timestamp() - at)::float8 FROM log.mark) AS "lagSeconds",
    (SELECT horizon FROM log.mark) < log.last_position() AS "hasGoneBack"
  FROM log.origin
    LEFT JOIN (pg_subscription AS s JOIN pg_database AS d ON d.oid = subdbid AND datname = current_database())
      ON subname = '${SUBSCRIPTION}'
    LEFT JOIN pg_stat_subscription AS t ON t.subid = s.oid AND worker_type = 'apply'`;

/** A follower, as its origin sees it. */
export interface FollowerState {
  readonly slot: string;
  /** WAL that the follower has not confirmed. */
  readonly lagBytes: number;
  /** As a sentence with the subject "it"; null: it follows. */
  readonly problem: string | null;
}

/** The origin, as a follower sees it. */
export interface OriginState {
  readonly server: string;
  /** Age of the latest mark; null: there is none. */
  readonly lagSeconds: number | null;
  /** As a sentence; null: there is none. */
  readonly problem: string | null;
}

/** The state of replication to followers, and of replication from an origin. */
@Injectable()
export class Followers {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly origin: LogOrigin,
  ) {}

  /** The followers of this database. */
  async all(): Promise<FollowerState[]> {
    if (this.origin.isElsewhere) return [];
    const found: { slot: string; active: boolean; isLost: boolean; lagBytes: number }[] = await this.database.query(SLOTS_SQL);
    return found.map(({ slot, active, isLost, lagBytes }) => ({
      slot,
      lagBytes,
      problem: slotProblem(active, isLost, lagBytes),
    }));
  }

  /** @returns undefined if this database is no follower */
  async ofOrigin(): Promise<OriginState | undefined> {
    const { followed } = this.origin;
    if (!followed) return undefined;
    const [found] = await this.database.query(ORIGIN_SQL);
    return { server: followed.server, lagSeconds: found?.lagSeconds ?? null, problem: originProblem(found) };
  }
}

function slotProblem(active: boolean, isLost: boolean, lagBytes: number): string | null {
  if (isLost) return 'its slot is lost, because it kept more WAL than max_slot_wal_keep_size: the follower must join again';
  if (active) return null;
  return `it is away, and its slot keeps ${Math.ceil(lagBytes / 1_048_576)} MiB of WAL`;
}

interface FoundSubscription {
  readonly isJoined: boolean;
  readonly isEnabled: boolean | null;
  readonly isRunning: boolean;
  readonly isCopying: boolean;
  readonly lacksIndexes: boolean;
  readonly lagSeconds: number | null;
  readonly hasGoneBack: boolean | null;
}

function originProblem(found: FoundSubscription | undefined): string | null {
  if (!found?.isJoined) return 'the follower has left its origin: npm run follow -- join';
  if (!found.isEnabled) return `the subscription ${SUBSCRIPTION} is disabled`;
  if (found.hasGoneBack) return "the origin's log went back: npm run follow -- leave, then join";
  if (!found.isRunning)
    return `the subscription ${SUBSCRIPTION} does not run: npm run follow -- status, or the log of PostgreSQL`;
  if (found.isCopying) return 'the first copy is under way';
  if (found.lacksIndexes)
    return 'the log lacks indexes, because its first copy was interrupted: run npm run follow -- join again';
  const seconds = Math.round(found.lagSeconds ?? 0);
  return seconds > MAX_LAG_SECONDS ? `the origin has sent nothing for ${seconds} s` : null;
}
