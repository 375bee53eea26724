import { spanOf } from '#kronika';
import { DAY_MS } from '../../durations.js';

/** Yesterday, today and tomorrow in a time zone, and when each begins; the last start is when tomorrow ends. */
export interface LocalDays {
  /** Such as `2026-01-31`. */
  readonly days: readonly string[];
  /** ISO 8601, UTC; one more than `days`. */
  readonly starts: readonly string[];
}

const known = new Map<string, { readonly until: number; readonly value: LocalDays }>();

/**
 * The days around a moment. A day has 23 or 25 hours where clocks change. The database decides by its own clock which
 * of them it is, so that clocks of processes may be apart.
 */
export function localDays(now: number, zone: string): LocalDays {
  const cached = known.get(zone);
  if (cached && now >= cached.until - DAY_MS / 24 && now < cached.until) return cached.value;
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(now);
  const days = [-1, 0, 1].map((n) => new Date(Date.parse(today) + n * DAY_MS).toISOString().slice(0, 10));
  const starts = days.map((day) => spanOf(day, zone).first);
  const value = { days, starts: [...starts, spanOf(days[2] as string, zone).after] };
  const until = Math.min(Date.parse(starts[2] as string), now + DAY_MS / 24);
  known.set(zone, { until, value });
  return value;
}
