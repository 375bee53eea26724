import { Temporal } from 'temporal-polyfill';

/** The names of IANA's time zones, in form; which of them exist is for `isTimeZone` to say. */
export const TIME_ZONE_NAME = /^[A-Za-z][\w+-]*(\/[A-Za-z][\w+-]*)*$/;

/** The longest name has 32 characters. */
export const MAX_TIME_ZONE_LENGTH = 64;

/** Moments before or after these are written differently by ISO 8601 or by Postgres, so they are refused. */
export const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
export const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);

/** Whether this is the name of an IANA time zone such as `Europe/Prague`, in any case; an offset such as `+02:00` is not. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || name.length > MAX_TIME_ZONE_LENGTH || !TIME_ZONE_NAME.test(name)) return false;
  try {
    // The library that does the arithmetic decides: it takes none of the ambiguous names such as BST that Intl knows.
    EPOCH.toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** A half-open span of time: `first` belongs to it, `after` does not. Both are ISO 8601, UTC, in whole milliseconds. */
export interface Span {
  readonly first: string;
  readonly after: string;
}

/**
 * The time that a text names: a date is its whole day in the zone, a moment is the millisecond it lies in, which is the
 * precision of all columns. Days have 23 or 25 hours where clocks change, begin later than midnight where midnight is left
 * out, and are empty where a zone skipped the whole date.
 *
 * @param text a valid date such as `2026-01-31`, or a moment with its offset
 */
export function spanOf(text: string, zone: string): Span {
  if (!isDate(text)) {
    // Date.parse cuts off digits after the milliseconds. Postgres would round to microseconds, which may be up.
    const moment = Date.parse(text);
    return { first: iso(moment), after: iso(moment + 1) };
  }
  const date = Temporal.PlainDate.from(text);
  return { first: startOf(date, zone), after: startOf(date.add({ days: 1 }), zone) };
}

/**
 * The month of a date in the zone.
 *
 * @param date any day of the month, `YYYY-MM-DD`
 */
export function monthOf(date: string, zone: string): Span {
  const first = Temporal.PlainDate.from(date).with({ day: 1 });
  return { first: startOf(first, zone), after: startOf(first.add({ months: 1 }), zone) };
}

/** The first whole millisecond that is not before the moment, or the first of the day. */
export function startingAt(text: string, zone: string): string {
  const { first, after } = spanOf(text, zone);
  return FINER_THAN_MS.test(text) ? after : first;
}

const FINER_THAN_MS = /\.\d{3}\d*[1-9]/;

/** Whether it names a whole day. */
export const isDate = (text: string) => text.length === 10;

function startOf(date: Temporal.PlainDate, zone: string): string {
  return iso(date.toZonedDateTime({ timeZone: zone }).epochMilliseconds);
}

/** A day in the first or last hours of the calendar may reach beyond what Postgres and ISO 8601 both can write. */
const iso = (moment: number) => new Date(Math.min(Math.max(moment, EARLIEST), LATEST)).toISOString();

/** How far local time is ahead of UTC: `offsets[n]` is in force from `starts[n]` on. As Postgres reads arrays. */
export interface Offsets {
  readonly starts: readonly string[];
  readonly offsets: readonly string[];
}

const known = new Map<string, Offsets>();

/** Rules of zones repeat, and no order of later years is expected; its day would be off by the hour of summer time. */
const LAST_TRANSITION = Temporal.Instant.from('2100-01-01T00:00:00Z');

/**
 * The offsets of a zone, by which Postgres finds the day of a moment just as `spanOf` does, whatever its own data of zones
 * say. Where clocks are set back over midnight, the new day has begun already, so the earlier offset stays in force until
 * local time reaches midnight again.
 */
export function offsetsOf(zone: string): Offsets {
  // Orders are younger than that; to search all earlier years would keep the thread busy for up to 0.2 s.
  let period = EPOCH.toZonedDateTimeISO(zone);
  const remembered = known.get(period.timeZoneId);
  if (remembered) return remembered;
  const starts = ['-infinity'];
  const offsets = [secondsOf(period)];
  for (;;) {
    const next = period.getTimeZoneTransition('next');
    if (!next || Temporal.Instant.compare(next.toInstant(), LAST_TRANSITION) > 0) break;
    const wouldBe = next.toPlainDateTime().add({ nanoseconds: period.offsetNanoseconds - next.offsetNanoseconds });
    const day = wouldBe.toPlainDate();
    const hasBegun = Temporal.PlainDateTime.compare(wouldBe, day.toPlainDateTime()) > 0;
    const isRepeated = hasBegun && Temporal.PlainDate.compare(day, next.toPlainDate()) > 0;
    const start = isRepeated ? day.toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'later' }) : next;
    starts.push(start.toInstant().toString());
    offsets.push(secondsOf(next));
    period = next;
  }
  const found = { starts, offsets };
  known.set(period.timeZoneId, found);
  return found;
}

const secondsOf = ({ offsetNanoseconds }: Temporal.ZonedDateTime) => `${offsetNanoseconds / 1e9} s`;

/** Whether days of the zone are days of UTC. */
export function isUtc(zone: string): boolean {
  const { offsets } = offsetsOf(zone);
  return offsets.length === 1 && offsets[0] === '0 s';
}
