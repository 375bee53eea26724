import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, Stage } from './browser.js';

describe.skipIf(!hasChromium)('the home page in Chromium', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage?.close());

  it('offers three ways to begin on an empty log, and fills it with demo data', async () => {
    const phone = await stage.context({ colorScheme: 'dark', viewport: { width: 380, height: 760 } });
    const small = await stage.page('/', phone);
    await small.getByRole('heading', { name: 'Load demo data' }).waitFor();
    expect(await faultsOf(small)).toEqual([]);
    expect(await small.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await small.getByRole('link', { name: 'Open the log' }).click();
    await small.getByRole('heading', { name: 'The log is empty' }).waitFor();
    expect(await faultsOf(small)).toEqual([]);

    const page = await stage.page('/');
    await page.getByRole('button', { name: 'Load demo data' }).click();
    const bar = page.getByRole('progressbar', { name: 'Demo data' });
    const reached = async (progress: number) => Number((await bar.getAttribute('value')) ?? 0) > progress;
    await until(() => reached(0));
    await page.getByText(/\d of [\d,]+ commands/).waitFor();
    const before = Number(await bar.getAttribute('value'));
    // It goes on by itself, also for those who come back.
    await page.reload();
    await until(() => reached(before));
    await page.getByRole('heading', { name: 'Needs attention' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Load demo data' }).count()).toBe(0);
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
    await phone.close();
    expect(stage.complaints).toEqual([]);
  });

  it('shows numbers, what needs attention and events as they come', async () => {
    await stage.givenCampaign('Without dates', 701);
    const page = await stage.page('/');
    const tile = (name: string) => page.locator('.tile', { has: page.getByRole('heading', { name }) });
    await tile('Orders').getByText('0', { exact: true }).waitFor();
    const order = await stage.kronika.command('POST', '/v1/order', { userId: 42 });
    await tile('Orders').getByText('1', { exact: true }).waitFor();
    await page.getByText('1 order in 30 days').waitFor();
    expect(await page.getByRole('table', { name: 'Orders a day' }).getByRole('row').last().innerText()).toMatch(/\s1$/);
    await tile('Campaigns').getByText('1 not running').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const newest = page.locator('.events a').first();
    await newest.getByText('order_created_v1').waitFor();
    await newest.click();
    await page.waitForURL(`**/log/${order.position}`);
    await page.goBack();
    await page.getByRole('link', { name: '1 campaign can not run' }).click();
    await page.waitForURL('**/campaigns?runnable=false');
    await page.context().close();
    expect(stage.complaints).toEqual([]);
  });

  it('may not load demo data, and is told why', async () => {
    const page = await stage.page('/');
    // The answer of a server with keys, since the role is all that matters here.
    await page.route('**/v1/session', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), role: 'reader' } });
    });
    await page.reload();
    await page.getByText('Your role is reader').waitFor();
    expect(await page.getByRole('button', { name: 'Load demo data' }).isDisabled()).toBe(true);
    await page.goto('/views');
    await page.getByText('Your role is reader').waitFor();
    expect(await page.getByRole('button', { name: 'Rebuild names' }).isDisabled()).toBe(true);
  });
});
