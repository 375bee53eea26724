import { Temporal } from 'temporal-polyfill';
import { QUARTER_MS } from '../../durations.js';

/** Zones change their offsets at quarter hours, so the hour of the week can't change in between. */

const known = new Map<string, { quarter: number; hour: number }>();

/** The hour of the week in a time zone: 0 is Monday from 00:00 to 01:00, 167 the last hour of Sunday. */
export function hourOfWeek(now: number, timeZone: string): number {
  const quarter = Math.floor(now / QUARTER_MS);
  const found = known.get(timeZone);
  if (found?.quarter === quarter) return found.hour;
  const { dayOfWeek, hour } = Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO(timeZone);
  const hours = (dayOfWeek - 1) * 24 + hour;
  known.set(timeZone, { quarter, hour: hours });
  return hours;
}
