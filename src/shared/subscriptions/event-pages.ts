import type { DataSource } from 'typeorm';
import { RECORDED, type RecordedEvent } from '../event-log/events.js';
import { MAX_SCANNED_POSITIONS, type RecentEvents } from './batch.js';
import { type Subscription, wantedParameters, wantedSql } from './subscription.js';

/** Events of a page. A subscription that handles so many at once needs none. */
const PAGE_EVENTS = 100;

/** A page is dropped after this time, whether it was used or not, so that a text which was erased since does not stay in memory. */
const MAX_AGE_MS = 1_000;

/** A part of the log, with a subscription's events in it. */
interface EventPage extends RecentEvents {
  readonly after: number;
  /** The incarnation of the log, as known before the events were read; see `lockCheckpoint`. */
  readonly incarnation: string | undefined;
}

/**
 * Events that a subscription has yet to handle, for one that takes few at a time and is behind the poller's memory:
 * otherwise each of its batches would read the log.
 */
export class EventPages {
  private page?: EventPage;
  private timer?: NodeJS.Timeout;

  constructor(private readonly subscription: Subscription) {}

  /**
   * @param limit maximum number of events
   * @param incarnation the incarnation that the horizon was read from
   * @returns the next events, with those of parked streams, because a stream may be parked or released meanwhile;
   * undefined if the subscription takes so many events at a time that pages give it nothing
   */
  async next(
    database: DataSource,
    after: number,
    horizon: number,
    limit: number,
    incarnation: string | undefined,
  ): Promise<RecentEvents | undefined> {
    if (this.subscription.isFold || this.subscription.batchSize >= PAGE_EVENTS) return undefined;
    const { page } = this;
    const isUsable = page && page.after <= after && after < page.end && page.incarnation === incarnation;
    const { events, end } = isUsable ? page : await this.read(database, after, horizon, incarnation);
    const next = events.filter(({ position }) => position > after).slice(0, limit);
    const last = next.length === limit ? (next.at(-1) as RecordedEvent).position : end;
    if (last === end) this.forget();
    return { events: next, end: last };
  }

  /** Drops the events, as when a handler failed, which may have changed them. */
  forget(): void {
    clearTimeout(this.timer);
    this.page = undefined;
  }

  private async read(database: DataSource, after: number, horizon: number, incarnation: string | undefined): Promise<EventPage> {
    const limit = Math.min(horizon, after + MAX_SCANNED_POSITIONS);
    const events: RecordedEvent[] = await database.query(
      `SELECT ${RECORDED} FROM log.events WHERE position > $1 AND position <= $2 AND ${wantedSql(4)} ORDER BY position LIMIT $3`,
      [after, limit, PAGE_EVENTS, ...wantedParameters(this.subscription)],
    );
    const end = events.length < PAGE_EVENTS ? limit : (events.at(-1) as RecordedEvent).position;
    const page = { after, end, events, incarnation };
    this.forget();
    this.page = page;
    this.timer = setTimeout(() => this.forget(), MAX_AGE_MS).unref();
    return page;
  }
}
