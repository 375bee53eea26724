import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VASTClient } from '@dailymotion/vast-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newAdId } from '../../../../src/campaigns/delivery/ad-ids.js';
import type { AdCreative } from '../../../../src/campaigns/delivery/ad-world.js';
import { type AdEntry, VastWriter } from '../../../../src/campaigns/delivery/vast.js';
import { NOW, VIDEO } from '../../../support/ad-places.js';

const INLINE: AdCreative = {
  id: '5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4b',
  campaignId: '5f2b8a4e-3c1d-4e6f-a7b8-9c0d1e2f3a4c',
  name: 'Spot ]]> & <more>',
  clickThrough: 'https://shop.example/?a=1&b=2',
  weight: 100,
  skipAfter: 5,
  universalAdId: null,
  tag: null,
  media: VIDEO,
  approval: 'approved',
};

const documents: Record<string, string> = {};
const server = createServer(({ url = '' }, response) => response.setHeader('content-type', 'text/xml').end(documents[url]));
let address = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const writer = new VastWriter(address);
  const entry = (creative: AdCreative): AdEntry => ({
    creative,
    advertiser: 'Škoda',
    id: newAdId(NOW),
    token: 'T'.repeat(158),
    expiresInSeconds: 900,
  });
  documents['/inline'] = writer.ads([entry(INLINE)]);
  documents['/wrapper'] = writer.ads([entry({ ...INLINE, tag: `${address}/inline`, media: null, clickThrough: null })]);
  documents['/pod'] = writer.ads([entry(INLINE), entry(INLINE), entry(INLINE)]);
  documents['/empty'] = writer.empty('T'.repeat(158));
});
afterAll(() => server.close());

const read = (path: string) => new VASTClient().get(`${address}${path}`, { allowMultipleAds: true } as never);

it('vast-client reads an ad', async () => {
  const { ads } = await read('/inline');
  expect(ads).toMatchObject([{ title: INLINE.name, advertiser: { value: 'Škoda' }, adServingId: ads[0]?.id }]);
  expect(ads[0]?.creatives).toMatchObject([
    {
      type: 'linear',
      duration: 6,
      skipDelay: 5,
      mediaFiles: [{ fileURL: `${address}/v1/ads/media/${VIDEO.sha256}`, mimeType: 'video/mp4' }],
      videoClickThroughURLTemplate: { url: INLINE.clickThrough },
    },
  ]);
});

it('vast-client follows the tag of a third party, and keeps the addresses of events of both', async () => {
  const { ads } = await read('/wrapper');
  expect(ads).toHaveLength(1);
  expect(ads[0]?.impressionURLTemplates).toHaveLength(2);
});

it('vast-client reads a pod in its order', async () => {
  const { ads } = await read('/pod');
  expect(ads.map((ad: { sequence: unknown }) => String(ad.sequence))).toEqual(['1', '2', '3']);
});

it('vast-client reads a document without an ad', async () => {
  const answer = await read('/empty').catch((error: Error) => error);
  expect(answer instanceof Error ? [] : answer.ads).toEqual([]);
});
