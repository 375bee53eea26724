import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Advertising } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';

let shop: Shop;
let ads: Advertising;
let campaign: string;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
  campaign = await ads.campaign();
});
afterAll(() => shop.close());

const MEDIA = {
  sha256: 'ab'.repeat(32),
  bytes: 126_000,
  type: 'video/mp4',
  width: 640,
  height: 360,
  durationMs: 6_000,
  codec: 'avc1.64001f',
  bitrate: 168_000,
};

/** Adds a video without its file, and approves it. */
async function withMedia(id: string, media: object = MEDIA): Promise<void> {
  const version = (await ads.events(id)).length + 1;
  await ads.append([{ stream: `creative-${id}`, version, type: 'CreativeMediaAdded', data: media }]);
  await ads.do('PUT', `/creatives/${id}/approval`, { state: 'approved' });
}

describe('a creative', () => {
  it('has the standard values, and is found as it is and as it was', async () => {
    const id = await ads.creative(campaign);
    const created = { id, campaignId: campaign, name: 'Twenty seconds', weight: 100, version: 1 };
    const nothing = { clickThrough: null, skipAfter: null, universalAdId: null, tag: null, media: null };
    expect(await ads.get(`/v1/creatives/${id}`)).toMatchObject({
      ...created,
      ...nothing,
      approval: { state: 'pending', reason: null },
    });
    await ads.do('PUT', `/creatives/${id}/weight`, { weight: 7 });
    await withMedia(id);
    const now = await ads.get(`/v1/creatives/${id}`);
    expect(now).toMatchObject({ weight: 7, media: MEDIA, approval: { state: 'approved', reason: null }, version: 4 });
    expect(await ads.get(`/v1/creatives/${id}`, { version: 1 })).toMatchObject({ ...created, ...nothing });
    expect(await ads.get(`/v1/creatives/${id}`, { version: 4 })).toEqual(now);
  });

  it('is changed only in the version that the sender knows', async () => {
    const id = await ads.creative(campaign);
    const change = { weight: 7 };
    expect(await ads.do('PUT', `/creatives/${id}/weight`, change, { 'if-match': '"1"' })).toMatchObject({ etag: '"2"' });
    expect(await ads.send('PUT', `/creatives/${id}/name`, { name: 'x' }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'creative.version-mismatch', version: 2 },
    });
  });

  it('is of a campaign that exists and is not deleted', async () => {
    const gone = await ads.campaign();
    const body = { id: randomUUID(), campaignId: gone, name: 'x' };
    await ads.do('POST', '/creatives', body);
    await ads.do('DELETE', `/campaigns/${gone}`);
    for (const campaignId of [gone, randomUUID()])
      expect(await ads.send('POST', '/creatives', { ...body, id: randomUUID(), campaignId })).toMatchObject({
        status: 422,
        body: { code: 'creative.campaign-not-found', errors: [{ pointer: '#/campaignId' }] },
      });
    expect(await ads.do('POST', '/creatives', body)).toMatchObject({ status: 201, etag: '"1"' });
  });

  it('tells its history, and goes back without an approval', async () => {
    const id = await ads.creative(campaign, { skipAfter: 5 });
    await withMedia(id);
    await ads.do('PUT', `/creatives/${id}/click-through`, { clickThrough: 'https://shop.example/' });
    await withMedia(id, { ...MEDIA, sha256: 'cd'.repeat(32), bytes: 1_500_000 });
    await ads.do('PUT', `/creatives/${id}/approval`, { state: 'rejected', reason: 'Too loud' });
    await ads.do('POST', `/creatives/${id}/undo`, { version: 3 });
    const { data } = await ads.get(`/v1/creatives/${id}/history`);
    expect(data.map(({ summary }: { summary: string }) => summary)).toEqual([
      'Created “Twenty seconds”, with the weight 100, to be skipped after 5 seconds',
      'Video uploaded: 6 s, 640 × 360, 126 kB',
      'Approved',
      'Clicks open https://shop.example/',
      'Video replaced, from 6 s, 640 × 360, 126 kB to 6 s, 640 × 360, 1500 kB',
      'Approved',
      'Rejected: Too loud',
      'Clicks open nothing any more',
      'Video replaced, from 6 s, 640 × 360, 1500 kB to 6 s, 640 × 360, 126 kB',
    ]);
    expect(await ads.get(`/v1/creatives/${id}`)).toMatchObject({
      media: MEDIA,
      clickThrough: null,
      approval: { state: 'pending' },
    });
  });

  it('has a name in reports, also when it is deleted', async () => {
    const id = await ads.creative(campaign, { name: 'Ninety seconds' });
    await ads.do('DELETE', `/creatives/${id}`);
    expect(await ads.get('/v1/names', { ids: id })).toEqual({
      [id]: { type: 'creative', name: 'Ninety seconds', deleted: true },
    });
    expect((await ads.send('GET', `/creatives/${id}`)).status).toBe(404);
  });
});

