import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { BehaviorSubject, firstValueFrom, type Subscription as RxSubscription, race, timer } from 'rxjs';
import { filter } from 'rxjs/operators';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { EventLog } from '../event-log/event-log.js';

/** Poll delays in ms: short while events come, up to the longest while nothing happens. */
const SHORTEST = 20;
const LONGEST = 500;

/** Knows the horizon of the log: one poll a process, whatever the number of subscriptions, and at once after an own append. */
@Injectable()
export class Tail {
  private readonly logger = new Logger(Tail.name);
  private readonly reached = new BehaviorSubject(0);
  private appended?: RxSubscription;
  private delay = SHORTEST;
  private timer?: NodeJS.Timeout;
  private polling?: Promise<void>;
  private again = false;
  private stopped = false;

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly log: EventLog,
  ) {}

  start(): void {
    this.appended = this.log.appended$.subscribe(() => {
      this.delay = SHORTEST;
      this.poll();
    });
    this.poll();
  }

  /** All events at or below it are visible or never will be, so it stays true however old it is. */
  get horizon(): number {
    return this.reached.value;
  }

  /** @returns the horizon, once it is beyond `position` or `milliseconds` have passed */
  async beyond(position: number, milliseconds: number): Promise<number> {
    await firstValueFrom(race(this.reached.pipe(filter((horizon) => horizon > position)), timer(milliseconds)));
    return this.horizon;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.appended?.unsubscribe();
    clearTimeout(this.timer);
    await this.polling;
  }

  /** One poll at a time; a wish that comes meanwhile is served by one more, since the running one may have looked too early. */
  private poll(): void {
    if (this.stopped) return;
    if (this.polling) {
      this.again = true;
      return;
    }
    clearTimeout(this.timer);
    this.again = false;
    this.polling = this.look().finally(() => {
      this.polling = undefined;
      if (this.stopped) return;
      if (this.again) this.poll();
      else this.timer = setTimeout(() => this.poll(), this.delay);
    });
  }

  private async look(): Promise<void> {
    try {
      const [{ horizon }] = await this.database.query('SELECT log.horizon() AS horizon');
      if (horizon > this.reached.value) {
        this.delay = SHORTEST;
        this.reached.next(horizon);
      } else {
        this.delay = Math.min(this.delay * 1.5, LONGEST);
      }
    } catch (error) {
      this.delay = LONGEST;
      this.logger.warn(`The log can't be read: ${(error as Error).message}`);
    }
  }
}
