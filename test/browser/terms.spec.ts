import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, pressAtOnce, Stage, settled } from './browser.js';

const hour = (page: Page, name: string) => page.getByRole('gridcell', { name, exact: true });

describe.skipIf(!hasChromium)('terms of campaigns and sections in Chromium', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage?.close());

  it('are the limits, the targeting and the rank of a campaign', async () => {
    const id = await stage.givenCampaign('Terms', 1);
    const page = await stage.page(`/campaigns/${id}`);
    await page.getByRole('heading', { name: 'Targeting' }).waitFor();
    // Drag over a rectangle: off. Then the keyboard: one hour of it on again, and the next one with Shift.
    await hour(page, 'Monday 00:00').hover();
    await page.mouse.down();
    await hour(page, 'Sunday 07:00').hover();
    await page.mouse.up();
    await until(async () => (await hour(page, 'Wednesday 03:00').getAttribute('aria-selected')) === 'false');
    await hour(page, 'Monday 00:00').focus();
    await pressAtOnce(page, [{ key: ' ' }, { key: 'ArrowRight', shiftKey: true }]);
    await page.getByLabel('tv', { exact: true }).check();
    await page.getByLabel('Countries').fill('cz, SK');
    await page.getByRole('button', { name: 'Save targeting' }).click();
    await page.getByLabel('Impressions', { exact: true }).fill('1000');
    await page.getByLabel('Impressions a day').fill('1001');
    await page.getByText('No more a day than in total.').waitFor();
    await page.getByLabel('Impressions a day').fill('100');
    await page.getByLabel('Views of a viewer').fill('3');
    await page.getByRole('button', { name: 'Save limits' }).click();
    await page.getByLabel('Tier').fill('2');
    await page.getByLabel('Never together with').fill('Beer, wine');
    await page.getByRole('button', { name: 'Save rank' }).click();
    await until(async () => (await stage.eventsOf(id)).includes('CampaignRankSet'));
    await settled(page);
    const saved = await stage.kronika.query<{ targeting: { hours: boolean[] } }>(`/v1/campaigns/${id}`);
    expect(saved).toMatchObject({
      limits: { impressions: 1_000, perDay: 100, viewer: { views: 3, hours: 24, unknown: 'serve' } },
      targeting: { devices: ['tv'], languages: [], countries: ['CZ', 'SK'] },
      rank: { tier: 2, weight: 100, exclusions: ['beer', 'wine'] },
    });
    const { hours } = saved.targeting;
    expect(hours.filter(Boolean)).toHaveLength(7 * 16 + 2);
    expect([hours[0], hours[1], hours[2], hours[24], hours[31], hours[32]]).toEqual([true, true, false, false, false, true]);
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('are the rules for ads of a section, with what it inherits', async () => {
    const ids = [1, 2, 3, 4].map((n) => `019c1354-7000-7c1a-8e2b-${String(n).padStart(12, '0')}`);
    const [publisher, website, news, world] = ids;
    const path = `/v1/portfolios/${website}`;
    for (const [method, url, body] of [
      ['POST', '/v1/publishers', { id: publisher, name: 'Mafra' }],
      ['POST', '/v1/portfolios', { id: website, name: 'idnes.cz', publisherId: publisher }],
      ['POST', `${path}/sections`, { id: news, name: 'News' }],
      ['POST', `${path}/sections`, { id: world, name: 'World', parentId: news }],
      ['PUT', `${path}/sections/${news}/ad-rules`, { maxAds: 2, blocked: ['gambling'] }],
    ] as const)
      expect((await stage.kronika.command(method, url, body)).status).toBeLessThan(300);
    const page = await stage.page(`/portfolios?website=${website}`);
    await page.getByRole('treeitem').filter({ hasText: 'World' }).click();
    await page.getByRole('button', { name: 'Ad rules…' }).click();
    await page.getByText('From the sections above: at most 2 ads, not gambling.').waitFor();
    await page.getByLabel('Ads in a break').fill('101');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('from 0 to 100').waitFor();
    await page.getByLabel('Ads in a break').fill('0');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('treeitem').filter({ hasText: 'World' }).getByText('no ads').waitFor();
    await settled(page);
    await until(async () => {
      const section = await stage.kronika.query<{ effectiveAdRules: { maxAds: number } }>(`${path}/sections/${world}`);
      return section.effectiveAdRules.maxAds === 0;
    });
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await until(async () => (await page.getByRole('treeitem').filter({ hasText: 'World' }).getByText('no ads').count()) === 0);
    await page.context().close();
  });
});
