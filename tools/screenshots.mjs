/**
 * Renews the pictures of `docs/images/` from a Kronika that runs with demo data:
 *
 *     npm run demo && npm start
 *     node tools/screenshots.mjs [address]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:3000'] = process.argv.slice(2);
const FOLDER = join(import.meta.dirname, '../docs/images');
const MAX_BYTES = 60_000;
const WIDE = { width: 1200, height: 720 };
const PHONE = { width: 380, height: 720 };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** @param prepare brings the page to what the picture shows; the page is at `path` before */
async function picture(name, { path, colorScheme = 'light', viewport = WIDE }, prepare = async () => {}) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', timezoneId: 'Europe/Prague', colorScheme, viewport });
  const page = await context.newPage();
  await page.goto(path);
  await page.getByText('Live', { exact: true }).waitFor();
  await prepare(page);
  await page.waitForTimeout(600);
  const session = await context.newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 72 });
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > MAX_BYTES) throw new Error(`${name} has ${bytes.length} bytes, more than ${MAX_BYTES}.`);
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${name}.webp`), bytes);
  console.log(`${name}: ${Math.round(bytes.length / 1000)} kB`);
  await context.close();
}

const answer = await fetch(`${url}/v1/campaigns?runnable=true&sort=name&limit=1`);
const [campaign] = (await answer.json()).data;
if (!campaign) throw new Error('There are no campaigns: run `npm run demo` first.');

await picture('admin-campaigns', { path: '/campaigns' });
await picture('admin-bulk', { path: '/campaigns?runnable=true' }, async (page) => {
  await page.getByLabel('Select all').check();
  await page.getByRole('button', { name: 'Set price' }).click();
  await page.getByRole('textbox', { name: 'Price of 1,000 views' }).fill('12.50');
});
await picture('admin-versions', { path: `/campaigns/${campaign.id}?version=${Math.ceil(campaign.version / 2)}` });
await picture('admin-phone', { path: '/campaigns', viewport: PHONE });
await picture('admin-conflict', { path: '/campaigns?runnable=true&sort=name' }, async (page) => {
  // Another person is quicker by the time when this change arrives.
  await page.route(
    '**/name',
    async (route) => {
      const { status } = await fetch(`${url}/v1/campaigns/${campaign.id}/name`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name: 'Winter sale' }),
      });
      if (status >= 300) throw new Error(`The other person was refused: ${status}.`);
      await route.continue();
    },
    { times: 1 },
  );
  // The button is there while the pointer is over its row.
  await page.getByRole('link', { name: campaign.name, exact: true }).hover();
  await page.getByRole('button', { name: `Rename ${campaign.name}`, exact: true }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Summer sale');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Close message' }).last().click();
});
await browser.close();
