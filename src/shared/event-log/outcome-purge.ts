import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import { Settings } from '../settings.js';
import { OUTCOME_RETENTION } from './outcomes.js';

const PURGE_INTERVAL_MS = 3_600_000;

const MAX_ROWS_PER_PURGE = 10_000;

/**
 * Deletes outcomes that no command can need any more. The outcome of a saga's command stays while any subscription,
 * parked stream or timer is behind the command's event. A saga that was stopped executes the commands of its next
 * event again, however old that event is.
 */
@Injectable()
export class OutcomePurge implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutcomePurge.name);
  private timer?: NodeJS.Timeout;
  private purging?: Promise<void>;
  private stopped = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.isFolding) return;
    const purge = () => {
      this.purging ??= this.purge()
        .catch((error) => this.logger.warn(`Old outcomes stay for now: ${error.message}`))
        .finally(() => {
          this.purging = undefined;
        });
    };
    purge();
    this.timer = setInterval(purge, PURGE_INTERVAL_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.purging;
  }

  private async purge(): Promise<void> {
    for (let removed = MAX_ROWS_PER_PURGE; removed === MAX_ROWS_PER_PURGE && !this.stopped; ) {
      // SKIP LOCKED lets several workers purge different rows.
      const [{ count }] = await Session.run(this.database, (session) =>
        session.query(
          `WITH removed AS (DELETE FROM write.outcomes WHERE key IN (
           SELECT key FROM write.outcomes
           WHERE created_at < clock_timestamp() - interval '${OUTCOME_RETENTION}'
             AND (cause IS NULL OR cause < (SELECT min(position) FROM (
               SELECT position FROM log.checkpoints WHERE build = 'serving'
               UNION ALL SELECT position FROM log.quarantine WHERE state = 'parked'
               UNION ALL SELECT cause FROM log.timers
             ) AS ahead (position)))
           ORDER BY created_at LIMIT ${MAX_ROWS_PER_PURGE} FOR UPDATE SKIP LOCKED
         ) RETURNING key) SELECT count(*) FROM removed`,
        ),
      );
      removed = count;
    }
  }
}
