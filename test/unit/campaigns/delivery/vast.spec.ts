import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { newAdId } from '../../../../src/campaigns/delivery/ad-ids.js';
import type { AdCreative } from '../../../../src/campaigns/delivery/ad-world.js';
import { type AdEntry, timeOf, VastWriter } from '../../../../src/campaigns/delivery/vast.js';
import { readBreaks, vmapOf } from '../../../../src/campaigns/delivery/vmap.js';
import { NOW, VIDEO } from '../../../support/ad-places.js';

const ADDRESS = 'https://ads.example';

const AWKWARD = [
  ']]>',
  '<',
  '&',
  '"',
  '\u0000',
  '\u0007',
  '\ud800',
  '\udc00',
  '\ufffe',
  '\uffff',
  '🎬',
  '\u0001',
  '\u0003',
  '\n',
];

const text = fc
  .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 6 })
  .map((parts) => parts.join(''));

const creatives: fc.Arbitrary<AdCreative> = fc.record({
  id: fc.uuid(),
  campaignId: fc.uuid(),
  name: text,
  clickThrough: fc.option(fc.webUrl({ withQueryParameters: true, withFragments: true })),
  weight: fc.integer({ min: 1, max: 1_000 }),
  skipAfter: fc.option(fc.integer({ min: 0, max: 3_600 })),
  universalAdId: fc.option(fc.record({ idRegistry: text, idValue: text })),
  tag: fc.constant(null),
  media: fc.record({
    sha256: fc.constant(VIDEO.sha256),
    bytes: fc.integer({ min: 1, max: 100_000_000 }),
    type: fc.constantFrom('video/mp4', 'video/webm'),
    width: fc.integer({ min: 1, max: 8_000 }),
    height: fc.integer({ min: 1, max: 8_000 }),
    durationMs: fc.integer({ min: 1, max: 86_000_000 }),
    codec: fc.constantFrom('avc1.64001f', 'vp09.00.10.08'),
    bitrate: fc.integer({ min: 1, max: 1_000_000_000 }),
  }),
  approval: fc.constant('approved'),
});

const tags: fc.Arbitrary<AdCreative> = fc
  .record({ creative: creatives, tag: fc.webUrl({ withQueryParameters: true }) })
  .map(({ creative, tag }) => ({ ...creative, tag, media: null, clickThrough: null, skipAfter: null }));

const entryOf = (creative: AdCreative, advertiser: string | null): AdEntry => ({
  creative,
  advertiser,
  id: newAdId(NOW),
  token: 'A'.repeat(158),
  expiresInSeconds: 900,
});

const documents = fc
  .array(fc.record({ creative: fc.oneof({ weight: 3, arbitrary: creatives }, tags), advertiser: fc.option(text) }), {
    maxLength: 4,
  })
  .map((ads) => {
    const writer = new VastWriter(ADDRESS);
    const entries = ads.map(({ creative, advertiser }) => entryOf(creative, advertiser));
    return { entries, document: entries.length ? writer.ads(entries) : writer.empty('B'.repeat(158)) };
  });

/** The names of the elements in a document, with the depth of each, in order. */
function elementsOf(document: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (const [, close, name, selfClosing] of document.matchAll(/<(\/?)([A-Za-z]+)[^>]*?(\/?)>/g)) {
    if (close) depth -= 1;
    else {
      found.push(`${depth} ${name}`);
      if (!selfClosing) depth += 1;
    }
  }
  return found;
}

const childrenOf = (elements: string[], depth: number) =>
  elements.filter((each) => each.startsWith(`${depth} `)).map((each) => each.slice(2));

const ORDER = {
  InLine: [
    'AdSystem',
    'Error',
    'Impression',
    'ViewableImpression',
    'AdServingId',
    'AdTitle',
    'Advertiser',
    'Creatives',
    'Expires',
  ],
  Wrapper: ['AdSystem', 'Error', 'Impression', 'ViewableImpression', 'Creatives', 'VASTAdTagURI'],
};

function inOrder(found: string[], order: string[]): boolean {
  const places = found.map((name) => order.indexOf(name));
  return places.every((place, n) => place >= 0 && (n === 0 || place > (places[n - 1] as number)));
}

