import { describe, expect, it } from 'vitest';
import { DEMO_CURRENCIES } from '../../../src/demo/vocabulary.js';
import { CURRENCY_CODES, money } from '../../../src/money/currencies.js';

/** ISO 4217, list one as of Amendment 180, by minor units. Includes funds; leaves out codes without minor units. */
const LIST_ONE: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU
    CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
    KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
    NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
    TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
const codes = (digits: number) => (LIST_ONE[digits] as string).split(/\s+/);

describe('currencies', () => {
  it('are those of ISO 4217 that have minor units', () => {
    expect(CURRENCY_CODES).toEqual([0, 2, 3, 4].flatMap(codes).toSorted());
  });

  it.each([0, 2, 3, 4])('have %d digits where ISO 4217 says so', (digits) => {
    const number = { 0: '123,456', 2: '1,234.56', 3: '123.456', 4: '12.3456' }[digits];
    for (const code of codes(digits)) expect(money(123456, code).replace(/^\D+/, ''), code).toBe(number);
  });

  it('include those of the demo', () => {
    for (const currency of DEMO_CURRENCIES) expect(CURRENCY_CODES).toContain(currency);
  });
});

describe('an amount in words', () => {
  it.each([
    [125_000, 'HUF', 'HUF 1,250.00'],
    [125_000, 'IDR', 'IDR 1,250.00'],
    [125_000, 'COP', 'COP 1,250.00'],
    [125_000, 'PKR', 'PKR 1,250.00'],
    [125_000, 'LBP', 'LBP 1,250.00'],
    [125_000, 'IQD', 'IQD 125.000'],
    [125_000, 'BHD', 'BHD 125.000'],
    [125_000, 'JPY', '¥125,000'],
    [125_000, 'KRW', '₩125,000'],
    [125_000, 'UGX', 'UGX 125,000'],
    [125_000, 'CLF', 'CLF 12.5000'],
    [125_000, 'UYW', 'UYW 12.5000'],
    [125_000, 'MRU', 'MRU 1,250.00'],
    [125_000, 'MGA', 'MGA 1,250.00'],
    [125_000, 'TWD', 'NT$1,250.00'],
    [125_000, 'XCG', 'Cg.1,250.00'],
    [5, 'HUF', 'HUF 0.05'],
    [0, 'EUR', '€0.00'],
    [9_007_199_254_740_993n, 'EUR', '€90,071,992,547,409.93'],
    [123_456_789_012_345_678_901n, 'JPY', '¥123,456,789,012,345,678,901'],
    [123_456_789_012_345_678_901n, 'CLF', 'CLF 12,345,678,901,234,567.8901'],
    // Withdrawn currencies.
    [125_000, 'BGN', 'BGN 1,250.00'],
    [125_000, 'SLL', 'SLL 1,250.00'],
    [125_000, 'ANG', 'ANG 1,250.00'],
    [125_000, 'DEM', 'DEM 1,250.00'],
  ])('of %s minor units of %s is %s', (amount, currency, words) => {
    // Whether Node has a sign for a recent currency depends on its version.
    const told = money(amount, currency).replaceAll('\u00a0', ' ');
    expect(currency === 'XCG' ? told.replace(/^\D+/, 'Cg.') : told).toBe(words);
  });
});
