/** Durations in milliseconds. Days are those of UTC, which all have 24 hours. */
export const QUARTER_MS = 15 * 60_000;
export const HOUR_MS = 4 * QUARTER_MS;
export const DAY_MS = 24 * HOUR_MS;
