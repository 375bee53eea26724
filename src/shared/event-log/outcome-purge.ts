import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Session } from '../database/session.js';
import { Settings } from '../settings.js';
import { KEPT } from './outcomes.js';

/** In ms. */
const EACH_HOUR = 3_600_000;

/** How many outcomes go in one transaction. */
const AT_ONCE = 10_000;

/**
 * Removes outcomes that nobody will ask for. A saga's must also lie behind all readers of the log, all streams in
 * quarantine and all timers: a saga that was stopped for long executes the commands of its next event again, however old it is.
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
    if (!this.settings.isWorker) return;
    const purge = () => {
      this.purging ??= this.purge()
        .catch((error) => this.logger.warn(`Old outcomes stay for now: ${error.message}`))
        .finally(() => {
          this.purging = undefined;
        });
    };
    purge();
    this.timer = setInterval(purge, EACH_HOUR).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.purging;
  }

  private async purge(): Promise<void> {
    for (let removed = AT_ONCE; removed === AT_ONCE && !this.stopped; ) {
      // Several workers each take rows of their own.
      const [{ count }] = await Session.run(this.database, (session) =>
        session.query(
          `WITH removed AS (DELETE FROM write.outcomes WHERE key IN (
           SELECT key FROM write.outcomes
           WHERE created_at < clock_timestamp() - interval '${KEPT}'
             AND (cause IS NULL OR cause < (SELECT min(position) FROM (
               SELECT position FROM log.checkpoints WHERE build = 'serving'
               UNION ALL SELECT position FROM log.quarantine WHERE state = 'parked'
               UNION ALL SELECT cause FROM log.timers
             ) AS ahead (position)))
           ORDER BY created_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
         ) RETURNING key) SELECT count(*) FROM removed`,
        ),
      );
      removed = count;
    }
  }
}
