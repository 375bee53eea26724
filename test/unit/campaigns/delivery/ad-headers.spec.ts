import { describe, expect, it } from 'vitest';
import { adHeaders } from '../../../../src/campaigns/delivery/ad-headers.js';

describe('the headers of ads', () => {
  it.each(['null', 'https://news.example', 'http://localhost:3000', 'http://[::1]:8080'])('echo the origin %s', (origin) => {
    expect(adHeaders(origin)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'Origin',
    });
  });

  it.each([
    undefined,
    '',
    '*',
    'https://a.example/path',
    'https://a.example, https://b.example',
    'https://a\r\nset-cookie: a=b',
    'ä',
  ])('echo no %j', (origin) => {
    expect(adHeaders(origin)).toEqual({ 'cross-origin-resource-policy': 'cross-origin', vary: 'Origin' });
  });
});
