import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, Stage } from './browser.js';

const reader = (page: Page, name: string) => page.locator(`tr[id="${name}"]`);
const lag = async (page: Page, name: string) => Number(await reader(page, name).locator('td.number').first().textContent());

describe.skipIf(!hasChromium)('views, quarantine and timers in Chromium', () => {
  let stage: Stage;
  let client: pg.Client;
  beforeAll(async () => {
    stage = await Stage.open();
    client = new pg.Client(stage.database.url);
    // Dropping the database at the end breaks its connections.
    client.on('error', () => undefined);
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await stage?.close();
  });

  it('shows a lag that grows and is gone, while it happens', async () => {
    const page = await stage.page('/views');
    await reader(page, 'order-history').getByText('Up to date').waitFor();
    // The view can't write.
    await client.query('BEGIN; LOCK TABLE read.order_history IN ACCESS EXCLUSIVE MODE');
    for (let n = 0; n < 30; n++) await stage.kronika.command('POST', '/v1/order', { userId: 42 });
    await until(async () => (await lag(page, 'order-history')) >= 30);
    await reader(page, 'order-history')
      .getByText(/Catching up|Needs attention/)
      .waitFor();
    await reader(page, 'order-history').getByText('growing').waitFor();
    await until(async () => (await lag(page, 'campaigns')) === 0);
    await client.query('COMMIT');
    await until(async () => (await lag(page, 'order-history')) === 0);
    const drawn = reader(page, 'order-history').getByRole('img', { name: /^Lag in the last two minutes: now 0, most \d{2,}$/ });
    await drawn.waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('calls a reader stalled once it has not moved for 30 s, and late on the home page', async () => {
    const context = await stage.context();
    await context.clock.install();
    const page = await stage.page('/views', context);
    await reader(page, 'order-history').getByText('Up to date').waitFor();
    await client.query('BEGIN; LOCK TABLE read.order_history IN ACCESS EXCLUSIVE MODE');
    const { position } = await stage.kronika.command('POST', '/v1/order', { userId: 42 });
    await until(async () => (await lag(page, 'order-history')) === 1);
    const badge = reader(page, 'order-history').locator('.badge.bad');
    await page.clock.fastForward(15_000);
    expect(await badge.count()).toBe(0);
    await page.clock.fastForward(16_000);
    await badge.getByText(/^Stalled for 3\d s$/).waitFor();
    // The server's clock was not moved, so the event is made as old there.
    await stage.sql(`SET session_replication_role = replica;
      UPDATE log.events SET recorded_at = recorded_at - interval '31 s' WHERE position = ${position}`);
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByRole('link', { name: '1 reader of the log is late' }).click();
    await page.waitForURL('**/views');
    await client.query('COMMIT');
    await reader(page, 'order-history').getByText('Up to date').waitFor();
    await context.close();
  });

  it('rebuilds and rolls back a view, and verifies it with a report of what differs', async () => {
    await stage.kronika.query('/v1/order-history', (await stage.kronika.command('POST', '/v1/order', { userId: 7 })).position);
    await client.query('UPDATE read.order_history SET user_id = 666 WHERE user_id = 7');
    const page = await stage.page('/views');
    await page.getByRole('button', { name: 'Verify order-history' }).click();
    const operation = (kind: string) => page.locator('k-operations .item', { hasText: kind });
    await operation('Verification').getByText('1 row differs').waitFor();
    await operation('Verification').getByText('Report at position').click();
    const difference = operation('Verification').getByRole('row').last();
    expect(await difference.innerText()).toMatch(/666/);
    expect(await faultsOf(page)).toEqual([]);

    await until(async () => (await page.getByRole('button', { name: 'Roll back order-history' }).count()) === 0);
    await page.getByRole('button', { name: 'Rebuild order-history' }).click();
    await operation('Rebuild').getByText('done').waitFor();
    const { data } = await stage.kronika.query<{ data: { user_id: number }[] }>('/v1/order-history?user_id=7');
    expect(data).toHaveLength(1);
    await page.getByRole('button', { name: 'Roll back order-history' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await operation('Roll-back').getByText('done').waitFor();
    await page.context().close();
  });

  it('shows why a stream is in quarantine, tries it again, and skips its event for a reason', async () => {
    const stream = `order-${9_000_000}`;
    const event = { stream, version: 1, type: 'order_created_v1', data: { id: 'not a number' } };
    const metadata = { commandId: randomUUID(), actor: 'test', correlationId: randomUUID(), causationId: null };
    await client.query('SELECT log.append($1, $2)', [JSON.stringify([event]), metadata]);
    const page = await stage.page('/');
    await page.getByRole('link', { name: /stream is in quarantine/ }).click();
    await page.waitForURL('**/views#quarantine');
    const item = page.locator('k-quarantine .item', { hasText: stream });
    await item.getByText('order-history').waitFor();
    expect(await item.locator('.error').textContent()).not.toBe('');
    await item.getByText('Data of the event').click();
    expect(await item.locator('pre').textContent()).toContain('not a number');
    await reader(page, 'order-history').locator('.parked .badge').waitFor();
    await reader(page, 'order-history').locator('.parked a').click();
    await page.waitForURL('**/views?reader=order-history#quarantine');
    expect(await faultsOf(page)).toEqual([]);

    await item.getByRole('button', { name: 'Retry' }).click();
    await page.getByText(`${stream} is tried again.`).waitFor();
    await item.getByText('failed 2 times').waitFor();
    await item.getByRole('button', { name: 'Skip' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Skip the event' }).click();
    // A reason is required.
    expect(await dialog.count()).toBe(1);
    await dialog.getByLabel('Why it may be left out').fill('Not an order of ours');
    await dialog.getByRole('button', { name: 'Skip the event' }).click();
    await item.waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'State of streams' }).selectOption('Skipped');
    await item.getByText('skipped by anonymous: Not an order of ours').waitFor();
    await page.context().close();
  });

  it('cancels a timer', async () => {
    const id = await stage.givenCampaign('Timed', 501);
    const end = new Date(Date.now() + 86_400_000 * 3).toISOString();
    await stage.kronika.command('PUT', `/v1/campaigns/${id}/schedule`, { start: '2026-01-01', end });
    const page = await stage.page('/views#timers');
    const timer = page.locator('k-timers .item', { hasText: 'Timed' });
    await timer.getByText('in 3 days').waitFor();
    await timer.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the timer' }).click();
    await timer.waitFor({ state: 'detached' });
    const { data } = await stage.kronika.query<{ data: unknown[] }>('/v1/timers');
    expect(data).toEqual([]);
    await page.context().close();
    expect(stage.complaints).toEqual([]);
  });
});
