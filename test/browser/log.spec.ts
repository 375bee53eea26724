import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, Stage } from './browser.js';

const rows = (page: Page) => page.locator('.body [role=row]');
const row = (page: Page, position: number) =>
  rows(page).filter({ has: page.locator('.position').getByText(position.toLocaleString('en-GB'), { exact: true }) });

describe.skipIf(!hasChromium)('the log in Chromium', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage?.close());
  afterEach(() => {
    stage.fault = undefined;
  });

  /** Appends events past the commands, as many commands would. @returns the position of the last one */
  async function append(client: pg.Client, count: number): Promise<number> {
    const events = Array.from({ length: count }, () => ({
      ...{ stream: `test-${randomUUID()}`, version: 1, type: 'Tested' },
      data: { text: 'A text of some length', number: 1 },
    }));
    const metadata = { commandId: randomUUID(), actor: 'test', correlationId: randomUUID(), causationId: null };
    const answer = await client.query('SELECT log.append($1, $2) AS position', [JSON.stringify(events), metadata]);
    return Number(answer.rows[0].position);
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(stage.database.url);
    // Dropping the database at the end breaks its connections.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  it('shows new events, lets them wait while it is paused, and filters by type and entity in its address', async () => {
    const order = await stage.kronika.command('POST', '/v1/order', { userId: 42 });
    const page = await stage.page('/log');
    await row(page, order.position).getByText('order_created_v1').waitFor();
    const goods = await stage.kronika.command('POST', '/v1/goods', { orderId: order.id, name: 'A card' });
    await row(page, goods.position).getByText('goods_created_v1').waitFor();

    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const changed = await stage.kronika.command('PUT', `/v1/order/${order.id}`, { userId: 43 });
    await page.getByRole('button', { name: '1 new event, paused' }).waitFor();
    expect(await row(page, changed.position).count()).toBe(0);
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await row(page, changed.position).waitFor();
    expect(await rows(page).first().textContent()).toContain('order_updated_v1');

    await page.getByText('All types').click();
    await page.getByLabel('goods_created_v1').check();
    await until(async () => (await rows(page).count()) === 1);
    expect(page.url()).toContain('eventType=goods_created_v1');
    await page.getByLabel('All of order').check();
    await until(async () => (await rows(page).count()) === 3);
    await page.keyboard.press('Escape');
    const other = await stage.kronika.command('POST', '/v1/order', { userId: 44 });
    await row(page, other.position).waitFor();
    await page.getByLabel('Id or stream of an entity').fill(`order-${order.id}`);
    await until(async () => (await rows(page).count()) === 2);
    await page.reload();
    await until(async () => (await rows(page).count()) === 2);
    // What comes and does not match stays out.
    await stage.kronika.command('POST', '/v1/goods', { orderId: other.id, name: 'Another card' });
    const again = await stage.kronika.command('PUT', `/v1/order/${order.id}`, { userId: 45 });
    await row(page, again.position).waitFor();
    expect(await rows(page).count()).toBe(3);
    await page.getByRole('button', { name: 'Clear' }).click();
    await row(page, goods.position).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('leads from an event to its cause and to all that it led to', async () => {
    const order = await stage.kronika.command('POST', '/v1/order', { userId: 42 });
    for (const name of ['A mug', 'A plate']) await stage.kronika.command('POST', '/v1/goods', { orderId: order.id, name });
    const page = await stage.page('/log');
    await row(page, order.position).waitFor();
    const deleted = await stage.kronika.command('DELETE', `/v1/order/${order.id}`);
    await row(page, deleted.position).getByRole('link').first().click();
    const panel = page.getByRole('complementary', { name: 'Event' });
    const trace = panel.locator('.trace');
    // The saga may be slower than the click.
    await until(async () => (await trace.getByText('goods_deleted_v1').count()) === 2);
    expect(await trace.innerText()).toMatch(
      /Command of anonymous\s+order_deleted_v1[\s\S]+saga removeGoods\s+\+\d[\s\S]+goods_deleted_v1[\s\S]+goods_deleted_v1/,
    );
    expect(await panel.getByRole('link', { name: 'order-history' }).getAttribute('href')).toBe('/views#order-history');
    expect(await panel.getByRole('link', { name: 'saga removeGoods' }).count()).toBe(1);

    await trace.getByText('goods_deleted_v1').first().click();
    await panel.getByRole('heading', { name: 'goods_deleted_v1' }).waitFor();
    await panel.getByRole('link', { name: `event ${deleted.position.toLocaleString('en-GB')}` }).click();
    await panel.getByRole('heading', { name: 'order_deleted_v1' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await panel.getByRole('heading', { name: 'goods_created_v1' }).waitFor();
    expect(await panel.locator('pre').first().textContent()).toContain('"A plate"');
    expect(await faultsOf(page)).toEqual([]);

    await panel.getByRole('link', { name: 'Open as a page' }).click();
    await page.getByRole('heading', { name: 'goods_created_v1', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'goods_created_v1', level: 1 }).waitFor();
    await page.getByText('Caused by').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
    expect(stage.complaints).toEqual([]);
  });

  it('keeps the newest 2,000 of thousands of events in a few rows, and has the older ones below', async () => {
    const client = await connect();
    const page = await stage.page('/log');
    await rows(page).first().waitFor();
    await page.evaluate(
      'window.tasks = []; new PerformanceObserver((list) => tasks.push(...list.getEntries().map((e) => e.duration))).observe({ entryTypes: ["longtask"] })',
    );
    let last = 0;
    let mostRows = 0;
    for (let n = 0; n < 60; n++) {
      const pause = new Promise((resolve) => setTimeout(resolve, 100));
      last = await append(client, 50);
      mostRows = Math.max(mostRows, await rows(page).count());
      await pause;
    }
    await row(page, last).waitFor();
    await page.getByText('2,000 events loaded', { exact: true }).waitFor();
    expect(mostRows).toBeLessThanOrEqual(60);
    console.info(`The longest task of the log at 500 events/s: ${await page.evaluate('Math.round(Math.max(0, ...tasks))')} ms`);

    // Below the newest row nothing moves, and what was dropped is loaded again.
    const body = page.locator('.body');
    const scrollToTheFirst = () =>
      until(async () => {
        await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
        return (await row(page, 1).count()) === 1;
      });
    const count = async () => Number((await client.query('SELECT count(*) FROM log.events')).rows[0].count);
    await scrollToTheFirst();
    const top = await body.evaluate((element) => element.scrollTop);
    await append(client, 10);
    await page.getByRole('button', { name: '10 new events' }).waitFor();
    expect(await body.evaluate((element) => element.scrollTop)).toBe(top);
    await page.getByRole('button', { name: '10 new events' }).click();
    await row(page, last + 10).waitFor();
    // More than wait are read from the server, not lost.
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    for (let n = 0; n < 5; n++) last = await append(client, 500);
    await page.getByRole('button', { name: '2,000 new events, paused' }).waitFor();
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await row(page, last).waitFor();
    await scrollToTheFirst();
    await page.getByText(`${(await count()).toLocaleString('en-GB')} events`, { exact: true }).waitFor();
    await client.end();
    await page.context().close();
  }, 120_000);

  it.each([
    ['held', true],
    ['flowing', false],
  ])(
    'has no gap if it was %s while the stream was lost and more came than it catches up with',
    async (_, isHeld) => {
      const client = await connect();
      await append(client, 120);
      const page = await stage.page('/log');
      await page.getByText('Live', { exact: true }).waitFor();
      await row(page, await append(client, 1)).waitFor();
      if (isHeld) {
        await page.getByRole('button', { name: 'Pause', exact: true }).click();
        await append(client, 3);
        await page.getByRole('button', { name: '3 new events, paused' }).waitFor();
      }
      stage.fault = ({ url }) => (url?.startsWith('/v1/events/stream') ? 'answer 503' : undefined);
      stage.endStreams();
      await page.getByText('Reconnecting', { exact: true }).waitFor();
      const last = await append(client, 250);
      if (isHeld) {
        // Those 3 are not next to the latest 100.
        await page.getByRole('button', { name: '100 new events, paused' }).waitFor();
        await page.getByRole('button', { name: 'Resume', exact: true }).click();
      }
      await row(page, last).waitFor();
      stage.fault = undefined;
      await page.getByText('Live', { exact: true }).waitFor();
      const newest = await append(client, 1);
      await row(page, newest).waitFor();
      await until(async () => {
        await page.locator('.body').evaluate((element) => element.scrollTo(0, element.scrollHeight));
        return (await row(page, 1).count()) === 1;
      });
      await page.getByText(`${newest.toLocaleString('en-GB')} events`, { exact: true }).waitFor();
      await client.end();
      await page.context().close();
    },
    60_000,
  );

  it('opens pages, names, orders and events from the keyboard', async () => {
    const id = await stage.givenCampaign('Palette sale', 901);
    const context = await stage.context({ viewport: { width: 1000, height: 700 } });
    const page = await stage.page('/views', context);
    await page.getByText('Live', { exact: true }).waitFor();
    const find = async (text: string) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Search, jump and act' }).fill(text);
    };
    await find('palette sa');
    await page.getByRole('option', { name: 'Palette sale' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/campaigns/${id}`);
    await find('#1802');
    await page.getByRole('option', { name: 'Order 1802' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders/1802');
    await find('1');
    await page.getByRole('option', { name: 'Event at position 1' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/log/1');
    await page.getByRole('heading', { name: 'order_created_v1', level: 1 }).waitFor();
    await find('dark');
    await page.getByRole('option', { name: 'Dark theme' }).waitFor();
    await page.keyboard.press('Enter');
    await until(async () => (await page.evaluate('document.documentElement.dataset.theme')) === 'dark');

    for (const [key, path] of [
      ['c', '/campaigns'],
      ['l', '/log'],
      ['v', '/views'],
      ['h', '/'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.waitForURL(`${stage.url}${path}`);
    }
    await page.goto('/campaigns?q=palette');
    await page.getByRole('checkbox', { name: 'Select Palette sale' }).check();
    await find('pause 1');
    await page.getByRole('option', { name: 'Pause 1 campaign' }).waitFor();
    await page.keyboard.press('Enter');
    await until(async () => (await stage.eventsOf(id)).includes('CampaignPausedSet'));
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    // In a field, keys are text.
    await page.goto('/log');
    await page.getByLabel('Id or stream of an entity').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('g?v');
    expect(await page.getByLabel('Id or stream of an entity').inputValue()).toBe('g?v');
    await context.close();
  });

  it('keeps filters under a name, on the page and in the palette, for this log', async () => {
    await stage.givenCampaign('Kept sale', 903);
    const page = await stage.page('/campaigns?q=kept&sort=name');
    const views = page.getByRole('button', { name: 'Saved views' });
    const menu = page.getByRole('group', { name: 'Saved views' });
    const save = async (name: string) => {
      await views.click();
      await menu.getByLabel('Name of the view').fill(name);
      await page.keyboard.press('Enter');
    };
    await save('x'.repeat(41));
    await menu.getByText('At most 40 characters.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await save('Kept ones');
    await menu.waitFor({ state: 'hidden' });
    await views.getByText('Kept ones').waitFor();

    // The log has its own, and none of what it does not filter.
    await page.goto('/log?eventType=order_created_v1&event=1');
    await save('New orders');
    await views.click();
    await until(async () => (await menu.getByRole('link').allTextContents()).join() === 'New orders');
    await page.keyboard.press('Escape');
    await page.goto('/views');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search, jump and act' }).fill('new ord');
    await page.getByRole('option', { name: 'New orders Saved view of Log' }).click();
    await page.waitForURL(`${stage.url}/log?eventType=order_created_v1`);

    await page.goto('/campaigns');
    await page.getByText('Live', { exact: true }).waitFor();
    await views.click();
    await menu.getByText('Filter or sort the list').waitFor();
    await menu.getByRole('link', { name: 'Kept ones' }).click();
    await page.waitForURL(`${stage.url}/campaigns?q=kept&sort=name`);
    await page.getByRole('link', { name: 'Kept sale', exact: true }).waitFor();
    await views.click();
    await menu.getByRole('button', { name: 'Remove the view Kept ones' }).click();
    await until(async () => (await menu.getByRole('link').count()) === 0);
    const { instance } = await stage.kronika.query<{ instance: string }>('/v1/about');
    const stored = await page.evaluate<string>(`localStorage.getItem('kronika.views.${instance}')`);
    expect(JSON.parse(stored)).toEqual([{ path: '/log', name: 'New orders', query: { eventType: 'order_created_v1' } }]);

    // Whatever is stored, the page opens; and there is an end to them.
    const many = Array.from({ length: 50 }, (_, n) => ({ path: '/log', name: `View ${n}`, query: { entityId: `order-${n}` } }));
    await page.evaluate(`localStorage.setItem('kronika.views.${instance}', '{"not":"a list"}')`);
    await page.goto('/orders?sort=total');
    await save('Small ones');
    await menu.waitFor({ state: 'hidden' });
    await page.evaluate(`localStorage.setItem('kronika.views.${instance}', ${JSON.stringify(JSON.stringify(many))})`);
    await page.reload();
    await page.getByText('Live', { exact: true }).waitFor();
    await save('One more');
    await menu.getByText('There are 50 saved views already').waitFor();
    await page.context().close();
  });

  it('takes the next key for the page at once when the palette closes, before the browser has drawn that', async () => {
    const page = await stage.page('/views');
    await page.getByText('Live', { exact: true }).waitFor();
    const field = page.getByRole('combobox', { name: 'Search, jump and act' });
    const open = async (text: string) => {
      await page.keyboard.press('Control+k');
      await field.fill(text);
    };
    /** All in one task, so that nothing is drawn and no event of the dialog comes between. */
    const press = (...keys: string[]) =>
      page.evaluate(`for (const key of ${JSON.stringify(keys)}) {
        const init = { key: key.replace('Ctrl+', ''), ctrlKey: key.startsWith('Ctrl+'), bubbles: true, cancelable: true };
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', init));
      }`);
    await open('theme');
    await page.getByRole('option', { name: 'Light theme' }).waitFor();
    await press('Enter', 'Enter', 'g', 'c');
    await page.waitForURL(`${stage.url}/campaigns`);
    // A second time, Enter would have chosen the next one of them.
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');
    await open('#7');
    await page.getByRole('option', { name: 'Order 7' }).waitFor();
    await press('Enter', 'Ctrl+k');
    await page.waitForURL(`${stage.url}/orders/7`);
    // The palette that was opened meanwhile stays open.
    await until(async () => (await field.count()) === 1 && (await field.inputValue()) === '');
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))');
    expect(await field.isVisible()).toBe(true);
    await page.context().close();
  });
});
