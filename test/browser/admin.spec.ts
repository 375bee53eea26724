import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, Stage } from './browser.js';

/** A script that makes databases of the browser open a second late, as those on a busy disk do. */
const SLOW_TO_OPEN = `
  Object.defineProperty(IDBRequest.prototype, 'onsuccess', {
    set(handle) {
      const isSlow = this instanceof IDBOpenDBRequest;
      this.addEventListener('success', (event) => (isSlow ? setTimeout(() => handle.call(this, event), 1000) : handle.call(this, event)));
    },
  });`;

const row = (page: Page, name: string) =>
  page.locator('.body [role=row]', { has: page.getByRole('link', { name, exact: true }) });

async function rename(page: Page, from: string, to: string): Promise<void> {
  await row(page, from).hover();
  await page.getByRole('button', { name: `Rename ${from}`, exact: true }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(to);
  await page.keyboard.press('Enter');
}

describe.skipIf(!hasChromium)('the admin in Chromium', () => {
  let stage: Stage;
  let made = 0;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage?.close());
  afterEach(() => {
    stage.fault = undefined;
    stage.commands.length = 0;
  });
  const given = async (name: string): Promise<string> => stage.givenCampaign(name, ++made);

  it('opens at each address, again on a reload, without a complaint, from one origin, for everybody', async () => {
    const id = await given('Deep link');
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await stage.context({ colorScheme, viewport: { width: colorScheme === 'dark' ? 380 : 1200, height: 760 } });
      for (const [path, heading] of [
        ['/', 'Home'],
        ['/campaigns?paused=false&sort=name&q=deep', 'Campaigns'],
        [`/campaigns/${id}`, 'Deep link'],
        ['/reports?by=day,campaign&sort=-impressions', 'Reports'],
        ['/creatives', 'Creatives'],
        ['/try', 'Try it'],
        ['/no/such/page', 'There is no page at this address'],
      ] as const) {
        const page = await stage.page(path, context);
        await page.getByRole('heading', { name: heading }).waitFor();
        await page.reload();
        await page.getByRole('heading', { name: heading }).waitFor();
        await page.getByText('Live', { exact: true }).waitFor();
        expect(await faultsOf(page), path).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
        await page.close();
      }
      await context.close();
    }
    expect(stage.complaints).toEqual([]);
  });

  it('creates, renames, prices, pauses and deletes a campaign', async () => {
    const page = await stage.page('/campaigns');
    await page.getByRole('button', { name: 'New campaign' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Autumn sale');
    await page.getByLabel('User', { exact: true }).last().fill('42');
    await page.getByRole('button', { name: 'Create' }).click();
    await row(page, 'Autumn sale').waitFor();
    await rename(page, 'Autumn sale', 'Winter sale');
    await row(page, 'Winter sale').waitFor();
    await page.getByRole('button', { name: 'Price of Winter sale' }).click();
    await page.getByLabel('Price of 1,000 views').fill('12.50');
    await page.keyboard.press('Enter');
    await row(page, 'Winter sale').getByText('€12.50').waitFor();
    await page.getByRole('button', { name: 'Pause Winter sale' }).click();
    await row(page, 'Winter sale').getByText('Paused').waitFor();
    await page.getByRole('button', { name: 'Delete Winter sale' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await until(async () => stage.commands.length === 5 && (await page.getByText('saving').count()) === 0);
    const [{ id }] = (await page.evaluate(
      "fetch('/v1/events?eventType=CampaignCreated&limit=1000').then((r) => r.json()).then(({ data }) => [{ id: data.at(-1).entityId }])",
    )) as [{ id: string }];
    expect((await stage.eventsOf(id)).filter((type) => type !== 'CampaignRunnableStateChanged')).toEqual([
      'CampaignCreated',
      'CampaignNameSet',
      'CampaignPriceSet',
      'CampaignPausedSet',
      'CampaignDeleted',
    ]);
    await page.context().close();
  });

  it.each([
    ['drop the answer', 1],
    ['delay the answer', 1],
    ['answer 503', 1],
  ] as const)('shows a change at once, says that it is being saved, and does it once: %s', async (fault, times) => {
    const name = `Faulty ${fault}`;
    const id = await given(name);
    const page = await stage.page(`/campaigns?q=${encodeURIComponent(name)}`);
    await row(page, name).waitFor();
    let left: number = times;
    stage.fault = ({ method }) => (method === 'PUT' && left-- > 0 ? fault : undefined);
    await rename(page, name, `${name} 2`);
    await row(page, `${name} 2`)
      .getByText(/^saving/)
      .waitFor();
    await until(async () => (await row(page, `${name} 2`).getByText(/^sav/).count()) === 0);
    expect((await stage.eventsOf(id)).filter((type) => type === 'CampaignNameSet')).toHaveLength(1);
    expect(new Set(stage.commands.map(({ key }) => key)).size).toBe(1);
    expect(await page.getByText('not saved').count()).toBe(0);
    await page.context().close();
  });

  it('sends a change once, though its tab was closed 10 ms after the click and the disk is slow', async () => {
    const id = await given('Closed at once');
    const context = await stage.context();
    await context.addInitScript(SLOW_TO_OPEN);
    const page = await stage.page('/campaigns?q=closed', context);
    await row(page, 'Closed at once').waitFor();
    await page.getByRole('button', { name: 'Pause Closed at once' }).click();
    await new Promise((resolve) => setTimeout(resolve, 10));
    await page.close();
    const again = await stage.page('/campaigns?q=closed', context);
    await row(again, 'Closed at once').getByText('Paused').waitFor();
    await until(async () => (await stage.eventsOf(id)).includes('CampaignPausedSet'));
    await until(async () => (await again.getByText(/^sav/).count()) === 0);
    expect((await stage.eventsOf(id)).filter((type) => type === 'CampaignPausedSet')).toHaveLength(1);
    await context.close();
  });

  it("merges silently with another person's change of another field, and asks about one of the same", async () => {
    const id = await given('Contested');
    const page = await stage.page('/campaigns?q=contested');
    await row(page, 'Contested').waitFor();
    // Another person is quicker while this browser can't send.
    let isHeld = true;
    stage.fault = ({ method }) => (method === 'PUT' && isHeld ? 'answer 503' : undefined);
    await page.getByRole('button', { name: 'Pause Contested' }).click();
    await until(() => stage.commands.length > 0);
    await stage.kronika.command('PUT', `/v1/campaigns/${id}/price`, { amount: 700 });
    isHeld = false;
    await until(async () => (await stage.eventsOf(id)).includes('CampaignPausedSet'));
    await row(page, 'Contested').getByText('€7.00').waitFor();
    await until(async () => (await page.getByText(/^sav/).count()) === 0);

    isHeld = true;
    await rename(page, 'Contested', 'Mine');
    await until(() => stage.commands.some(({ line }) => line.endsWith('/name')));
    await stage.kronika.command('PUT', `/v1/campaigns/${id}/name`, { name: 'Theirs' });
    isHeld = false;
    await page.getByText('Conflict: Rename “Contested” to “Mine”').waitFor();
    // The message that offered to undo it is gone, because there is nothing to undo.
    expect(await page.getByText('Rename “Contested” to “Mine”', { exact: true }).count()).toBe(0);
    await row(page, 'Theirs')
      .getByText(/^conflict/)
      .waitFor();
    await page.getByRole('button', { name: /not saved/ }).click();
    await page.getByRole('button', { name: 'Apply mine' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Apply mine' }).click();
    await page.keyboard.press('Escape');
    await row(page, 'Mine').waitFor();
    await until(async () => (await page.getByText(/^sav/).count()) === 0);
    const { name } = await stage.kronika.query<{ name: string }>(`/v1/campaigns/${id}`);
    expect(name).toBe('Mine');
    await page.context().close();
  });

  it('has at most 60 row elements for 1,000 rows, and pauses 500 of them at once', async () => {
    // Not all at once: a busy server refuses some of so many.
    for (let n = 0; n < 1000; n += 50) await Promise.all(Array.from({ length: 50 }, (_, k) => given(`Many ${n + k}`)));
    const page = await stage.page('/campaigns?q=many&sort=name');
    await page.locator('.body [role=row]').first().waitFor();
    const body = page.locator('.body');
    for (let n = 0; n < 12; n++) {
      await body.evaluate((element) => element.scrollTo(0, 1e6));
      await page.waitForTimeout(150);
      expect(await page.locator('.body [role=row]').count()).toBeLessThanOrEqual(60);
    }
    await page.getByText('1,000 campaigns', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Pause' }).click();
    await until(
      async () => (await page.getByText(/\d saving/).count()) === 0 && stage.commands.some(({ line }) => line.endsWith('/bulk')),
    );
    const { data } = await stage.kronika.query<{ data: unknown[] }>('/v1/events?eventType=CampaignPausedSet&limit=1000');
    expect(data.length).toBeGreaterThanOrEqual(500);
    await page.context().close();
  }, 60_000);
});
