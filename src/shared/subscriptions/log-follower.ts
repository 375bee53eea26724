import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type Observable, Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { EventTypes, type FromLog, type RecordedEvent } from '../event-log/events.js';
import { readEvents } from '../event-log/read-events.js';
import { LogPoller } from './log-poller.js';

/** Events that are read in one statement. */
const PAGE_EVENTS = 1_000;

/** Maximum wait for new events, and the wait after a failure to read the log. */
const MAX_FOLLOWER_PAUSE_MS = 500;

/** A state in memory that is folded from the log. */
export interface LogReader {
  /** The names of the events that it needs. Names that no module has registered are left out. */
  readonly types: readonly string[];
  /** Folds an event; called in the order of the log, from its beginning. */
  apply(event: FromLog<{ readonly type: string; readonly data: unknown }>, recordedAt: Date): void;
  /** Forgets everything, because the log went back. The events follow again from the beginning. */
  reset(): void;
}

/** Keeps states in the memory of this process up to date with the log, without checkpoints: each start reads it all. */
@Injectable()
export class LogFollower {
  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly poller: LogPoller,
    private readonly types: EventTypes,
  ) {}

  /**
   * Fires when the database may have gone back, so that rows that this process has read from any table may be gone.
   * Subscribers must read again what they keep in memory. A state that `follow` keeps is reset by itself.
   */
  get replaced$(): Observable<void> {
    return this.poller.replaced$;
  }

  follow(reader: LogReader): Following {
    return new Following(this.database, this.poller, this.types, reader);
  }
}

/** A state that follows the log until `stop`. */
export class Following {
  private readonly logger = new Logger(LogFollower.name);
  private readonly wanted: readonly string[];
  private readonly running: Promise<void>;
  private reached = 0;
  private currentAt = Number.NEGATIVE_INFINITY;
  private isStopped = false;
  private readonly stopping = new Subject<void>();

  constructor(
    private readonly database: DataSource,
    private readonly poller: LogPoller,
    private readonly types: EventTypes,
    private readonly reader: LogReader,
  ) {
    this.wanted = reader.types.filter((type) => types.knows(type));
    this.running = this.run();
  }

  /** Ms since the state last had all events of the log; infinite before it has them for the first time. */
  get age(): number {
    return performance.now() - (this.isCurrent ? this.poller.contactedAt : this.currentAt);
  }

  /** The position up to which all events are applied. */
  get position(): number {
    return this.reached;
  }

  /** Resolves once the state has all events up to the present horizon, or after `milliseconds`. */
  async catchUp(milliseconds: number): Promise<void> {
    const { horizon } = this.poller;
    for (const end = performance.now() + milliseconds; this.reached < horizon && performance.now() < end; ) await wait(5);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.stopping.next();
    await this.running;
  }

  private get isCurrent(): boolean {
    return this.reached > 0 && this.reached >= this.poller.horizon;
  }

  private async run(): Promise<void> {
    let rewind = this.poller.rewind;
    while (!this.isStopped && !this.poller.isStopped) {
      try {
        if (this.isCurrent) this.currentAt = this.poller.contactedAt;
        const end = await this.poller.beyond(this.reached, MAX_FOLLOWER_PAUSE_MS, this.stopping);
        if (rewind !== this.poller.rewind) {
          rewind = this.poller.rewind;
          this.reached = 0;
          this.currentAt = Number.NEGATIVE_INFINITY;
          this.reader.reset();
          continue;
        }
        if (end <= this.reached) continue;
        await this.read(end);
      } catch (error) {
        this.logger.warn(`The log can't be followed: ${(error as Error).message}`);
        await wait(MAX_FOLLOWER_PAUSE_MS);
      }
    }
  }

  /** Reads a page of the events up to `end`. */
  private async read(end: number): Promise<void> {
    const { reached } = this;
    const { rewind } = this.poller;
    const cached = this.poller.between(reached, end, undefined, PAGE_EVENTS);
    const events =
      cached ??
      (await readEvents(this.database, this.types, { after: reached, end, limit: PAGE_EVENTS }, { types: this.wanted }));
    if (rewind !== this.poller.rewind) return;
    for (const event of events) if (this.wanted.includes(event.type)) this.apply(event);
    this.reached = events.length < PAGE_EVENTS ? end : (events.at(-1) as RecordedEvent).position;
  }

  /** An event that this code can't read is left out, and the others are applied. */
  private apply(event: RecordedEvent): void {
    try {
      this.reader.apply(this.types.eventOf(event) as never, event.recordedAt);
    } catch (error) {
      this.logger.warn(`${event.stream} in version ${event.version} can't be applied: ${(error as Error).message}`);
    }
  }
}
