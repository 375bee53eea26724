import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '../../../src/shared/text.js';
import { SAME } from '../../support/texts.js';

const DIFFERENT = [
  ['Čaj', 'Caj'],
  ['résumé', 'resume'],
  ['ガ', 'カ'],
  ['👩‍👩‍👧', '👩‍👩‍👦'],
  ['한', '하'],
  ['ё', 'е'],
] as const;

describe('folded text', () => {
  it.each(SAME)('is equal for %s', (_, ...texts) => {
    expect(new Set(texts.map(foldText)).size).toBe(1);
  });

  it.each(DIFFERENT)('tells %s from %s', (one, other) => {
    expect(foldText(one)).not.toBe(foldText(other));
  });

  it('of any code point is the same in each case and form, and does not change when folded again', () => {
    const wrong: string[] = [];
    for (let point = 0; point < 0x110000; point++) {
      if (point >= 0xd800 && point < 0xe000) continue;
      const text = String.fromCodePoint(point);
      const folded = foldText(text);
      const others = new Set([text.toUpperCase(), text.toLowerCase(), folded]);
      for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) others.add(text.normalize(form));
      // Most code points are the same in every form.
      others.delete(text);
      for (const other of others) if (foldText(other) !== folded) wrong.push(text);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('is the same in each form, and does not change when folded again', () => {
    const awkward = fc.constantFrom(
      ...'iIİıSsßẞΣςσαᾳǰŉÅK',
      ...'\u0301\u0307\u0308\u030c\u0323\u0327\u0345\u200d\u00ad\u1161\u11ab',
    );
    const part = fc.oneof(awkward, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) expect(foldText(text.normalize(form))).toBe(foldText(text));
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
      { numRuns: 5_000 },
    );
  });
});
