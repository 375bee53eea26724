import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KronikaProcess } from '../support/process.js';
import { ROOT } from '../support/root.js';
import { createDatabase, type Database } from '../support/shop.js';
import { until } from '../support/until.js';
import { hasChromium, launchChromium } from './browser.js';

/** Headless browsers are bots, whose views are not billed. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const ALWAYS = { start: '2000-01-01T00:00:00Z', end: '2900-01-01T00:00:00Z' };

/** The size of the players, and films at thrice their speed. */
const HEAD = `<!doctype html><style>video, #box { width: 640px; height: 360px; position: relative }</style>
  <script>setInterval(() => { for (const each of document.querySelectorAll('video')) each.playbackRate = 3; }, 100)</script>`;

const fluid = (
  tag: string,
) => `${HEAD}<div id="box"><video id="player" muted><source src="/film.mp4" type="video/mp4"></video></div>
  <script src="/fluid.js"></script><script>
    fluid.default('player', {
      layoutControls: { autoPlay: true, mute: true },
      vastOptions: { adList: [{ roll: 'preRoll', vastTag: ${JSON.stringify(tag)} }], allowVPAID: false },
    });
  </script>`;

const shaka = (tag: string) => `${HEAD}<div id="box"><video id="player" muted autoplay></video><div id="ads"></div></div>
  <script src="/shaka.js"></script><script>
    (async () => {
      const video = document.getElementById('player');
      const player = new shaka.Player();
      await player.attach(video);
      const ads = player.getAdManager();
      ads.setContainers(document.getElementById('ads'), null);
      await ads.addAdUrlInterstitial(${JSON.stringify(tag)});
      await player.load('/film.mp4');
      await video.play();
    })();
  </script>`;

/** A video element with the library that many players read VAST with. */
const plain = (tag: string) => `${HEAD}<video id="player" muted></video>
  <script src="/vast-client.js"></script><script>
    const client = new vast.VASTClient();
    client.get(${JSON.stringify(tag)}).then(({ ads: [ad] }) => {
      const [creative] = ad.creatives;
      const tracker = new vast.VASTTracker(client, ad, creative);
      const video = document.getElementById('player');
      video.onerror = () => tracker.errorWithCode('401');
      video.src = creative.mediaFiles[0].fileURL;
    });
  </script>`;

