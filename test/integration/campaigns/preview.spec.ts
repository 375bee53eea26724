import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Advertising } from '../../support/advertising.js';
import { SAMPLE } from '../../support/media.js';
import { expectProblem } from '../../support/problem.js';
import { Shop } from '../../support/shop.js';

let shop: Shop;
let ads: Advertising;
let url: string;
let campaign: string;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
  url = await shop.app.getUrl();
  campaign = await ads.campaign();
});
afterAll(() => shop.close());

async function uploaded(body: object): Promise<string> {
  const id = await ads.creative(campaign, body);
  const headers = { 'content-type': 'video/mp4' };
  const answer = await fetch(`${url}/v1/creatives/${id}/media`, { method: 'POST', headers, body: new Uint8Array(SAMPLE) });
  expect(answer.status).toBe(204);
  shop.position = Math.max(shop.position, Number(answer.headers.get('event-position')));
  return id;
}

const preview = (id: string) => shop.get(`/v1/ads/preview/${id}`);

describe('the preview of a creative', () => {
  it('is a page without scripts that plays the video, whatever the approval is', async () => {
    const id = await uploaded({ name: '<b>"Spot"</b> & co', clickThrough: 'https://shop.example/?a=1&b=2' });
    const { headers, text } = await preview(id).expect(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'event-position': expect.stringMatching(/^\d+$/),
    });
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(text) ?? [];
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; media-src 'self'; style-src 'sha256-${hash('sha256', style, 'base64')}'; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(text).not.toMatch(/<script|\son\w+=|<b>/);
    expect(text).toContain('<h1>&lt;b&gt;&quot;Spot&quot;&lt;/b&gt; &amp; co</h1>\n<p>Waits for approval</p>');
    expect(text).toContain('<a href="https://shop.example/?a=1&amp;b=2" rel="noreferrer">');
    const [, source = ''] = / src="([^"]*)"/.exec(text) ?? [];
    const video = await fetch(new URL(source, `${url}/v1/ads/preview/${id}`));
    expect(Buffer.from(await video.arrayBuffer()).equals(SAMPLE)).toBe(true);

    await ads.do('PUT', `/creatives/${id}/approval`, { state: 'rejected', reason: 'Too <loud>' });
    expect((await preview(id).expect(200)).text).toContain('<p>Rejected: Too &lt;loud&gt;</p>');
    await ads.do('PUT', `/creatives/${id}/approval`, { state: 'approved', reason: null });
    expect((await preview(id).expect(200)).text).toContain('<p>Approved</p>');
  });

  it("says of a third party's tag that Kronika does not fetch it", async () => {
    const { text } = await preview(await ads.creative(campaign, { tag: 'https://third.example/vast?a=1&b=2' })).expect(200);
    expect(text).toContain('Kronika does not fetch it');
    expect(text).toContain('https://third.example/vast?a=1&amp;b=2');
    expect(text).not.toContain('<video');
  });

  it('is not found without a video, once deleted, and of no creative', async () => {
    const bare = await ads.creative(campaign);
    expectProblem(await preview(bare), { status: 404, code: 'creative.nothing-to-show' });
    await ads.do('DELETE', `/creatives/${bare}`);
    expectProblem(await preview(bare), { status: 404, code: 'creative.not-found' });
    expectProblem(await preview('019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e'), { status: 404, code: 'creative.not-found' });
    expectProblem(await preview('1'), { status: 400, code: 'request.invalid' });
  });
});
