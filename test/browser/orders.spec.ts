import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, Stage, settled } from './browser.js';

const row = (page: Page, id: number): Locator => page.locator('.body [role=row]').filter({ hasText: `#${id}` });

const goodsRow = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name });

interface Shown {
  user_id: number;
  goods_count: number;
  total: number;
  goods: { id: number; sku: string; quantity: number; unit_price: number }[];
}

describe.skipIf(!hasChromium)('orders in Chromium', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage?.close());
  afterEach(() => {
    stage.fault = undefined;
    stage.commands.length = 0;
  });

  const done = async (method: string, url: string, body?: object) => {
    const outcome = await stage.kronika.command(method, url, body);
    expect(outcome.status, `${method} ${url}`).toBeLessThan(300);
    return outcome;
  };
  const givenOrder = async (
    userId: number,
    currency: string,
    ...goods: { quantity?: number; unitPrice?: number; sku?: string }[]
  ) => {
    const order = await done('POST', '/v1/order', { userId, currency });
    const id = Number(order.id);
    let { position } = order;
    for (const each of goods) ({ position } = await done('POST', '/v1/goods', { orderId: id, ...each }));
    await stage.kronika.query('/v1/order-history?limit=1', position);
    return id;
  };
  const orderOf = (id: number) => stage.kronika.query<Shown>(`/v1/order-history/${id}`);

  it.each([
    ['each answer comes', undefined],
    ['the first answers are lost', 'drop the answer'],
  ] as const)('creates an order, adds goods at once and changes them, if %s', async (_, fault) => {
    const page = await stage.page('/orders');
    let left = 2;
    stage.fault = ({ method }) => (method === 'POST' && left-- > 0 ? fault : undefined);
    await page.getByRole('button', { name: 'New order' }).first().click();
    await page.getByLabel('User', { exact: true }).last().fill('42');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    for (const [name, sku, quantity, price] of [
      ['Red mug', 'MUG-RED', '2', '12.50'],
      ['Tea', 'TEA', '1', '3'],
    ] as const) {
      await page.getByRole('button', { name: 'Add goods' }).click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.getByLabel('SKU').fill(sku);
      await page.getByLabel('Pieces').fill(quantity);
      await page.getByLabel('Price of one, EUR').fill(price);
      await page.keyboard.press('Enter');
      await goodsRow(page, name).waitFor();
    }
    await page.getByRole('button', { name: 'Change “Tea”' }).click();
    await page.getByLabel('Pieces').fill('3');
    await page.keyboard.press('Enter');
    // 2 × 12.50 + 3 × 3.00, at once.
    await page.locator('.facts').getByText('€34.00').waitFor();
    await page.getByRole('heading', { name: /^Order #/ }).waitFor();
    await settled(page);
    const id = Number(page.url().split('/').at(-1));
    expect(await orderOf(id)).toMatchObject({ user_id: 42, goods_count: 2, total: 3400 });
    expect(await page.locator('tbody tr').count()).toBe(2);
    await page.getByText('Order created for user 42, in EUR').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('saves a form that was opened before the server gave the ids', async () => {
    let isHeld = true;
    stage.fault = ({ method }) => (method === 'POST' && isHeld ? 'answer 503' : undefined);
    const page = await stage.page('/orders');
    await page.getByRole('button', { name: 'New order' }).first().click();
    await page.getByLabel('User', { exact: true }).last().fill('43');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('button', { name: 'Add goods' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Kettle');
    await page.getByLabel('Price of one, EUR').fill('20');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Change “Kettle”' }).click();
    await page.getByLabel('Pieces').fill('4');
    isHeld = false;
    await page.getByRole('heading', { name: /^Order #/, includeHidden: true }).waitFor();
    await until(async () => (await page.getByText(/^sav/).count()) === 0);
    await page.keyboard.press('Enter');
    await page.locator('.facts').getByText('€80.00').waitFor();
    await settled(page);
    expect(await orderOf(Number(page.url().split('/').at(-1)))).toMatchObject({ goods_count: 1, units: 4, total: 8000 });
    expect(await page.getByText('not saved').count()).toBe(0);
    await page.context().close();
  });

  it('changes the user, moves goods to another order and deletes, and takes a change back', async () => {
    const from = await givenOrder(7, 'EUR', { sku: 'LAMP', unitPrice: 1000 }, { sku: 'CHAIR', unitPrice: 5000 });
    const to = await givenOrder(8, 'EUR');
    const page = await stage.page(`/orders/${from}`);
    await page.getByRole('button', { name: 'Change the user' }).click();
    await page.getByLabel('User', { exact: true }).fill('9');
    await page.keyboard.press('Enter');
    await page.locator('.facts').getByText('9', { exact: true }).waitFor();
    await until(async () => (await orderOf(from)).user_id === 9);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await orderOf(from)).user_id === 7);
    await page.getByRole('button', { name: 'Move LAMP' }).click();
    await page.getByLabel('To the order with the number').fill(String(to));
    await page.keyboard.press('Enter');
    await page.locator('.facts').getByText('€50.00').waitFor();
    await until(async () => (await goodsRow(page, 'LAMP').count()) === 0);
    expect(await orderOf(to)).toMatchObject({ goods_count: 1, total: 1000 });
    await page.getByRole('button', { name: 'Delete CHAIR' }).click();
    await page.locator('.facts').getByText('€0.00').waitFor();
    await until(async () => (await orderOf(from)).goods_count === 0);
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
    await until(
      async () => (await stage.kronika.query<{ code?: string }>(`/v1/order-history/${from}`)).code === 'order.not-found',
    );
    await page.context().close();
  });

  it('says why goods were not moved, and keeps that while the user is elsewhere', async () => {
    const from = await givenOrder(7, 'EUR', { sku: 'VASE', unitPrice: 700 });
    const to = await givenOrder(7, 'CZK');
    const page = await stage.page(`/orders/${from}`);
    stage.fault = ({ method }) => (method === 'PUT' ? 'delay the answer' : undefined);
    await page.getByRole('button', { name: 'Move VASE' }).click();
    await page.getByLabel('To the order with the number').fill(String(to));
    await page.keyboard.press('Enter');
    await goodsRow(page, 'VASE')
      .getByText(/^moved to/)
      .waitFor();
    await page.getByRole('link', { name: 'Portfolios' }).click();
    await page.getByText(`Not saved: Move VASE to order #${to}`).waitFor();
    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('link', { name: 'Show' }).click();
    await goodsRow(page, 'VASE')
      .getByText(/^not saved/)
      .waitFor();
    expect(
      await goodsRow(page, 'VASE')
        .getByText(/^moved to/)
        .count(),
    ).toBe(0);
    await page.context().close();
  });

  it('filters and sorts by the address, with the sums and the CSV of what is shown', async () => {
    const small = await givenOrder(501, 'EUR', { sku: 'PEN', unitPrice: 100 });
    const large = await givenOrder(501, 'EUR', { sku: 'PEN', unitPrice: 90_000 }, { sku: 'INK', unitPrice: 10_000 });
    const other = await givenOrder(502, 'CZK', { sku: 'PEN', unitPrice: 100 });
    const page = await stage.page('/orders?user_id=501&sort=-total');
    await row(page, small).waitFor();
    const links = async () => (await page.locator('.body [role=row] .link').allTextContents()).map((text) => text.trim());
    expect(await links()).toEqual([`#${large}`, `#${small}`]);
    await page.locator('.totals').getByText('€1,001.00').waitFor();
    await page.locator('.totals').getByText('2 orders').waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByLabel('Total from').fill('500');
    await page.keyboard.press('Enter');
    await until(async () => (await links()).length === 1);
    expect(new URL(page.url()).searchParams.get('min_total')).toBe('50000');
    expect(await links()).toEqual([`#${large}`]);
    const csv = (await page.evaluate("fetch(document.querySelector('a[download]').href).then((r) => r.text())")) as string;
    expect(csv.trim().split('\n')).toHaveLength(2);
    expect(csv).toContain(`\n${large},501,EUR`);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('With SKU').fill('pen');
    await page.keyboard.press('Enter');
    await until(async () => (await links()).length === 3);
    await page.getByLabel('Currency').selectOption('CZK');
    await until(async () => (await links()).join() === `#${other}`);
    await page.reload();
    await until(async () => (await links()).join() === `#${other}`);
    // The chart's numbers for screen readers.
    expect(await page.getByRole('table', { name: 'Orders a day' }).getByRole('row').last().innerText()).toMatch(/\t1$/);
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('keeps a row that matches no more in its place until a refresh, and puts a new one on top', async () => {
    const first = await givenOrder(601, 'EUR');
    const second = await givenOrder(601, 'EUR');
    const page = await stage.page('/orders?user_id=601&sort=id');
    await row(page, second).waitFor();
    await done('PUT', `/v1/order/${first}`, { userId: 602 });
    await row(page, first).getByText('matches no more').waitFor();
    const third = await givenOrder(601, 'EUR');
    await row(page, third).waitFor();
    const links = async () => (await page.locator('.body [role=row] .link').allTextContents()).map((text) => text.trim());
    expect(await links()).toEqual([`#${third}`, `#${first}`, `#${second}`]);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await until(async () => (await links()).join() === `#${second},#${third}`);
    await page.context().close();
  });

  it('says on both pages that an order was deleted meanwhile, without a complaint', async () => {
    const id = await givenOrder(701, 'EUR', { sku: 'CUP' });
    await givenOrder(701, 'EUR');
    const context = await stage.context();
    const list = await stage.page('/orders?user_id=701', context);
    await row(list, id).waitFor();
    await list.getByText('Live', { exact: true }).waitFor();
    const before = stage.complaints.length;
    await done('DELETE', `/v1/order/${id}`);
    await row(list, id).getByText('deleted').waitFor();
    await list.locator('.totals').getByText('1 order').waitFor();
    expect(stage.complaints.slice(before)).toEqual([]);
    await list.goto(`/orders/${id}`);
    await list.getByRole('heading', { name: `There is no order ${id}.` }).waitFor();
    await context.close();
  });

  it('keeps showing a change that the history failed on, and says that it is in quarantine, on both pages', async () => {
    const id = await givenOrder(901, 'EUR', { sku: 'BOWL', unitPrice: 500 });
    const goodsId = (await orderOf(id)).goods[0]?.id ?? 0;
    const context = await stage.context();
    const [list, page] = [await stage.page('/orders?user_id=901', context), await stage.page(`/orders/${id}`, context)];
    await row(list, id).waitFor();
    let cure = await stage.poison('known_orders', id);
    await page.getByRole('button', { name: 'Change the user' }).click();
    await page.getByLabel('User', { exact: true }).fill('902');
    await page.keyboard.press('Enter');
    await page.locator('.page-head').getByText('in quarantine').waitFor({ timeout: 25_000 });
    await row(list, id).getByText('in quarantine').waitFor();
    // Others go on, past the position of this one.
    await row(list, await givenOrder(901, 'EUR')).waitFor();
    await row(list, id).getByText('saved', { exact: true }).waitFor();
    expect(await row(list, id).locator('.user').textContent()).toBe('902');
    expect(await page.locator('.facts').getByText('902', { exact: true }).count()).toBe(1);
    await cure();
    await until(async () => (await row(list, id).getByText('in quarantine').count()) === 0);
    await until(async () => (await orderOf(id)).user_id === 902);

    // Goods have streams of their own, which their order is not as it should be without.
    cure = await stage.poison('order_goods', goodsId);
    await page.getByRole('button', { name: 'Change BOWL' }).click();
    await page.getByLabel('Pieces').fill('3');
    await page.keyboard.press('Enter');
    await goodsRow(page, 'BOWL').getByText('in quarantine').waitFor({ timeout: 25_000 });
    await row(list, id).getByText('in quarantine').waitFor();
    await page.locator('.facts').getByText('€15.00').waitFor();
    await cure();
    await until(async () => (await orderOf(id)).total === 1500);
    for (const each of [page, list]) await until(async () => (await each.getByText('in quarantine').count()) === 0);
    await context.close();
  }, 90_000);

  it('shows a total beyond 2^53 to the last cent', async () => {
    const goods = Array.from({ length: 930 }, () => ({ quantity: 100_000, unitPrice: 99_999_999 }));
    const order = await done('POST', '/v1/order', { userId: 777, currency: 'EUR' });
    const id = Number(order.id);
    let position = 0;
    for (let n = 0; n < goods.length; n += 30)
      position = Math.max(
        ...(await Promise.all(
          goods.slice(n, n + 30).map(async (each) => (await done('POST', '/v1/goods', { orderId: id, ...each })).position),
        )),
      );
    ({ position } = await done('POST', '/v1/goods', { orderId: id, unitPrice: 1 }));
    await stage.kronika.query('/v1/order-history?limit=1', position);
    // 930 × 100,000 × 999,999.99 + 0.01
    const total = '€92,999,999,070,000.01';
    const page = await stage.page('/orders?user_id=777');
    await row(page, id).getByText(total).waitFor();
    await page.locator('.totals').getByText(total).waitFor();
    await row(page, id)
      .getByRole('link', { name: `#${id}` })
      .click();
    await page.locator('.facts').getByText(total).waitFor();
    await page.context().close();
  }, 60_000);

  it('opens at each address without a complaint, at each width', async () => {
    const id = await givenOrder(801, 'JPY', { sku: 'FAN', unitPrice: 100, quantity: 3 });
    const before = stage.complaints.length;
    for (const width of [1200, 380]) {
      const context = await stage.context({ viewport: { width, height: 760 }, colorScheme: width === 380 ? 'dark' : 'light' });
      for (const [path, text] of [
        ['/orders?created_from=2020-01-01&min_goods=1&max_total=500&currency=JPY', `#${id}`],
        [`/orders/${id}`, `Order #${id}`],
      ] as const) {
        const page = await stage.page(path, context);
        await page.getByText(text, { exact: true }).first().waitFor();
        await page.reload();
        await page.getByText(text, { exact: true }).first().waitFor();
        await page.getByText('Live', { exact: true }).waitFor();
        expect(await faultsOf(page), path).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
        await page.close();
      }
      await context.close();
    }
    expect(stage.complaints.slice(before)).toEqual([]);
  }, 60_000);
});
