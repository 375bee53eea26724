import { describe, expect, it } from 'vitest';
import { exactJson } from '../../../web/src/app/api/exact-json.js';

describe('exactJson', () => {
  it.each([
    ['{"total":9007199254740993}', { total: 9007199254740993n }],
    ['{"total": -92233720368547758070 }', { total: -92233720368547758070n }],
    ['[1,9007199254740991,9007199254740993]', [1, 9007199254740991, 9007199254740993n]],
    ['{"a":1.2345678901234567890,"b":1e20}', { a: 1.2345678901234567, b: 1e20 }],
    ['{"sku":":9007199254740993","total":9007199254740993}', { sku: ':9007199254740993', total: 9007199254740993n }],
    ['{"name":"\\",9007199254740993","total":9007199254740993}', { name: '",9007199254740993', total: 9007199254740993n }],
    ['9007199254740993', 9007199254740993n],
  ])('reads %s without rounding', (text, expected) => {
    expect(exactJson(text)).toEqual(expected);
  });
});