it('creatives are found by campaign, approval, completeness and name', async () => {
  const other = await ads.campaign();
  const first = await ads.creative(other, { name: 'Žluťoučký kůň' });
  const second = await ads.creative(other, { tag: 'https://ads.example/vast' });
  await withMedia(first);
  const found = async (query: object) =>
    (await ads.walk('/v1/creatives', { campaignId: other, sort: 'createdAt', ...query })).map(({ id }) => id);
  expect(await found({})).toEqual([first, second]);
  expect(await found({ state: 'approved' })).toEqual([first]);
  expect(await found({ state: 'pending' })).toEqual([second]);
  expect(await found({ complete: true })).toEqual([first, second]);
  expect(await found({ complete: false })).toEqual([]);
  expect(await found({ q: 'ŽLUŤ' })).toEqual([first]);
});

describe('bad input', () => {
  it.each([
    [{ clickThrough: 'javascript:alert(1)' }, 400, 'not-a-web-address'],
    [{ clickThrough: 'data:text/html,x' }, 400, 'not-a-web-address'],
    [{ clickThrough: `https://shop.example/${'x'.repeat(5_000)}` }, 400, 'not-a-web-address'],
    [{ clickThrough: 'https://ann:secret@shop.example/' }, 422, 'with-credentials'],
    [{ clickThrough: 'https://shop.example/a b' }, 400, 'not-a-web-address'],
    [{ tag: 'http://127.0.0.1/vast' }, 422, 'not-public'],
    [{ tag: 'http://[::1]/vast' }, 422, 'not-public'],
    [{ tag: 'http://2130706433/' }, 422, 'not-public'],
    [{ tag: 'http://192.168.1.1/' }, 422, 'not-public'],
    [{ tag: 'file:///etc/passwd' }, 400, 'not-a-web-address'],
    [{ tag: 'https://ads.example/', clickThrough: 'https://shop.example/' }, 422, 'with-tag'],
    [{ tag: 'https://ads.example/', skipAfter: 0 }, 422, 'with-tag'],
    [{ weight: 0 }, 400, 'out-of-range'],
    [{ weight: 1_001 }, 400, 'out-of-range'],
    [{ skipAfter: -1 }, 400, 'out-of-range'],
    [{ universalAdId: { idRegistry: 'ad-id.org' } }, 400, 'not-an-ad-id'],
    [{ universalAdId: { idRegistry: '', idValue: 'x' } }, 400, 'not-an-ad-id'],
    [{ name: 'a\u0000b' }, 400, 'malformed-text'],
    [{ name: 'a\ud83d' }, 400, 'malformed-text'],
    [{ name: 'x'.repeat(51) }, 422, 'too-long'],
  ])('of a creation, %j, is refused with %i %s', async (body, status, code) => {
    const answer = await ads.send('POST', '/creatives', { id: randomUUID(), campaignId: campaign, name: 'x', ...body });
    expect(answer).toMatchObject({ status, body: { errors: [{ code }] } });
  });

  it.each(['a]]>b', '<script>alert(1)</script>', '\uFFFE&"'])('the name %j is kept as it was given', async (name) => {
    const id = await ads.creative(campaign, { name });
    expect(await ads.get(`/v1/creatives/${id}`)).toMatchObject({ name });
  });
});
