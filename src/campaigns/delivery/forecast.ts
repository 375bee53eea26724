import { DAY_MS } from '../../durations.js';
/** Requests of a section on a day. */
export interface DayOfRequests {
  /** Such as `2026-01-31`. */
  readonly day: string;
  readonly requests: number;
}

/** A campaign that spreads its views evenly, and where it may show. */
export interface EvenCampaign {
  /** Local time, written as if it was UTC: `2026-01-31T00:00:00Z`. */
  readonly start: string;
  readonly end: string;
  /** Views that are left; null: no limit of views. */
  readonly left: number | null;
  readonly perDay: number | null;
  /** In how many sections it may show. */
  readonly sections: number;
}

export interface DayForecast {
  readonly day: string;
  /** The median of the same weekday; null if there was none yet. */
  readonly requests: number | null;
  /** Views that campaigns with even pacing are to show here. */
  readonly booked: number;
  /** What is left for others; null as `requests`. */
  readonly available: number | null;
  /** How many weeks the median is of. */
  readonly weeks: number;
}

const MAX_WEEKS = 4;

/**
 * @param history days before `today`, of which those without requests may be absent
 * @param today such as `2026-01-31`
 */
export function forecast(
  history: readonly DayOfRequests[],
  campaigns: readonly EvenCampaign[],
  today: string,
  days: number,
): DayForecast[] {
  const known = new Map(history.map(({ day, requests }) => [day, requests]));
  const first = history.map(({ day }) => day).sort()[0];
  const weeksBack = MAX_WEEKS + Math.ceil(days / 7);
  return Array.from({ length: days }, (_, n) => {
    const day = later(today, n + 1);
    const pasts = Array.from({ length: weeksBack }, (_, week) => later(day, -7 * (week + 1)));
    const counted = pasts.filter((past) => past < today && first !== undefined && past >= first).slice(0, MAX_WEEKS);
    const requests = counted.length ? median(counted.map((past) => known.get(past) ?? 0)) : null;
    const booked = Math.round(campaigns.reduce((sum, campaign) => sum + bookedOn(day, today, campaign), 0));
    const available = requests === null ? null : Math.max(0, requests - booked);
    return { day, requests, booked, available, weeks: counted.length };
  });
}

/** What is left is spread evenly over what is left of the schedule, and over all sections. */
function bookedOn(day: string, today: string, { start, end, left, perDay, sections }: EvenCampaign): number {
  const [begin, stop, midnight] = [Date.parse(start), Date.parse(end), Date.parse(day)];
  const part = (Math.min(stop, midnight + DAY_MS) - Math.max(begin, midnight)) / DAY_MS;
  if (part <= 0) return 0;
  const daysLeft = (stop - Math.max(begin, Date.parse(today))) / DAY_MS;
  const share = Math.min(left === null ? Number.POSITIVE_INFINITY : (left / daysLeft) * part, perDay ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(share) ? share / Math.max(1, sections) : 0;
}

const later = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 ? upper : Math.round((upper + (sorted[middle - 1] as number)) / 2);
}
