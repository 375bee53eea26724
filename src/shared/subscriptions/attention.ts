import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import { DEGRADED_LAG_SECONDS, Progresses } from './progress.js';

/** Something that an operator should look at. */
export interface AttentionItem {
  /** Stable, such as `quarantine.parked`. */
  readonly code: string;
  /** A sentence for people. */
  readonly summary: string;
  readonly count: number;
  /** The address at which the API shows it. */
  readonly link: string;
}

/** Older failed operations need no attention. */
const FAILED_OPERATIONS_DAYS = 7;

/** Lists what needs an operator, and how the log grows. The cost does not depend on the length of the log. */
@Injectable()
export class Attention {
  constructor(
    @InjectDataSource(LOG) private readonly database: DataSource,
    private readonly progresses: Progresses,
  ) {}

  /** Everything that needs an operator, of all processes; empty if nothing does. */
  async items(): Promise<AttentionItem[]> {
    const [{ progresses }, [{ operations }]] = await Promise.all([
      this.progresses.all(),
      this.database.query(
        `SELECT count(*) AS operations FROM log.operations
         WHERE state = 'failed' AND ended_at > clock_timestamp() - interval '${FAILED_OPERATIONS_DAYS} days'`,
      ),
    ]);
    const serving = progresses.filter(({ build }) => build === 'serving');
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    const quarantined = sum(serving.map((each) => each.quarantined));
    const timers = sum(serving.map(({ failedTimers }) => failedTimers));
    const failing = serving.filter(({ state }) => state === 'failing').length;
    const late = serving.filter(({ lagSeconds, state }) => lagSeconds > DEGRADED_LAG_SECONDS && state !== 'failing').length;
    const found: AttentionItem[] = [
      {
        code: 'quarantine.parked',
        summary: `${counted(quarantined, 'stream is', 'streams are')} in quarantine`,
        count: quarantined,
        link: '/v1/quarantine',
      },
      {
        code: 'subscription.failing',
        summary: `${counted(failing, 'reader', 'readers')} of the log ${failing === 1 ? 'fails' : 'fail'} and ${failing === 1 ? 'is' : 'are'} tried again`,
        count: failing,
        link: '/v1/subscriptions',
      },
      {
        code: 'subscription.behind',
        summary: `${counted(late, 'reader', 'readers')} of the log ${late === 1 ? 'is' : 'are'} late`,
        count: late,
        link: '/v1/subscriptions',
      },
      {
        code: 'operation.failed',
        summary: `${counted(operations, 'operation', 'operations')} failed in the last ${FAILED_OPERATIONS_DAYS} days`,
        count: operations,
        link: '/v1/operations?state=failed',
      },
      { code: 'timer.failed', summary: `${counted(timers, 'timer', 'timers')} failed`, count: timers, link: '/v1/timers' },
    ];
    return found.filter(({ count }) => count > 0);
  }

  /**
   * The last position of the log, and the number of positions assigned in the last 24 hours. Both include positions
   * that rolled-back appends left empty.
   */
  async growth(): Promise<{ position: number; lastDay: number }> {
    // Positions are almost in the order of their times, so the first event of the last day is found by bisection.
    const [found] = await this.database.query(
      `WITH RECURSIVE ends AS (SELECT log.horizon() AS position, clock_timestamp() - interval '24 hours' AS since),
       search AS (
         SELECT 0::bigint AS low, position AS high, position, since FROM ends
         UNION ALL
         SELECT CASE WHEN is_old THEN middle ELSE low END, CASE WHEN is_old THEN high ELSE middle - 1 END, position, since
         FROM search CROSS JOIN LATERAL (SELECT (low + high + 1) / 2 AS middle) AS m CROSS JOIN LATERAL (
           SELECT coalesce((SELECT recorded_at < since FROM log.events AS e WHERE e.position >= middle ORDER BY e.position LIMIT 1), false) AS is_old
         ) AS t
         WHERE low < high
       )
       SELECT position, position - low AS "lastDay" FROM search WHERE low >= high LIMIT 1`,
    );
    return found;
  }
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
