import { Temporal } from 'temporal-polyfill';

/** The form of IANA's names of time zones. `isTimeZone` decides whether a zone exists. */
export const TIME_ZONE_NAME = /^[A-Za-z][\w+-]*(\/[A-Za-z][\w+-]*)*$/;

/** The longest name in use has 32 characters. */
export const MAX_TIME_ZONE_LENGTH = 64;

/** ISO 8601 and Postgres write moments outside of this range differently, so they are refused. */
export const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
export const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);

/**
 * Whether this is the name of an IANA time zone such as `Europe/Prague`, in any case. An offset such as `+02:00` is
 * none.
 */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || name.length > MAX_TIME_ZONE_LENGTH || !TIME_ZONE_NAME.test(name)) return false;
  try {
    // Asks the library that calculates with zones. Intl also accepts ambiguous names such as BST.
    EPOCH.toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * A half-open span of time: it includes `first` and excludes `after`. Both are ISO 8601, UTC, in whole milliseconds.
 */
export interface TimeSpan {
  readonly first: string;
  readonly after: string;
}

/**
 * The span that a text stands for: the whole day of a date in the zone, or the millisecond of a moment, which is the
 * precision of all columns. A day has 23 or 25 hours where clocks change. It begins later than midnight where midnight
 * is skipped, and is empty where the zone skipped the whole date.
 *
 * @param text a valid date such as `2026-01-31`, or a moment with its offset
 */
export function spanOf(text: string, zone: string): TimeSpan {
  if (!isDate(text)) {
    // Date.parse cuts off digits after the milliseconds. Postgres would round to microseconds, possibly upwards.
    const moment = Date.parse(text);
    return { first: iso(moment), after: iso(moment + 1) };
  }
  const date = Temporal.PlainDate.from(text);
  return { first: startOfDay(date, zone), after: startOfDay(date.add({ days: 1 }), zone) };
}

/**
 * The month of a date in the zone.
 *
 * @param date any day of the month, `YYYY-MM-DD`
 */
export function monthOf(date: string, zone: string): TimeSpan {
  const first = Temporal.PlainDate.from(date).with({ day: 1 });
  return { first: startOfDay(first, zone), after: startOfDay(first.add({ months: 1 }), zone) };
}

/** The first whole millisecond at or after a moment, or the first of a day. */
export function startingAt(text: string, zone: string): string {
  const { first, after } = spanOf(text, zone);
  return FINER_THAN_MS.test(text) ? after : first;
}

const FINER_THAN_MS = /\.\d{3}\d*[1-9]/;

/** Whether the text is a date rather than a moment. */
export const isDate = (text: string) => text.length === 10;

function startOfDay(date: Temporal.PlainDate, zone: string): string {
  return iso(date.toZonedDateTime({ timeZone: zone }).epochMilliseconds);
}

/** A day in the first or last hours of the calendar may exceed the range that Postgres and ISO 8601 share. */
export const iso = (moment: number) => new Date(Math.min(Math.max(moment, EARLIEST), LATEST)).toISOString();

/**
 * The differences between local time and UTC: `offsets[n]` applies from `starts[n]` on. In the form of Postgres
 * arrays.
 */
export interface Offsets {
  readonly starts: readonly string[];
  readonly offsets: readonly string[];
  /** Whether days of the zone are days of UTC. */
  readonly isUtc: boolean;
}

const offsetsByZone = new Map<string, Promise<Offsets>>();

/** The latest search, whatever its zone. */
let searching: Promise<unknown> = Promise.resolve();

/** Changes of clocks that are searched in one turn of the event loop, in up to 10 ms. */
const CHANGES_PER_TURN = 5;

/**
 * Rules of zones repeat, and no order of later years is expected. After this moment, days may be off by the hour of
 * summer time.
 */
const LAST_TRANSITION = Temporal.Instant.from('2100-01-01T00:00:00Z');

/**
 * The offsets of a zone, by which Postgres finds the day of a moment exactly as `spanOf` does, even with other time
 * zone data of its own. Where clocks are set back over midnight, the new day has begun already, so the earlier offset
 * applies until local time reaches midnight again.
 *
 * They are searched once for each zone. That takes up to 0.2 s in all, during which other requests are answered.
 */
export function offsetsOf(zone: string): Promise<Offsets> {
  // Orders are younger than this, and a search of all earlier years would take as long again.
  const first = EPOCH.toZonedDateTimeISO(zone);
  const remembered = offsetsByZone.get(first.timeZoneId);
  if (remembered) return remembered;
  // One zone after the other, so that the searches of many zones share the turns that are left to them.
  const found = searching.then(() => searchOffsets(first));
  searching = found;
  offsetsByZone.set(first.timeZoneId, found);
  return found;
}

async function searchOffsets(first: Temporal.ZonedDateTime): Promise<Offsets> {
  let period = first;
  const starts = ['-infinity'];
  const offsets = [secondsOf(period)];
  for (;;) {
    if (starts.length % CHANGES_PER_TURN === 0) await new Promise(setImmediate);
    const next = period.getTimeZoneTransition('next');
    if (!next || Temporal.Instant.compare(next.toInstant(), LAST_TRANSITION) > 0) break;
    const wouldBe = next.toPlainDateTime().add({ nanoseconds: period.offsetNanoseconds - next.offsetNanoseconds });
    const day = wouldBe.toPlainDate();
    const hasBegun = Temporal.PlainDateTime.compare(wouldBe, day.toPlainDateTime()) > 0;
    const isRepeated = hasBegun && Temporal.PlainDate.compare(day, next.toPlainDate()) > 0;
    const start = isRepeated ? day.toPlainDateTime().toZonedDateTime(first.timeZoneId, { disambiguation: 'later' }) : next;
    starts.push(start.toInstant().toString());
    offsets.push(secondsOf(next));
    period = next;
  }
  return { starts, offsets, isUtc: offsets.length === 1 && offsets[0] === '0 s' };
}

const secondsOf = ({ offsetNanoseconds }: Temporal.ZonedDateTime) => `${offsetNanoseconds / 1e9} s`;
