import { signal } from '@angular/core';

const LOCALE = navigator.language;

/** How many decimals each currency has, as the server says. Browsers know fewer currencies, and some otherwise. */
const digits = signal<ReadonlyMap<string, number>>(new Map());

/** To be called with what `/v1/about` says, before amounts are shown. */
export function learnCurrencies(currencies: readonly { readonly code: string; readonly digits: number }[]): void {
  digits.set(new Map(currencies.map((currency) => [currency.code, currency.digits])));
}

export const decimalsOf = (currency: string): number => digits().get(currency) ?? 2;

const amounts = new Map<string, Intl.NumberFormat>();

/** @param more decimals than the currency has, of which final zeros are left out */
function amountFormat(currency: string, more = 0): Intl.NumberFormat {
  const decimals = decimalsOf(currency);
  const key = `${currency} ${decimals} ${more}`;
  const known = amounts.get(key);
  if (known) return known;
  const fractions = { minimumFractionDigits: decimals, maximumFractionDigits: decimals + more };
  const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...fractions });
  amounts.set(key, format);
  return format;
}

/** `12500` minor units of EUR as `€125.00`, exactly. */
export function money(minor: number | bigint, currency: string): string {
  // As text, because a double has no exact cents.
  return amountFormat(currency).format(amountText(minor, currency) as unknown as number);
}

/** `12500` thousandths of minor units of EUR as `€0.125`, exactly. Views cost fractions of a cent. */
export function exactMoney(thousandths: number | bigint, currency: string): string {
  return amountFormat(currency, 3).format(amountText(thousandths, currency, 3) as unknown as number);
}

/**
 * `12500` minor units of EUR as `125.00`, for a field.
 *
 * @param more decimals than the currency has, of the amount
 */
export function amountText(minor: number | bigint, currency: string, more = 0): string {
  const decimals = decimalsOf(currency) + more;
  const digits = String(minor)
    .replace('-', '')
    .padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${minor < 0 ? '-' : ''}${whole}${decimals ? `.${digits.slice(-decimals)}` : ''}`;
}

/** `125` or `125,00` as 12500 minor units of EUR; undefined: it is no amount of that currency. */
export function minorOf(text: string, currency: string): number | undefined {
  const decimals = decimalsOf(currency);
  const match = /^\s*(\d{1,13})(?:[.,](\d+))?\s*$/.exec(text);
  if (!match) return undefined;
  const fraction = match[2] ?? '';
  if (fraction.length > decimals) return undefined;
  const minor = Number(`${match[1]}${fraction.padEnd(decimals, '0')}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

const numbers = new Intl.NumberFormat(LOCALE);

export const count = (value: number | bigint): string => numbers.format(value);

const percents = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 });

/** `0.123` as `12.3%`; null: a dash, because there is nothing to divide by. */
export const percent = (rate: number | null): string => (rate === null ? '–' : percents.format(rate));

const characters = new Intl.Segmenter(LOCALE);

/** The length of a text as a person counts it, and as the server limits names: a family emoji is one character. */
export const characterCount = (text: string): number => [...characters.segment(text)].length;

/** `1 campaign`, `2 campaigns` */
export const counted = (value: number, thing: string, plural = `${thing}s`): string =>
  `${count(value)} ${value === 1 ? thing : plural}`;

const days = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric' });
const daysWithoutYear = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const exact = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'long' });
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });

const precise = new Intl.DateTimeFormat(LOCALE, {
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' },
} as Intl.DateTimeFormatOptions);

/** `14:20:31.042`, in the user's time zone. */
export const preciseTime = (text: string): string => precise.format(new Date(text));

/** In the user's time zone. */
export const day = (text: string): string => days.format(new Date(text));

/** `1 Mar` of the day `2026-03-01`. */
export const dayWithoutYear = (date: string): string => daysWithoutYear.format(new Date(date));

const hourFormats = new Map<string, Intl.DateTimeFormat>();

/** `14:00` of a moment, in a time zone; with `isDated`, `1 Mar, 14:00`. */
export function hourIn(moment: string, timeZone: string, isDated = false): string {
  const key = `${timeZone} ${isDated}`;
  const date = isDated ? ({ day: 'numeric', month: 'short' } as const) : {};
  const format =
    hourFormats.get(key) ??
    new Intl.DateTimeFormat(LOCALE, { ...date, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  hourFormats.set(key, format);
  return format.format(new Date(moment));
}

/** For a tooltip: in the user's time zone, with its name. */
export const exactTime = (text: string): string => exact.format(new Date(text));

/** The day before a moment at which something ends at midnight, since people name the last day. */
export function lastDay(end: string): string {
  const moment = new Date(end);
  const isMidnight = moment.getHours() === 0 && moment.getMinutes() === 0;
  return days.format(isMidnight ? new Date(moment.getTime() - 1) : moment);
}

/** `just now`, `5 min ago`, `14:20`, `3 Mar 2026` */
export function ago(text: string, now = Date.now()): string {
  const moment = new Date(text);
  const minutes = Math.floor((now - moment.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const isToday = moment.toDateString() === new Date(now).toDateString();
  return isToday ? clock.format(moment) : days.format(moment);
}

/** `2026-03-01`, as `<input type="date">` wants it, in the user's time zone. */
export function dateField(moment: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
}
