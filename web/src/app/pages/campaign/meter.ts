import type { components } from '../../api/schema.js';
import { percent } from '../../ui/format.js';

export type LimitUse = components['schemas']['LimitUseDocument'];

/** How much of a limit is used, in words and as a bar. */
export interface Meter {
  readonly title: string;
  /** `400 views of 1,000 views` */
  readonly text: string;
  /** Shares of the limit; null: there is no limit. */
  readonly used: number | null;
  readonly reserved: number;
  /** Where even pacing is by now; null: it does not pace. */
  readonly due: number | null;
  readonly left: string;
  readonly pace: { readonly text: string; readonly kind: '' | 'warn' } | null;
}

/** A campaign so near to its pace is on it. */
const ON_PACE = 0.05;

/** @param words of an amount */
export function meterOf(title: string, { limit, counted, reserved, due }: LimitUse, words: (amount: number) => string): Meter {
  if (limit === null) return { title, text: words(counted), used: null, reserved: 0, due: null, left: 'no limit', pace: null };
  const share = (amount: number) => (limit ? Math.max(0, Math.min(1, amount / limit)) : 1);
  const left = Math.max(0, limit - counted - reserved);
  const given = reserved ? `, ${words(reserved)} given out` : '';
  return {
    title,
    text: `${words(counted)} of ${words(limit)}`,
    used: share(counted),
    reserved: Math.min(share(reserved), 1 - share(counted)),
    due: due === null ? null : share(due),
    left: `${words(left)} left${given}`,
    pace: due === null ? null : paceOf(counted + reserved, due, words),
  };
}

function paceOf(used: number, due: number, words: (amount: number) => string): Meter['pace'] {
  const off = due ? (used - due) / due : 0;
  if (Math.abs(off) <= ON_PACE) return { text: 'on pace', kind: '' };
  const side = off < 0 ? 'behind' : 'ahead of';
  return {
    text: `${percent(Math.round(Math.abs(off) * 100) / 100)} ${side} pace: ${words(due)} by now`,
    kind: off < 0 ? 'warn' : '',
  };
}
