import type { AdRules } from '../../ui/section-tree/tree.js';

/** The rules as a person types them. Empty: as above. */
export interface AdRulesForm {
  readonly maxAds: string;
  readonly maxSeconds: string;
  readonly blocked: string;
}

export function adRulesForm({ maxAds, maxSeconds, blocked }: AdRules): AdRulesForm {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return { maxAds: text(maxAds), maxSeconds: text(maxSeconds), blocked: blocked.join(', ') };
}

/** The rules, or what is wrong with them. */
export function adRulesOf(form: AdRulesForm): AdRules | string {
  const whole = (typed: string, minimum: number, maximum: number) => {
    if (!typed.trim()) return null;
    const number = Number(typed);
    return Number.isInteger(number) && number >= minimum && number <= maximum ? number : undefined;
  };
  const [maxAds, maxSeconds] = [whole(form.maxAds, 0, 100), whole(form.maxSeconds, 1, 3_600)];
  const words = form.blocked.split(',').map((word) => word.trim().normalize('NFC').toLowerCase());
  const blocked = [...new Set(words.filter(Boolean))];
  if (maxAds === undefined) return 'Ads in a break are a whole number from 0 to 100.';
  if (maxSeconds === undefined) return 'Seconds of a break are a whole number from 1 to 3,600.';
  if (blocked.length > 50 || blocked.some((word) => [...word].length > 50)) return 'At most 50 words, of 50 characters each.';
  return { maxAds, maxSeconds, blocked };
}

/** Rules in a few words; empty: none. */
export function adRulesWords({ maxAds, maxSeconds, blocked }: AdRules): string {
  return [
    maxAds === 0 ? 'no ads' : maxAds === null ? '' : `at most ${maxAds} ${maxAds === 1 ? 'ad' : 'ads'}`,
    maxSeconds === null ? '' : `${maxSeconds} s`,
    blocked.length ? `not ${blocked.join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(', ');
}