describe('VAST', () => {
  it('is well formed and has the right structure in 1,000 random documents', async () => {
    const sampled = fc.sample(documents, 1_000);
    for (const { document, entries } of sampled) {
      expect(document).toContain('<VAST version="4.2" xmlns="http://www.iab.com/VAST">');
      const ads = document.split(/(?=<Ad id=)/).slice(1);
      expect(ads).toHaveLength(entries.length);
      expect(document.includes('<VAST version="4.2" xmlns="http://www.iab.com/VAST"><Error>')).toBe(entries.length === 0);
      for (const [n, ad] of ads.entries()) {
        const [root = '', kind = ''] = elementsOf(ad)
          .slice(1, 2)
          .concat(ad.includes('<InLine>') ? 'InLine' : 'Wrapper');
        expect(root).toBe(`1 ${kind}`);
        const inner = elementsOf(ad);
        expect(inOrder(childrenOf(inner, 2), ORDER[kind as 'InLine']), ad).toBe(true);
        if (kind === 'InLine') {
          expect(childrenOf(inner, 4), ad).toEqual(['Linear', 'UniversalAdId']);
          expect(childrenOf(inner, 5)).toEqual(['TrackingEvents', 'Duration', 'MediaFiles', 'VideoClicks']);
          expect(ad).toContain(`<AdServingId>${entries[n]?.id}</AdServingId>`);
        }
        expect(ad.includes(' sequence=')).toBe(entries.length > 1);
      }
    }
    const xml = sampled.map(({ document }, n) => ({ fileName: `${n}.xml`, contents: document }));
    const { errors } = await validateXML({ xml, normalization: undefined, schema: ANY_SCHEMA });
    expect(errors.filter(({ rawMessage }) => !rawMessage.includes('validates')).slice(0, 3)).toEqual([]);
  }, 30_000);

  it.runIf(existsSync(process.env.VAST_XSD ?? ''))(
    'is valid by the schema of VAST 4.2',
    async () => {
      const schema = readFileSync(process.env.VAST_XSD as string, 'utf8');
      const xml = fc.sample(documents, 100).map(({ document }, n) => ({
        fileName: `${n}.xml`,
        contents: document.replaceAll('[ERRORCODE]', '0'),
      }));
      const { errors } = await validateXML({ xml, schema });
      expect(errors.slice(0, 3)).toEqual([]);
    },
    60_000,
  );

  it('has lengths in hours, minutes, seconds and milliseconds', () => {
    expect([0, 6_000, 61_007, 3_723_004, 86_399_999].map(timeOf)).toEqual([
      '00:00:00.000',
      '00:00:06.000',
      '00:01:01.007',
      '01:02:03.004',
      '23:59:59.999',
    ]);
  });
});

/** A schema that any element passes, because xmllint is asked only whether documents are well formed. */
const ANY_SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.iab.com/VAST">
  <xs:element name="VAST"><xs:complexType><xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/></xs:sequence>
  <xs:anyAttribute processContents="skip"/></xs:complexType></xs:element></xs:schema>`;

describe('VMAP', () => {
  it('has the breaks that were asked for', () => {
    const breaks = readBreaks('start,00:05:00,end', 600) ?? [];
    expect(breaks.map(({ seconds }) => seconds)).toEqual([0, 300, 600]);
    const document = vmapOf(breaks, ({ seconds }) => `${ADDRESS}/v1/ads/vast?section=${randomUUID()}&offset=${seconds}`);
    expect(document.match(/timeOffset="[^"]+"/g)).toEqual(['timeOffset="start"', 'timeOffset="00:05:00"', 'timeOffset="end"']);
    expect(document).toContain('&amp;offset=300</vmap:AdTagURI>');
  });

  it.each(['', 'middle', 'start,start', '00:60:00', '04:00:00', '5', '[BREAK]', Array(51).fill('start').join()])(
    'has no breaks %j',
    (breaks) => {
      expect(readBreaks(breaks, null)).toBeUndefined();
    },
  );
});

it('ids of ads are UUIDv7 with the time of the decision', () => {
  const ids = Array.from({ length: 1_000 }, () => newAdId(NOW));
  expect(new Set(ids).size).toBe(1_000);
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(Number.parseInt(`${ids[0]?.slice(0, 8)}${ids[0]?.slice(9, 13)}`, 16)).toBe(NOW);
});
