import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { hasChromium, Stage, settled } from './browser.js';

const row = (page: Page, name: string) =>
  page.locator('.body [role=row]', { has: page.getByRole('link', { name, exact: true }) });

/** Presses Tab until something with that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = `{
    const element = document.activeElement;
    element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
  }`;
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate<string>(focused)).trim() === name) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

describe.skipIf(!hasChromium)('campaigns in Chromium', () => {
  let stage: Stage;
  let made = 0;
  beforeAll(async () => {
    stage = await Stage.open({ CURRENCY: 'JPY' });
  });
  afterAll(() => stage?.close());
  afterEach(() => {
    stage.fault = undefined;
    stage.commands.length = 0;
  });
  const given = async (name: string): Promise<string> => stage.givenCampaign(name, ++made);
  const command = async (method: string, path: string, body?: object): Promise<number> => {
    const { status, position } = await stage.kronika.command(method, path, body);
    expect(status, path).toBeLessThan(300);
    return position;
  };

  it('are created, renamed, paused and deleted by the keyboard alone', async () => {
    const page = await stage.page('/campaigns?q=keyboard');
    await page.getByText('No campaign matches').waitFor();
    await tabTo(page, 'New campaign');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('Keyboard');
    await tabTo(page, 'User');
    await page.keyboard.type('42');
    await page.keyboard.press('Enter');
    await row(page, 'Keyboard').waitFor();
    await tabTo(page, 'Rename Keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).waitFor();
    await page.keyboard.type('Keyboard 2');
    await page.keyboard.press('Enter');
    await row(page, 'Keyboard 2').waitFor();
    await tabTo(page, 'Pause Keyboard 2');
    await page.keyboard.press('Space');
    await row(page, 'Keyboard 2').getByText('Paused').waitFor();
    await tabTo(page, 'Delete Keyboard 2');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'Delete');
    await page.keyboard.press('Enter');
    await until(() => stage.commands.length === 4);
    await settled(page);
    expect(stage.commands.map(({ line }) => line.replace(/campaigns\/[\w-]+/, 'campaigns/…'))).toEqual([
      'POST /v1/campaigns',
      'PUT /v1/campaigns/…/name',
      'PUT /v1/campaigns/…/paused',
      'DELETE /v1/campaigns/…',
    ]);
    await page.context().close();
  });

  it("have the server's currency and its decimals from the first moment", async () => {
    const page = await stage.page('/campaigns?q=yen');
    await page.getByRole('button', { name: 'New campaign' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Yen');
    await page.getByLabel('User', { exact: true }).last().fill('42');
    // Its creation has no answer yet.
    let isHeld = true;
    stage.fault = ({ method }) => (method === 'POST' && isHeld ? 'answer 503' : undefined);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Set, price of Yen' }).click();
    await page.getByLabel('Price of 1,000 views').fill('12.50');
    await page.keyboard.press('Enter');
    await page.getByText('An amount of JPY, such as 1250.').waitFor();
    await page.getByLabel('Price of 1,000 views').fill('1250');
    await page.keyboard.press('Enter');
    await row(page, 'Yen').getByText('¥1,250').waitFor();
    isHeld = false;
    await settled(page);
    // And another one on its page, with three decimals that no browser has to know.
    await page.getByRole('link', { name: 'Yen', exact: true }).click();
    await page.getByRole('heading', { name: 'Yen' }).waitFor();
    await page.getByLabel('Currency').selectOption('BHD');
    await page.getByLabel('Price of 1,000 views').fill('1.2505');
    await page.getByText('An amount of BHD, such as 1.250.').waitFor();
    await page.getByLabel('Price of 1,000 views').fill('1.25');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await until(() => stage.commands.some(({ line }) => line.endsWith('/currency')));
    await settled(page);
    const { data } = await stage.kronika.query<{ data: object[] }>('/v1/campaigns?q=yen');
    expect(data).toEqual([expect.objectContaining({ currency: 'BHD', price: 1250 })]);
    expect(await page.getByLabel('Price of 1,000 views').inputValue()).toBe('1.250');
    // So have orders.
    await page.goto('/orders?min_total=500');
    await until(async () => (await page.getByLabel('Total from').inputValue()) === '500');
    await page.getByLabel('Total from').fill('12.50');
    await page.keyboard.press('Enter');
    await page.getByText('That is no amount of JPY.').waitFor();
    await page.getByRole('button', { name: 'New order' }).first().click();
    expect(await page.getByRole('dialog').getByLabel('Currency').inputValue()).toBe('JPY');
    await page.context().close();
  });

  it('are found by reason, currency and place, all in the address', async () => {
    const [placed, other] = [await given('Found here'), await given('Found elsewhere')];
    const [publisher, portfolio, section, sport, world] = [1, 2, 3, 4, 5].map((n) => `019c1354-6d40-7c1a-8e2b-a0000000000${n}`);
    await command('POST', '/v1/publishers', { id: publisher, name: 'Gazette' });
    await command('POST', '/v1/portfolios', { id: portfolio, name: 'gazette.test', publisherId: publisher });
    await command('POST', `/v1/portfolios/${portfolio}/sections`, { id: section, name: 'Science', parentId: null });
    for (const [name, id] of Object.entries({ Sport: sport, World: world }))
      await command('POST', `/v1/portfolios/${portfolio}/sections`, { id, name, parentId: null });
    await command('PUT', `/v1/campaigns/${placed}/placements`, { sections: [section, sport, world] });
    await command('PUT', `/v1/campaigns/${other}/currency`, { currency: 'EUR' });
    const page = await stage.page('/campaigns?q=found');
    await page.getByText('2 campaigns', { exact: true }).waitFor();
    await page.getByLabel('State').selectOption('Without placement');
    await page.getByText('1 campaign', { exact: true }).waitFor();
    await row(page, 'Found elsewhere').waitFor();
    expect(new URL(page.url()).searchParams.get('reason')).toBe('no-placement');
    await page.getByLabel('State').selectOption('Any state');
    await page.getByLabel('Currency').selectOption('EUR');
    await page.getByText('1 campaign', { exact: true }).waitFor();
    await page.getByLabel('Currency').selectOption('Any currency');
    await page.getByLabel('Placed in').fill('gaz');
    const text = 'gazette.test › Science (section)';
    await page.getByLabel('Placed in').fill('scien');
    await until(async () => (await page.locator('#places option').count()) > 0);
    await page.getByLabel('Placed in').fill(text);
    await page.getByText('In section Science').waitFor();
    await row(page, 'Found here').waitFor();
    await page.getByText('1 campaign', { exact: true }).waitFor();
    for (const [name, id] of Object.entries({ portfolioId: portfolio, publisherId: publisher })) {
      await page.goto(`/campaigns?${name}=${id}`);
      await row(page, 'Found here').waitFor();
      await page.getByText('1 campaign', { exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Clear' }).click();
    await row(page, 'Found elsewhere').waitFor();
    // Both clicks come before the page is drawn anew.
    await page.goto(`/campaigns/${placed}`);
    await page.getByRole('button', { name: 'Leave gazette.test › World' }).waitFor();
    await page
      .getByRole('button', { name: /^Leave gazette.test › (Sport|World)$/ })
      .evaluateAll((buttons) => buttons.map((button) => button.dispatchEvent(new Event('click', { bubbles: true }))));
    await until(async () => {
      const { placements } = await stage.kronika.query<{ placements: string[] }>(`/v1/campaigns/${placed}`);
      return placements.join() === section;
    });
    await settled(page);
    await page.context().close();
  });

  it('that were deleted meanwhile say so in their places, without a complaint', async () => {
    const ids = await Promise.all(['A', 'B', 'C'].map((letter) => given(`Meanwhile ${letter}`)));
    const page = await stage.page('/campaigns?q=meanwhile&sort=name');
    await row(page, 'Meanwhile C').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    const before = stage.complaints.length;
    await Promise.all([
      command('DELETE', `/v1/campaigns/${ids[1]}`),
      command('PUT', `/v1/campaigns/${ids[2]}/paused`, { paused: true }),
    ]);
    await row(page, 'Meanwhile B').getByText('deleted').waitFor();
    await row(page, 'Meanwhile C').getByText('Paused').waitFor();
    await page.getByText('2 campaigns', { exact: true }).waitFor();
    expect(await page.locator('.body [role=row] .link').allTextContents()).toEqual(['Meanwhile A', 'Meanwhile B', 'Meanwhile C']);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await until(async () => (await row(page, 'Meanwhile B').count()) === 0);
    expect(stage.complaints.slice(before)).toEqual([]);
    await page.context().close();
  });

  it('are changed all that match, with a preview, a result for each, and a way back', async () => {
    const ids = await Promise.all(Array.from({ length: 620 }, (_, n) => given(`Crowd ${String(n).padStart(3, '0')}`)));
    await command('PUT', `/v1/campaigns/${ids[3]}/paused`, { paused: true });
    const last = await command('PUT', `/v1/campaigns/${ids[4]}/currency`, { currency: 'EUR' });
    await stage.kronika.query('/v1/campaigns', last);
    const page = await stage.page('/campaigns?q=crowd&sort=name');
    await page.getByText('620 campaigns', { exact: true }).waitFor();
    await page.getByLabel('Select all').check();
    await page.getByLabel('Change all that match').selectOption('pause');
    await page.getByRole('heading', { name: 'Pause 619 campaigns?' }).waitFor();
    await page.getByText('619 campaigns will change.').waitFor();
    await page.getByText('1 campaign stays as it is: paused already.').waitFor();
    // One of them is gone before the request arrives.
    stage.fault = ({ url }) => (url?.endsWith('/bulk') ? 'delay the request' : undefined);
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await until(() => stage.commands.filter(({ line }) => line.endsWith('/bulk')).length === 2);
    await command('DELETE', `/v1/campaigns/${ids[7]}`);
    await page.getByText('Not saved: Pause 500 campaigns').waitFor();
    stage.fault = undefined;
    await settled(page);
    const paused = async () => (await stage.kronika.query('/v1/campaigns?q=crowd&paused=true&count=true&limit=1')).page.count;
    expect(await paused()).toBe(619);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await paused()) === 1);
    await page.getByRole('button', { name: '1 not saved' }).click();
    await page.getByText('Which ones').click();
    await page.getByText('Crowd 007:').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.keyboard.press('Escape');
    await settled(page);

    // A price is one in the currency of each.
    await page.goto('/campaigns?q=crowd+00&sort=name');
    await page.getByText('9 campaigns', { exact: true }).waitFor();
    await page.getByLabel('Select all').check();
    await page.getByRole('button', { name: 'Set price' }).click();
    await page.getByText('In the currency of each: JPY (8), EUR').waitFor();
    await page.getByRole('textbox', { name: 'Price of 1,000 views' }).fill('2.50');
    await page.getByText('1 campaign will change.').waitFor();
    await page.getByText('8 campaigns stay as they are: no amount of JPY.').waitFor();
    await page.getByRole('textbox', { name: 'Price of 1,000 views' }).fill('250');
    await page.getByText('9 campaigns will change.').waitFor();
    await page.keyboard.press('Enter');
    await row(page, 'Crowd 004').getByText('€250.00').waitFor();
    await row(page, 'Crowd 005').getByText('¥250').waitFor();
    await settled(page);
    await page.context().close();
  }, 90_000);

  it('show each version, what differs, and go back to it', async () => {
    const id = await given('First name');
    stage.complaints.length = 0;
    await command('PUT', `/v1/campaigns/${id}/price`, { amount: 700 });
    const last = await command('PUT', `/v1/campaigns/${id}/name`, { name: 'Second name' });
    await stage.kronika.query('/v1/campaigns', last);
    const page = await stage.page(`/campaigns/${id}`);
    await page.getByRole('heading', { name: 'Second name' }).waitFor();
    await page.getByLabel('Version', { exact: true }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { name: 'Version 2' }).waitFor();
    expect(new URL(page.url()).searchParams.get('version')).toBe('2');
    await until(async () => (await page.locator('dl .differs dt').count()) > 0);
    expect((await page.locator('dl .differs dt').allTextContents()).map((text) => text.trim())).toEqual(['Name']);
    await page.getByRole('button', { name: 'Go back to this' }).click();
    await page.getByRole('heading', { name: 'First name' }).waitFor();
    await settled(page);
    const now = await stage.kronika.query(`/v1/campaigns/${id}`);
    expect(now).toMatchObject({ name: 'First name', price: 700 });
    // What somebody else changes comes into the form, and what is typed stays.
    await page.getByLabel('Name').fill('Typed name');
    await command('PUT', `/v1/campaigns/${id}/price`, { amount: 900 });
    await until(async () => (await page.getByLabel('Price of 1,000 views').inputValue()) === '900');
    expect(await page.getByLabel('Name').inputValue()).toBe('Typed name');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Typed name' }).waitFor();
    await settled(page);
    expect(await stage.kronika.query(`/v1/campaigns/${id}`)).toMatchObject({ name: 'Typed name', price: 900 });
    expect(stage.complaints).toEqual([]);
    await page.context().close();
  });
});
