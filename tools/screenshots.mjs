/**
 * Renews the pictures of `docs/images/` from a Kronika that runs with demo data. The animation needs Debian's `ffmpeg`.
 *
 *     npm run demo && npm start
 *     node tools/screenshots.mjs [address]
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:3000'] = process.argv.slice(2);
const FOLDER = join(import.meta.dirname, '../docs/images');
const MAX_BYTES = 60_000;
const MAX_ANIMATION_BYTES = 800_000;
const FRAMES_PER_SECOND = 8;
const WIDE = { width: 1200, height: 720 };
const PHONE = { width: 380, height: 720 };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

async function open({ path, colorScheme = 'light', viewport = WIDE }) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', timezoneId: 'Europe/Prague', colorScheme, viewport });
  const page = await context.newPage();
  await page.goto(path);
  await page.getByText('Live', { exact: true }).waitFor();
  return { context, page };
}

/** @param prepare brings the page to what the picture shows; the page is at `path` before */
async function picture(name, place, prepare = async () => {}) {
  const { context, page } = await open(place);
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

/** @param act what the animation shows; the page is at `path` before */
async function animation(name, place, act) {
  const { context, page } = await open(place);
  const session = await context.newCDPSession(page);
  const frames = await mkdtemp(join(tmpdir(), 'frames-'));
  const start = performance.now();
  let isOver = false;
  let count = 0;
  const film = async () => {
    while (!isOver) {
      const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
      // A frame that took long stands for all that it took the place of.
      const due = Math.floor(((performance.now() - start) * FRAMES_PER_SECOND) / 1_000);
      for (; count <= due; count++) await writeFile(join(frames, `${count}.png`), Buffer.from(data, 'base64'));
      await wait(start + (count * 1_000) / FRAMES_PER_SECOND - performance.now());
    }
  };
  await Promise.all([
    film(),
    act(page).finally(() => {
      isOver = true;
    }),
  ]);
  const filter = 'scale=760:-1:flags=lanczos,split[a][b];[a]palettegen=max_colors=64[p];[b][p]paletteuse=dither=none';
  const file = join(FOLDER, `${name}.gif`);
  const input = ['-framerate', `${FRAMES_PER_SECOND}`, '-i', join(frames, '%d.png')];
  execFileSync('ffmpeg', ['-y', '-loglevel', 'error', ...input, '-vf', filter, file]);
  await rm(frames, { recursive: true });
  const { size } = await stat(file);
  if (size > MAX_ANIMATION_BYTES) throw new Error(`${name} has ${size} bytes, more than ${MAX_ANIMATION_BYTES}.`);
  console.log(`${name}: ${Math.round(size / 1000)} kB`);
  await context.close();
}

async function send(method, path, body) {
  const headers = { 'Content-Type': 'application/json' };
  const { status } = await fetch(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (status >= 300) throw new Error(`${method} ${path} was refused: ${status}.`);
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
await picture('admin-try', { path: `/try?section=${campaign.placements[0]}` }, async (page) => {
  await page.getByRole('button', { name: 'Play an ad' }).click();
  await page.waitForTimeout(2_000);
});
await picture('admin-phone', { path: '/campaigns', viewport: PHONE });
await picture('admin-conflict', { path: '/campaigns?runnable=true&sort=name' }, async (page) => {
  // Another person is quicker by the time when this change arrives.
  await page.route(
    '**/name',
    async (route) => {
      await send('PUT', `/v1/campaigns/${campaign.id}/name`, { name: 'Winter sale' });
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
});

const late = randomUUID();
await send('POST', '/v1/campaigns', { id: late, name: 'Almost spring', userId: 7 });
await animation('admin-late-failure', { path: '/campaigns?q=almost', viewport: { width: 950, height: 420 } }, async (page) => {
  // Another person deletes it, three seconds before this change arrives.
  await page.route('**/name', async (route) => {
    await wait(3_000);
    await send('DELETE', `/v1/campaigns/${late}`);
    await route.continue();
  });
  await page.getByRole('link', { name: 'Almost spring', exact: true }).hover();
  await wait(600);
  await page.getByRole('button', { name: 'Rename Almost spring', exact: true }).click();
  const field = page.getByRole('textbox', { name: 'Name' });
  await field.fill('');
  await field.pressSequentially('Spring sale', { delay: 90 });
  await page.keyboard.press('Enter');
  await wait(900);
  await page.getByRole('link', { name: 'Orders', exact: true }).first().click();
  await page.getByRole('button', { name: 'Details' }).click();
  await wait(3_000);
});
await browser.close();
