import { describe, expect, it } from 'vitest';
import { moment } from '../../../src/campaigns/views/history.js';
import { money } from '../../../src/money/currencies.js';

describe('words of a history', () => {
  it.each([
    [1250, 'EUR', '€12.50'],
    [1, 'EUR', '€0.01'],
    [1250, 'JPY', '¥1,250'],
    [1250, 'KWD', 'KWD 1.250'],
    [Number.MAX_SAFE_INTEGER, 'USD', '$90,071,992,547,409.91'],
  ])('for %i minor units of %s', (amount, currency, words) => {
    expect(money(amount, currency)).toBe(words.replace(' ', '\u00a0'));
  });

  it.each([
    ['2026-03-01T00:00:00.000Z', '2026-03-01 00:00 UTC'],
    ['2026-03-01T09:30:15.000Z', '2026-03-01 09:30:15 UTC'],
    ['2026-03-01T09:30:00.250Z', '2026-03-01 09:30:00.250 UTC'],
    ['2026-03-01T00:30:00+02:00', '2026-02-28 22:30 UTC'],
  ])('for the moment %s', (text, words) => expect(moment(text)).toBe(words));
});
