import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { firstValueFrom, from, race, Subject, timer } from 'rxjs';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { LogOrigin } from '../database/log-origin.js';
import { EventLog } from '../event-log/event-log.js';
import { LogPoller } from '../subscriptions/log-poller.js';

/** Minimum pause between marks. */
const MIN_MARK_INTERVAL_MS = 5;

/** Maximum age of a mark, so that followers notice when their origin is silent. */
export const MAX_MARK_AGE_MS = 2_000;

/** Interval between checks whether the log has got followers, and pause after a failure. */
const CHECK_INTERVAL_MS = 5_000;

/**
 * The horizon is read before the commit of the mark. So all events up to it were committed before, and replication
 * delivers them before. It must not be `log.last_position()`, because an append in progress is committed later.
 */
const MARK_SQL = `
  WITH moved AS (
    UPDATE log.mark SET horizon = greatest(mark.horizon, now.horizon), at = clock_timestamp()
    FROM (SELECT log.horizon() AS horizon) AS now
    WHERE mark.horizon < now.horizon OR at < clock_timestamp() - interval '${MAX_MARK_AGE_MS} ms'
  ) SELECT EXISTS (SELECT FROM log.mark) AS "hasFollowers"`;

/** Writes the mark that tells followers how far they may read, once `npm run follow -- prepare` has made one. */
@Injectable()
export class Mark implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Mark.name);
  private readonly stopping = new Subject<void>();
  private isStopped = false;
  private running?: Promise<void>;

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly log: EventLog,
    private readonly poller: LogPoller,
    private readonly origin: LogOrigin,
  ) {}

  /** To be called once the poller runs. Every process of an origin writes marks, because any of them may be alone. */
  start(): void {
    if (!this.origin.isElsewhere) this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    this.stopping.next();
    await this.running;
  }

  private async run(): Promise<void> {
    let failure: string | undefined;
    while (!this.isStopped) {
      const { horizon } = this.poller;
      // Before the statement, because an append during it may be missing in the mark.
      const moved = firstValueFrom(race(this.log.appended$, from(this.poller.beyond(horizon, MAX_MARK_AGE_MS)), this.stopping));
      try {
        const [found] = await this.database.query(MARK_SQL);
        failure = undefined;
        await this.pause(found.hasFollowers ? MIN_MARK_INTERVAL_MS : CHECK_INTERVAL_MS);
      } catch (error) {
        const { message } = error as Error;
        if (message !== failure) this.logger.warn(`The mark for followers can't be written: ${message}`);
        failure = message;
        await this.pause(CHECK_INTERVAL_MS);
      }
      await moved;
    }
  }

  private async pause(milliseconds: number): Promise<void> {
    if (!this.isStopped) await firstValueFrom(race(timer(milliseconds), this.stopping));
  }
}
