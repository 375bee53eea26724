import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/shared/settings.js';

describe('TRUST_PROXY', () => {
  it.each([
    'true',
    '1',
    '2',
    'loopback',
    'proxy.example',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0',
    '10.0.0.1,true',
    '10.0.0.1/',
  ])('is not %s', (TRUST_PROXY) => {
    expect(() => readSettings({ TRUST_PROXY })).toThrow(/^TRUST_PROXY must be addresses or networks/);
  });

  it('is a list of addresses and networks', () => {
    const { TRUST_PROXY } = readSettings({ TRUST_PROXY: '10.0.0.7, 192.168.0.0/24,::1,2001:db8::/32' });
    expect(TRUST_PROXY).toEqual(['10.0.0.7', '192.168.0.0/24', '::1', '2001:db8::/32']);
  });
});

describe('CORS_ORIGINS', () => {
  it.each([
    '*',
    'null',
    'shop.example',
    'https://shop.example/',
    'https://SHOP.example',
    'https://shop.example:443',
    'ftp://a',
    'https://a,*',
  ])('is not %s', (CORS_ORIGINS) => {
    expect(() => readSettings({ CORS_ORIGINS })).toThrow(/^CORS_ORIGINS must be origins/);
  });

  it('is a list of origins', () => {
    const origins = ['https://shop.example', 'http://localhost:5173'];
    expect(readSettings({ CORS_ORIGINS: origins.join() }).CORS_ORIGINS).toEqual(origins);
  });
});
