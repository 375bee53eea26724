import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.js';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, Stage, settled } from './browser.js';

const VIDEO = readFileSync(join(ROOT, 'assets/ad.mp4'));
const ALWAYS = { start: '2000-01-01T00:00:00Z', end: '2900-01-01T00:00:00Z' };

const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

/** Plays the videos of a page faster, since it is not their length that is tested. */
const FASTER = "setInterval(() => document.querySelectorAll('video').forEach((each) => (each.playbackRate = 4)), 50)";

/** A day from today. */
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const creatives = (page: Page) => page.getByRole('list', { name: 'Creatives' });

describe.skipIf(!hasChromium)('creatives in Chromium', () => {
  let stage: Stage;
  let campaign: string;
  let section: string;
  beforeAll(async () => {
    stage = await Stage.open();
    campaign = await stage.givenCampaign('Spring sale', 1);
    section = await givenSection();
    await command('PUT', `/v1/campaigns/${campaign}/placements`, { sections: [section] });
    await command('PUT', `/v1/campaigns/${campaign}/schedule`, ALWAYS);
  });
  afterAll(() => stage?.close());

  async function command(method: string, path: string, body: object): Promise<void> {
    const { status } = await stage.kronika.command(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
  }

  async function givenSection(): Promise<string> {
    const [publisher, portfolio, id] = [randomUUID(), randomUUID(), randomUUID()];
    await command('POST', '/v1/publishers', { id: publisher, name: 'MAFRA' });
    await command('POST', '/v1/portfolios', { id: portfolio, name: 'idnes.cz', publisherId: publisher });
    await command('POST', `/v1/portfolios/${portfolio}/sections`, { id, name: 'Technet', parentId: null });
    return id;
  }

  const currentTime = (page: Page) => page.evaluate<number>("document.querySelector('video')?.currentTime ?? 0");

  /** Events of ads that Kronika has accepted, each with its status. */
  function reportsOf(page: Page): string[] {
    const reported: string[] = [];
    page.on('response', (answer) => {
      const [, event] = /\/v1\/ads\/e\/[\w-]+\/(\w+)/.exec(answer.url()) ?? [];
      if (event) reported.push(`${event} ${answer.status()}`);
    });
    return reported;
  }

  it('are created, uploaded, watched, approved and then shown', async () => {
    const page = await stage.page(`/campaigns/${campaign}`);
    await page.getByText('The campaign has no creative.').waitFor();
    await page.getByRole('button', { name: 'New creative' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Six seconds');
    await page.getByRole('dialog').getByLabel('A click opens').fill('https://shop.example/ spring');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('An address begins with https:// or http://').waitFor();
    await page.getByRole('dialog').getByLabel('A click opens').fill('https://shop.example/spring');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await creatives(page).getByText('No video yet, weight 100').waitFor();

    // A text that is called a video is refused by the server, and nothing else is lost.
    const picker = creatives(page).locator('input[type=file]');
    await picker.setInputFiles(file('spot.mp4', 'video/mp4', Buffer.from('This is no video.')));
    await creatives(page).getByText('Not uploaded. The file is not video/mp4.').waitFor();
    await picker.setInputFiles(file('notes.txt', 'text/plain', Buffer.from('Neither is this.')));
    await creatives(page).getByText('notes.txt is neither an mp4 nor a WebM file.').waitFor();
    // The answer to the upload is lost: the same file and key go again.
    let isLost = true;
    stage.fault = ({ url = '' }) => (isLost && url.endsWith('/media') ? 'drop the answer' : undefined);
    await picker.setInputFiles(file('spot.mp4', 'video/mp4', VIDEO));
    await creatives(page).getByText('The connection was lost').waitFor();
    isLost = false;
    await creatives(page).getByRole('button', { name: 'Try again' }).click();
    await creatives(page).getByText('Video, 6 s, 640 × 360, 129 kB, weight 100').waitFor();
    const [one, other] = stage.commands.filter(({ line }) => line.endsWith('/media')).slice(-2);
    expect(one?.key).toBe(other?.key);

    await creatives(page).getByRole('button', { name: 'Preview Six seconds' }).click();
    await until(async () => (await currentTime(page)) > 0.2);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByText('None of its creatives (1) is approved').waitFor();
    await creatives(page).getByRole('button', { name: 'Reject Six seconds' }).click();
    await page.getByLabel('Reason').fill('Too loud');
    await page.getByRole('button', { name: 'Reject', exact: true }).click();
    await creatives(page).getByText('“Too loud”').waitFor();
    await creatives(page).getByRole('button', { name: 'Approve Six seconds' }).click();
    await creatives(page).getByText('Approved', { exact: true }).waitFor();
    await page.getByText('It is the ad, in one draw of this request.').waitFor();
    await settled(page);
    expect(await faultsOf(page)).toEqual([]);

    // As of a moment after the campaign.
    await page.getByLabel('At', { exact: true }).fill('2901-01-01T00:00');
    await page.getByText('The campaign ended at 2900-01-01').waitFor();
    await page.context().close();
  });

  it('show how far a large upload is, and can be cancelled', async () => {
    const page = await stage.page(`/campaigns/${campaign}`);
    await page.getByRole('button', { name: 'New creative' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name').fill('Long');
    await form.getByLabel('Video', { exact: true }).setInputFiles(file('long.mp4', 'video/mp4', Buffer.alloc(8_000_000)));
    const session = await page.context().newCDPSession(page);
    const network = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 1_000_000 };
    await session.send('Network.emulateNetworkConditions', network);
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    const row = creatives(page).getByRole('listitem').filter({ hasText: 'Long' });
    const value = () =>
      row
        .getByRole('progressbar')
        .evaluate((bar) => Number(bar.getAttribute('value') ?? 0) || (bar as unknown as { value: number }).value);
    await until(async () => (await value()) > 0);
    expect(await value()).toBeLessThan(8_000_000);
    await row.getByRole('button', { name: 'Cancel' }).click();
    await row.getByRole('button', { name: 'Upload a video for Long' }).waitFor();
    await row.getByRole('button', { name: 'Delete Long' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row.getByText('deleted').waitFor();
    await page.context().close();
  });

  it('are changed on a page of their own, with the way back', async () => {
    const { data } = await stage.kronika.query<{ data: { id: string }[] }>(`/v1/creatives?campaignId=${campaign}`);
    const page = await stage.page(`/creatives/${data[0]?.id}`);
    await page.getByLabel('Name').fill('Six seconds of spring');
    await page.getByLabel('Weight').fill('200');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Six seconds of spring' }).waitFor();
    await page.getByText('Weight changed from 100 to 200').waitFor();
    await page.getByText('Created “Six seconds”').click();
    await page.getByText('There was no video yet').waitFor();
    await page.getByText('Video uploaded').click();
    await page.getByText('now 200').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Go back to this' }).click();
    await page.getByRole('heading', { name: 'Six seconds', exact: true }).waitFor();
    await settled(page);
    // The approval stays, because the video is the same.
    await page.locator('.badge', { hasText: 'Approved' }).waitFor();
    await page.context().close();
  });

  it('are tried as a player shows them, without a bill', async () => {
    const page = await stage.page('/try');
    const reported = reportsOf(page);
    await page.evaluate(FASTER);
    await page.getByRole('button', { name: 'Choose a section' }).click();
    await page.getByRole('treeitem').filter({ hasText: 'Technet' }).getByText('Technet').click();
    await page.getByText('idnes.cz › Technet').waitFor();
    await page.getByText('The ad', { exact: true }).waitFor();
    const vast = page.getByLabel('VAST: One break');
    expect(await vast.inputValue()).toBe(`${stage.kronika.url}/v1/ads/vast?section=${section}`);
    expect(await page.getByLabel('VMAP: All breaks of a film').inputValue()).toContain('/v1/ads/vmap?section=');
    await page.getByRole('button', { name: 'Play an ad' }).click();
    await until(async () => (await currentTime(page)) > 0.2);
    await until(() => reported.includes('complete 200'));
    for (const event of ['impression', 'start', 'firstQuartile', 'midpoint', 'thirdQuartile'])
      expect(reported).toContain(`${event} 200`);
    await page.getByText('The ads are over.').waitFor();
    const { data } = await stage.kronika.query<{ data: { invalid: number; impressions: number }[] }>(
      `/v1/reports/delivery?from=${day(-1)}&to=${day(1)}&by=campaign&campaignId=${campaign}`,
    );
    expect(data).toEqual([expect.objectContaining({ campaignId: campaign, invalid: 1, impressions: 0 })]);
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('play in the demo', async () => {
    const environment = { ...process.env, DATABASE_URL: stage.database.url };
    await promisify(execFile)(process.execPath, ['dist/start/demo.js', '--size', 'small'], { cwd: ROOT, env: environment });
    const { data } = await stage.kronika.query<{ data: { placements: string[] }[] }>('/v1/campaigns?runnable=true&limit=100');
    const sections = [...new Set(data.flatMap(({ placements }) => placements))];
    const isFilled = async (id: string) => {
      const { chosen } = await stage.kronika.query<{ chosen: object[] }>(`/v1/ads/explain?section=${id}`);
      return id !== section && chosen.length > 0;
    };
    const filled = (await Promise.all(sections.map(async (id) => ((await isFilled(id)) ? [id] : [])))).flat();
    const page = await stage.page(`/try?section=${filled[0]}`);
    const reported = reportsOf(page);
    await page.getByRole('button', { name: 'Play an ad' }).click();
    await until(() => reported.includes('impression 200'));
    await until(async () => (await currentTime(page)) > 0.2);
    await page.context().close();
  }, 60_000);

  it('complain about nothing, and ask no other server', () => {
    expect(stage.complaints.filter((each) => !/422|ERR_(EMPTY_RESPONSE|CONNECTION)|Failed to load resource/.test(each))).toEqual(
      [],
    );
  });
});
