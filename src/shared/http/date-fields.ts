import { EARLIEST, isTimeZone, LATEST, MAX_TIME_ZONE_LENGTH, TIME_ZONE_NAME } from '../time-zones.js';
import { type FieldOptions, type FieldRule, field } from './fields.js';

const YEAR = String.raw`(000[1-9]|00[1-9]\d|0[1-9]\d{2}|[1-9]\d{3})`;
const LEAP_YEAR = String.raw`(\d{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)`;
const DAYS_TO_28 = '(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])';
const DAYS_29_AND_30 = '(0[13-9]|1[0-2])-(29|30)';
const DAYS_31 = '(0[13578]|1[02])-31';
const DATE = `(${YEAR}-(${DAYS_TO_28}|${DAYS_29_AND_30}|${DAYS_31})|${LEAP_YEAR}-02-29)`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?`;
/** Postgres accepts offsets below 16 hours. The largest one in use is 14. */
const OFFSET = String.raw`(Z|[+-](0\d|1[0-5]):[0-5]\d)`;
const DATE_OR_MOMENT = new RegExp(`^${DATE}(T${TIME}${OFFSET})?$`);

const faultOfDate: FieldRule = (value) =>
  typeof value === 'string' && DATE_OR_MOMENT.test(value) && isBetween(value)
    ? undefined
    : {
        code: 'not-a-date',
        detail: 'must be a date such as 2026-01-31 or a moment such as 2026-01-31T09:30:00Z (in a URL, + is written %2B)',
      };

/**
 * A field for a date, which means its whole day, or a moment with its offset: ISO 8601, in the years 1 to 9999. The
 * value stays text, because the moments of a date depend on the time zone (see `spanOf`).
 */
export function DateOrMoment(options: FieldOptions = {}) {
  return field(faultOfDate, { type: 'string', pattern: DATE_OR_MOMENT.source }, { example: '2026-01-31', ...options });
}

/** A field for the IANA time zone in which dates are days. */
export function TimeZone(options: FieldOptions & { description: string }) {
  const rule: FieldRule = (value) =>
    isTimeZone(value)
      ? undefined
      : { code: 'not-a-time-zone', detail: 'must be the name of an IANA time zone such as Europe/Prague' };
  const documentation = {
    type: 'string',
    minLength: 1,
    maxLength: MAX_TIME_ZONE_LENGTH,
    pattern: TIME_ZONE_NAME.source,
  } as const;
  return field(rule, documentation, { optional: true, example: 'Europe/Prague', ...options });
}

function isBetween(text: string): boolean {
  const moment = Date.parse(text);
  return moment >= EARLIEST && moment <= LATEST;
}
