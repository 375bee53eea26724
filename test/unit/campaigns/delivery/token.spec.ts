import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AdKey,
  type AdToken,
  DEVICES,
  decidedAt,
  openToken,
  sealToken,
  TOKEN_CHARACTERS,
} from '../../../../src/campaigns/delivery/token.js';

const key: AdKey = { id: 7, secret: randomBytes(32) };
const keys = new Map([[key.id, key]]);

const tokens: fc.Arbitrary<AdToken> = fc.record({
  id: fc.uuid({ version: 7 }),
  campaignId: fc.uuid(),
  creativeId: fc.uuid(),
  portfolioId: fc.uuid(),
  sectionId: fc.uuid(),
  leaseId: fc.option(fc.uuid()),
  expiresInSeconds: fc.integer({ min: 0, max: 65_535 }),
  flags: fc.record({ isInvalid: fc.boolean(), isTag: fc.boolean(), device: fc.constantFrom(...DEVICES) }),
});

const token: AdToken = {
  id: '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
  campaignId: randomUUID(),
  creativeId: randomUUID(),
  portfolioId: randomUUID(),
  sectionId: randomUUID(),
  leaseId: null,
  expiresInSeconds: 900,
  flags: { isInvalid: false, isTag: false, device: 'mobile' },
};

describe('a token', () => {
  it('comes back as it was sealed', () => {
    fc.assert(
      fc.property(tokens, (each) => {
        const text = sealToken(each, key);
        expect(text).toMatch(/^[\w-]+$/);
        expect(text).toHaveLength(TOKEN_CHARACTERS);
        expect(openToken(text, keys)).toEqual(each);
      }),
    );
  });

  it('ends with the first 16 bytes of HMAC-SHA256 (RFC 2104) of the others, for keys of any usual length', () => {
    for (const length of [1, 32, 64]) {
      const other = { id: 8, secret: randomBytes(length) };
      const bytes = Buffer.from(sealToken(token, other), 'base64url');
      const mac = createHmac('sha256', other.secret).update(bytes.subarray(0, -16)).digest();
      expect(bytes.subarray(-16)).toEqual(mac.subarray(0, 16));
    }
    expect(() => sealToken(token, { id: 9, secret: randomBytes(65) })).toThrow('too long');
  });

  it('tells when its ad was decided on', () => {
    expect(new Date(decidedAt(token)).toISOString()).toBe('2022-02-22T19:22:22.000Z');
  });

  it('is refused with a single bit flipped', () => {
    const bytes = Buffer.from(sealToken(token, key), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(openToken(forged.toString('base64url'), keys), `bit ${bit}`).toBeUndefined();
    }
  });

  it('is refused when it is cut, longer, of another key, or another text of the same bytes', () => {
    const text = sealToken(token, key);
    for (let length = 0; length < text.length; length++) expect(openToken(text.slice(0, length), keys)).toBeUndefined();
    expect(openToken(`${text}A`, keys)).toBeUndefined();
    expect(openToken('A'.repeat(10_000), keys)).toBeUndefined();
    expect(openToken(text.replaceAll('-', '+').replaceAll('_', '/'), keys)).toEqual(
      /[-_]/.test(text) ? undefined : openToken(text, keys),
    );
    for (const other of [
      { id: 7, secret: randomBytes(32) },
      { id: 8, secret: key.secret },
    ])
      expect(openToken(sealToken(token, other), keys)).toBeUndefined();
  });
});