describe.skipIf(!hasChromium)('in a real player, on another site than Kronika', () => {
  let database: Database;
  let kronika: KronikaProcess;
  let browser: Browser;
  let site: Server;
  let section: string;
  let html = '';

  beforeAll(async () => {
    database = await createDatabase();
    const film = readFileSync(join(ROOT, 'assets/ad.mp4'));
    const scripts: Record<string, string> = {
      '/fluid.js': await bundled('fluid-player', 'fluid'),
      '/vast-client.js': await bundled('@dailymotion/vast-client', 'vast'),
      '/shaka.js': readFileSync(join(ROOT, 'node_modules/shaka-player/dist/shaka-player.compiled.js'), 'utf8'),
    };
    site = createServer(({ url = '' }, response) => {
      if (url === '/film.mp4') response.setHeader('content-type', 'video/mp4').end(film);
      else if (scripts[url]) response.setHeader('content-type', 'text/javascript').end(scripts[url]);
      else response.setHeader('content-type', 'text/html').end(url === '/' ? html : '<h1>Spring sale</h1>');
    });
    await new Promise<void>((resolve) => site.listen(0, 'localhost', resolve));
    kronika = await KronikaProcess.start({ DATABASE_URL: database.url, LOG_LEVEL: 'warn' });
    browser = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    section = await givenSection();
    await givenAd(section, film);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await kronika?.signal('SIGTERM');
    await database?.drop();
  });

  const siteUrl = () => `http://localhost:${(site.address() as AddressInfo).port}`;

  async function command(method: string, path: string, body: object): Promise<void> {
    const { status } = await kronika.command(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
  }

  async function givenSection(): Promise<string> {
    const [publisher, portfolio, id] = [randomUUID(), randomUUID(), randomUUID()];
    await command('POST', '/v1/publishers', { id: publisher, name: 'MAFRA' });
    await command('POST', '/v1/portfolios', { id: portfolio, name: 'idnes.cz', publisherId: publisher });
    await command('POST', `/v1/portfolios/${portfolio}/sections`, { id, name: 'Technet', parentId: null });
    return id;
  }

  /** A campaign with a video that is shown in the section. @param film absent: its bytes are lost */
  async function givenAd(placed: string, film?: Buffer): Promise<void> {
    const [campaign, creative] = [randomUUID(), randomUUID()];
    await command('POST', '/v1/campaigns', { id: campaign, name: 'Spring sale', userId: 42 });
    await command('PUT', `/v1/campaigns/${campaign}/placements`, { sections: [placed] });
    await command('PUT', `/v1/campaigns/${campaign}/schedule`, ALWAYS);
    const clickThrough = `${siteUrl()}/landing`;
    await command('POST', '/v1/creatives', { id: creative, campaignId: campaign, name: 'Spot', clickThrough });
    const body = film ?? readFileSync(join(ROOT, 'assets/ad.mp4'));
    const uploaded = await fetch(`${kronika.url}/v1/creatives/${creative}/media`, {
      method: 'POST',
      headers: { 'content-type': 'video/mp4' },
      body,
    });
    if (!uploaded.ok) throw new Error(`${uploaded.status} ${await uploaded.text()}`);
    await command('PUT', `/v1/creatives/${creative}/approval`, { state: 'approved', reason: null });
    const tag = `${kronika.url}/v1/ads/vast?section=${placed}`;
    await until(async () => (await (await fetch(tag)).text()).includes('<Ad id='));
  }

  /** Opens a page with a player. @returns the page, and the events that Kronika has accepted, each with its ad */
  async function watch(
    content: string,
    refused?: RegExp,
    inBrowser = browser,
  ): Promise<{ page: Page; accepted: string[]; sent: string[]; adsOf: (event: string) => Set<string> }> {
    html = content;
    const context = await inBrowser.newContext({ userAgent: BROWSER, locale: 'en-GB' });
    const found: { token: string; event: string }[] = [];
    const accepted: string[] = [];
    const sent: string[] = [];
    context.on('request', (request) => {
      const [, event] = /\/v1\/ads\/e\/[\w-]+\/(.+)$/.exec(request.url()) ?? [];
      if (event) sent.push(event);
    });
    context.on('response', (response) => {
      const [, token = '', event] = /\/v1\/ads\/e\/([\w-]+)\/(.+)$/.exec(response.url()) ?? [];
      if (!event || response.status() !== 200) return;
      accepted.push(event);
      found.push({ token, event });
    });
    if (refused) await context.route(refused, (route) => route.fulfill({ status: 404 }));
    const page = await context.newPage();
    await page.goto(siteUrl());
    const adsOf = (event: string) => new Set(found.flatMap((each) => (each.event === event ? each.token : [])));
    return { page, accepted, sent, adsOf };
  }

  it('Fluid shows a pre-roll to its end, and a click opens the landing page', async () => {
    const { page, accepted } = await watch(fluid(`${kronika.url}/v1/ads/vast?section=${section}`));
    await until(() => accepted.includes('start'));
    const landing = page.context().waitForEvent('page');
    await page.locator('.vast_clickthrough_layer').click();
    expect(new URL((await landing).url()).pathname).toBe('/landing');
    await (await landing).close();
    await page.bringToFront();
    await page.evaluate(`for (const each of document.querySelectorAll('video')) each.play()`);
    await until(() => accepted.includes('complete') && accepted.includes('click'));
    for (const event of ['impression', 'start', 'firstQuartile', 'midpoint', 'thirdQuartile', 'complete'])
      expect(accepted.filter((each) => each === event)).toHaveLength(1);
    await page.context().close();
  }, 60_000);

  it('Shaka shows the pre-, mid- and post-roll of a VMAP document', async () => {
    const query = `section=${section}&breaks=start,00:00:03,end&content_seconds=60`;
    const { page, adsOf } = await watch(shaka(`${kronika.url}/v1/ads/vmap?${query}`));
    // The player does not tell the end of the last one.
    await until(() => adsOf('thirdQuartile').size === 3);
    expect(adsOf('impression').size).toBe(3);
    await page.context().close();
  }, 60_000);

  it('that is closed in the middle of an ad leaves what was seen, and no more', async () => {
    const inSection = await givenSection();
    await givenAd(inSection, readFileSync(join(ROOT, 'assets/ad.mp4')));
    const closed = await launchChromium(['--autoplay-policy=no-user-gesture-required']);
    const atItsSpeed = fluid(`${kronika.url}/v1/ads/vast?section=${inSection}`).replace('playbackRate = 3', 'playbackRate = 1');
    const { accepted, sent } = await watch(atItsSpeed, undefined, closed);
    await until(() => accepted.includes('firstQuartile'));
    await closed.close();
    const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const { data } = await kronika.query<{ data: Record<string, number>[] }>(
      `/v1/reports/delivery?from=${from}&to=${to}&by=section&sectionId=${inSection}`,
    );
    expect(data).toMatchObject([
      { impressions: 1, billed: 1, starts: 1, firstQuartiles: 1, completes: 0, clicks: 0, late: 0, invalid: 0 },
    ]);
    const events = { midpoint: data[0]?.midpoints, thirdQuartile: data[0]?.thirdQuartiles };
    for (const [event, count = 0] of Object.entries(events)) {
      expect(count).toBeGreaterThanOrEqual(accepted.filter((each) => each === event).length);
      expect(count).toBeLessThanOrEqual(sent.filter((each) => each === event).length);
    }
  }, 60_000);

  it('a video that is not found leads to the error 401', async () => {
    const tag = `${kronika.url}/v1/ads/vast?section=${section}`;
    const { page, accepted } = await watch(plain(tag), /\/v1\/ads\/media\//);
    await until(() => accepted.some((event) => event.startsWith('error?code=')));
    expect(accepted).toContain('error?code=401');
    expect(accepted).not.toContain('impression');
    await page.context().close();
  }, 60_000);
});

/** A package as a script that sets a global variable. */
async function bundled(name: string, variable: string): Promise<string> {
  const bundle = await rolldown({
    input: name,
    cwd: ROOT,
    moduleTypes: { '.css': 'empty' },
    logLevel: 'silent',
    platform: 'browser',
  });
  const { output } = await bundle.generate({ format: 'iife', name: variable, exports: 'named', codeSplitting: false });
  return output[0].code;
}
