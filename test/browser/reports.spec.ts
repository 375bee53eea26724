import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.js';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, Stage } from './browser.js';

/** Headless browsers are bots, whose views are not billed. */
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const ALWAYS = { start: '2000-01-01T00:00:00Z', end: '2900-01-01T00:00:00Z' };
const DAY_MS = 86_400_000;

const fits = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

describe.skipIf(!hasChromium)('delivery, reports and forecasts in Chromium', () => {
  let stage: Stage;
  let website: string;
  let section: string;
  let campaign: string;
  let other: string;
  beforeAll(async () => {
    stage = await Stage.open();
    [website, section] = [randomUUID(), randomUUID()];
    const publisher = randomUUID();
    await command('POST', '/v1/publishers', { id: publisher, name: 'MAFRA' });
    await command('POST', '/v1/portfolios', { id: website, name: 'idnes.cz', publisherId: publisher });
    for (const [id, name] of [
      [section, 'Technet'],
      [randomUUID(), 'Sport'],
    ])
      await command('POST', `/v1/portfolios/${website}/sections`, { id, name, parentId: null });
    campaign = await givenCampaign('Spring sale');
    other = await givenCampaign('Televisions only');
    await command('PUT', `/v1/campaigns/${other}/targeting`, { hours: null, devices: ['tv'], languages: [], countries: [] });
    const limits = { impressions: 1_000, perDay: null, budget: 5_000, pacing: 'even', viewer: null };
    await command('PUT', `/v1/campaigns/${campaign}/limits`, limits);
    await until(async () => (await vast()).includes('<Ad id='));
  });
  afterAll(() => stage?.close());

  async function command(method: string, path: string, body: object): Promise<void> {
    const { status } = await stage.kronika.command(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
  }

  /** @returns the id of a campaign with a video, placed in the section */
  async function givenCampaign(name: string): Promise<string> {
    const [id, creative] = [randomUUID(), randomUUID()];
    await command('POST', '/v1/campaigns', { id, name, userId: 42 });
    await command('PUT', `/v1/campaigns/${id}/price`, { amount: 1_250 });
    await command('PUT', `/v1/campaigns/${id}/placements`, { sections: [section] });
    await command('PUT', `/v1/campaigns/${id}/schedule`, ALWAYS);
    await command('POST', '/v1/creatives', {
      id: creative,
      campaignId: id,
      name: `Spot of ${name}`,
      clickThrough: 'https://a.example/',
    });
    const uploaded = await fetch(`${stage.kronika.url}/v1/creatives/${creative}/media`, {
      method: 'POST',
      headers: { 'content-type': 'video/mp4' },
      body: readFileSync(join(ROOT, 'assets/ad.mp4')),
    });
    if (!uploaded.ok) throw new Error(`${uploaded.status} ${await uploaded.text()}`);
    await command('PUT', `/v1/creatives/${creative}/approval`, { state: 'approved', reason: null });
    return id;
  }

  const asPlayer = (path: string) => fetch(`${stage.kronika.url}${path}`, { headers: { 'user-agent': BROWSER } });
  const vast = async () => (await asPlayer(`/v1/ads/vast?section=${section}`)).text();

  /** Shows an ad as a player does: each beacon is answered when it is committed. */
  async function watch(...events: string[]): Promise<void> {
    let token: string | undefined;
    // A busy database may not grant a view in time. Then there is no ad.
    await until(async () => {
      [, token] = /<Impression[^/]*\/\/[^/]+\/v1\/ads\/e\/([\w-]+)\//.exec(await vast()) ?? [];
      return token !== undefined;
    });
    for (const event of events) expect((await asPlayer(`/v1/ads/e/${token}/${event}`)).status).toBe(200);
  }

  it('shows on the page of a campaign what it has delivered, within 5 s of the beacon, and why another one does not', async () => {
    const context = await stage.context({ colorScheme: 'dark', viewport: { width: 380, height: 760 } });
    const [page, phone] = [await stage.page(`/campaigns/${campaign}`), await stage.page(`/campaigns/${other}`, context)];
    await page.getByText('0 views of 1,000 views').waitFor();
    await page
      .getByText(/behind pace: \d+ views by now/)
      .first()
      .waitFor();
    await watch('impression', 'start', 'complete', 'click');
    await watch('impression', 'start');
    await watch('impression', 'error?code=401');
    const acknowledged = performance.now();
    await page.getByText('3 views of 1,000 views').waitFor();
    await page.getByText('€0.0375 of €50.00').waitFor();
    await page.getByText('401 video not found: 1').waitFor();
    expect(performance.now() - acknowledged).toBeLessThan(5_000);
    await page.getByRole('button', { name: 'Hours', exact: true }).click();
    await page.getByRole('cell', { name: '3', exact: true }).waitFor({ state: 'attached' });
    expect(await faultsOf(page)).toEqual([]);
    await phone.getByRole('heading', { name: 'Why not delivering' }).waitFor();
    await phone.getByRole('table', { name: 'Another device' }).waitFor({ state: 'attached' });
    expect(await faultsOf(phone)).toEqual([]);
    expect(await fits(phone)).toBe(true);
    await page.getByRole('link', { name: 'Report', exact: true }).click();
    await page.getByRole('heading', { name: 'Reports' }).waitFor();
    expect(new URL(page.url()).searchParams.get('campaignId')).toBe(campaign);
    await page.context().close();
    await context.close();
  });

  it('reports by any groups, all of it in the address, and as CSV', async () => {
    const page = await stage.page('/reports');
    await page.getByRole('row', { name: /^Total/ }).waitFor();
    await page.getByRole('checkbox', { name: 'campaign' }).check();
    await page.getByRole('checkbox', { name: 'section' }).check();
    await page.waitForURL(/by=day%2Ccampaign%2Csection|by=day,campaign,section/);
    const row = page.getByRole('row', { name: /Spring sale.*Technet.*idnes\.cz/ });
    await row.waitFor();
    expect(await row.getByRole('cell', { name: '€0.0375' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await page.getByText(/^May still grow until/).waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    const csv = await readFile((await (await downloading).path()) as string, 'utf8');
    expect(csv.split('\r\n')[1]).toMatch(/,Spring sale,.*,Technet,.*,idnes\.cz,.*,EUR,3750$/);
    // A filter by name.
    await page.getByRole('combobox', { name: 'Creative' }).fill('spot of sp');
    await page.getByRole('option', { name: 'Spot of Spring sale' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Any creative' }).waitFor();
    await page.getByLabel('Device', { exact: true }).selectOption('desktop');
    await page.getByLabel('Time', { exact: true }).selectOption('hour');
    await page.getByLabel('Time zone').selectOption('Australia/Lord_Howe');
    await row.waitFor();
    const address = new URL(page.url());
    await page.reload();
    await row.waitFor();
    expect(new URL(page.url()).href).toBe(address.href);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      by: 'hour,campaign,section',
      sort: '-impressions',
      device: 'desktop',
      time_zone: 'Australia/Lord_Howe',
    });
    expect(await faultsOf(page)).toEqual([]);
    await page.getByLabel('Device', { exact: true }).selectOption('tv');
    await page.getByText('Nothing was asked for or shown in this span').waitFor();
    await page.goto('/reports?from=2026-01-02&to=2026-01-01');
    await page.getByText('from must not be after to').waitFor();
    await page.context().close();
  });

  it('forecasts the requests of a section, and says where there is nothing to go by', async () => {
    const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    for (const [table, hours] of Object.entries({ requests: 9, requests_by_day: 0 }))
      await stage.sql(`INSERT INTO delivery.${table}
        SELECT to_timestamp(${midnight / 1_000}) - make_interval(days => n, hours => -${hours}), '${website}', '${section}', false, 100, 90
        FROM generate_series(1, 14) AS n`);
    const page = await stage.page(`/portfolios?website=${website}`);
    const open = async (name: string) => {
      await page.getByRole('treeitem').filter({ hasText: name }).click();
      await page.getByRole('button', { name: 'Forecast…' }).click();
      await page.getByRole('heading', { name: `Forecast of “${name}”` }).waitFor();
    };
    await open('Technet');
    await page.getByText('There are only 2 weeks to go by').waitFor();
    await page.getByLabel('The next').selectOption('14');
    await page.getByText(/left in 14 days/).waitFor();
    expect(await page.getByRole('dialog').getByRole('row').count()).toBe(15);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).click();
    await open('Sport');
    await page.getByText('There is nothing to forecast from').waitFor();
    await page.context().close();
  });

  it('checks the ledger against the sums, and names the one that was changed', async () => {
    const page = await stage.page('/reports');
    await page.getByRole('button', { name: 'Check the ledger' }).click();
    await page.waitForURL('**/views#operations');
    await page.getByText('no differences').waitFor();
    await stage.sql('UPDATE delivery.quarters SET events[1] = events[1] + 1');
    await page.getByRole('button', { name: 'Check the ledger' }).click();
    await page.getByText('2 rows differ').waitFor();
    await page.getByText('Report', { exact: true }).click();
    await page.getByRole('cell', { name: 'quarters', exact: true }).waitFor();
    await page.getByRole('columnheader', { name: 'The ledger says' }).waitFor();
    await page.context().close();
  });
});
