import { describe, expect, it } from 'vitest';
import { networkOf, UnseenAds } from '../../../../src/campaigns/delivery/unseen-ads.js';

const MINUTE_MS = 60_000;

describe('ads that nobody sees', () => {
  it.each([
    ['203.0.113.7', '203.0.113.250'],
    ['203.0.113.7', '::ffff:203.0.113.9'],
    ['2001:db8:7::1', '2001:db8:7:ffff::2'],
    ['2001:db8::1', '2001:db8:0:5::2'],
  ])('%s and %s are of one network', (one, other) => {
    expect(networkOf(one)).not.toBe('');
    expect(networkOf(one)).toBe(networkOf(other));
  });

  it.each([
    ['203.0.113.7', '203.0.114.7'],
    ['2001:db8:7::1', '2001:db8:8::1'],
  ])('%s and %s are not', (one, other) => expect(networkOf(one)).not.toBe(networkOf(other)));

  it('are counted by network and minute, those that are seen do not count, and 0 is no limit', () => {
    const ads = new UnseenAds(2);
    const given = (address: string, now = 0) => ads.given(address, now);
    expect([given('192.0.2.1'), given('192.0.2.2'), given('192.0.2.3'), given('198.51.100.1')]).toEqual([
      false,
      false,
      true,
      false,
    ]);
    ads.seen('192.0.2.9', 0);
    ads.seen('192.0.2.9', 0);
    expect(given('192.0.2.1')).toBe(false);
    expect(given('192.0.2.1')).toBe(true);
    expect(given('192.0.2.1', MINUTE_MS)).toBe(false);
    expect(Array.from({ length: 9 }, () => given('127.0.0.1')).includes(true)).toBe(false);
    const unlimited = new UnseenAds(0);
    expect(Array.from({ length: 9 }, () => unlimited.given('192.0.2.1', 0)).includes(true)).toBe(false);
  });

  it('of any number of networks take no more memory than those of 100,000', () => {
    const ads = new UnseenAds(1);
    for (let n = 0; n < 100_100; n++) ads.given(`${(n >> 16) + 1}.${(n >> 8) & 255}.${n & 255}.1`, 0);
    expect(ads.networks).toBe(100_000);
    ads.given('1.0.0.1', MINUTE_MS);
    expect(ads.networks).toBe(1);
  });
});
