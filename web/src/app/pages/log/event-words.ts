import { count } from '../../ui/format.js';

const MAX_TEXT = 60;
const MAX_LIST = 3;

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/**
 * The data of an event on one line: `name Spring sale · price 1,250`.
 *
 * @param nameOf the name of an entity, if it has one and it is known
 */
export function summaryOf(data: unknown, nameOf: (id: string) => string | undefined): string {
  const short = (value: unknown): string => {
    if (value === null) return 'none';
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (Array.isArray(value)) {
      const isLong = value.length > MAX_LIST || value.some((each) => typeof each === 'object');
      return isLong ? `(${count(value.length)})` : value.map(short).join(', ') || 'none';
    }
    if (typeof value === 'object') return `{${summaryOf(value, nameOf)}}`;
    const text = String(value);
    if (UUID.test(text)) return nameOf(text) ?? `${text.slice(0, 8)}…`;
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  };
  if (data === null || typeof data !== 'object') return data === undefined ? '' : short(data);
  return Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${short(value)}`)
    .join(' · ');
}

/** Between two moments, in ms: `3 ms`, `1.2 s`, `4 min`, `2 h`, `5 days`. */
export function gapText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 86_400_000 * 2) return `${Math.round(ms / 3_600_000)} h`;
  return `${count(Math.round(ms / 86_400_000))} days`;
}
