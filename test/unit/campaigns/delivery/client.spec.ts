import { GVL, TCModel, TCString } from '@iabtcf/core';
import { describe, expect, it } from 'vitest';
import { clientOf, isInvalidTraffic } from '../../../../src/campaigns/delivery/client.js';
import { viewerWithConsent } from '../../../../src/campaigns/delivery/consent.js';

describe('a client', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'desktop',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
      'desktop',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
      'mobile',
    ],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36', 'mobile'],
    ['Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36', 'tablet'],
    ['Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Version/16.6 Mobile/15E148 Safari/604.1', 'tablet'],
    ['Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 Version/7.0 TV Safari/537.36', 'tv'],
    ['Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/94.0.4606.128 Safari/537.36', 'tv'],
    ['ExoPlayerDemo/2.19.1 (Linux; Android 13) ExoPlayerLib/2.19.1', 'tablet'],
    ['something', 'unknown'],
  ])('%s is %s', (userAgent, device) => {
    expect(clientOf(userAgent).device).toBe(device);
  });

  it.each([
    [undefined, true],
    ['', true],
    ['Googlebot/2.1 (+http://www.google.com/bot.html)', true],
    ['curl/8.5.0', true],
    ['okhttp/4.12.0', false],
    ['ExoPlayerDemo/2.19.1 (Linux; Android 13) ExoPlayerLib/2.19.1', false],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', false],
  ])('%s: its requests are invalid traffic: %s', (userAgent, isInvalid) => {
    expect(isInvalidTraffic({ 'user-agent': userAgent })).toBe(isInvalid);
    expect(isInvalidTraffic({ 'user-agent': userAgent, 'sec-purpose': 'prefetch;prerender' })).toBe(true);
  });
});

/** A list of vendors without any. */
const VENDORS = {
  gvlSpecificationVersion: 3,
  vendorListVersion: 1,
  tcfPolicyVersion: 4,
  lastUpdated: '2026-01-01T00:00:00Z',
  purposes: {},
  specialPurposes: {},
  features: {},
  specialFeatures: {},
  dataCategories: {},
  vendors: {},
  stacks: {},
};

describe('a viewer', () => {
  const consentTo = (...purposes: number[]) => {
    const model = new TCModel(new GVL(VENDORS as never));
    model.cmpId = 10;
    model.cmpVersion = 1;
    for (const purpose of purposes) model.purposeConsents.set(purpose);
    return TCString.encode(model);
  };

  it('is known with consent to purpose 1, or where the GDPR does not apply', () => {
    expect(viewerWithConsent('anna', '1', consentTo(1, 3))).toBe('anna');
    expect(viewerWithConsent('anna', '0')).toBe('anna');
    expect(viewerWithConsent('anna', '1', consentTo(3))).toBeNull();
  });

  it.each([undefined, '', 'garbage', 'C'.repeat(9_000), 'CP\u0000', '[GDPRCONSENT]', '💥'])(
    'is unknown with %j as consent',
    (consent) => {
      expect(viewerWithConsent('anna', '1', consent)).toBeNull();
      expect(viewerWithConsent('anna', undefined, consent)).toBeNull();
    },
  );

  it.each([undefined, '', 'v'.repeat(10_000), 'a\u0000b', '[DEVICEUA]'])('%j is no id', (viewer) => {
    expect(viewerWithConsent(viewer, '0')).toBeNull();
  });
});
