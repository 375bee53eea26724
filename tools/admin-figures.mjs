/**
 * Measures the admin in Chromium, as its users see it, and prints a table for `docs/admin.md`. Kronika has to run with
 * demo data:
 *
 *     npm run demo && npm start
 *     node tools/admin-figures.mjs [address]
 *
 * With `CAUSES=1`, it also says which elements moved.
 */
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:3000'] = process.argv.slice(2);
const ROUNDS = 5;
const WIDTHS = [1200, 380];
/** Each page with what the first row of it is. */
const PAGES = {
  '/': '.attention li, .events li, main table tr',
  '/campaigns': '.body [role=row]',
  '/portfolios': '.publisher',
  '/orders': '.body [role=row]',
  '/log': '.body [role=row]',
  '/views': 'tbody tr',
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** In the page, before its own scripts: when the first row was drawn, and what moved by itself. */
const WATCH = (selector) => `
  window.figures = { rows: undefined, shift: 0, shifts: [] };
  const look = () => {
    if (document.querySelector(${JSON.stringify(selector)})) requestAnimationFrame((now) => { figures.rows = now; });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      figures.shift += value;
      figures.shifts.push(value.toFixed(4) + ' ' + sources.map(({ node }) => node?.className || node?.nodeName).join(', '));
    }
  }).observe({ type: 'layout-shift', buffered: true });
`;

/** A page of a browser that has nothing in its cache. */
async function open(path, width = WIDTHS[0]) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', viewport: { width, height: 760 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH(PAGES[path]));
  await page.goto(path);
  await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
  await page.waitForFunction(() => globalThis.figures.rows !== undefined);
  return page;
}

const figures = (page) => page.evaluate('figures');

/** The first rows in ms of each round, and by width the largest layout shift, of each page. */
async function measurePages() {
  const found = [];
  for (const path of Object.keys(PAGES)) {
    const rows = [];
    const shifts = WIDTHS.map(() => 0);
    for (let round = 0; round < ROUNDS; round++)
      for (const [n, width] of WIDTHS.entries()) {
        const page = await open(path, width);
        // Fonts, totals and charts come after the first rows.
        await page.waitForLoadState('networkidle').catch(() => undefined);
        await page.waitForTimeout(1_000);
        const { rows: first, shift, shifts: causes } = await figures(page);
        rows.push(first);
        shifts[n] = Math.max(shifts[n], shift);
        if (process.env.CAUSES && shift > 0.005) console.error(path, width, causes);
        await page.context().close();
      }
    found.push({ path, rows: rows.sort((a, b) => a - b), shifts });
  }
  return found;
}

/** How many frames are drawn from a click until the change is in the row. */
async function measureChange() {
  const page = await open('/campaigns');
  const counts = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.evaluate(`{
      const row = document.querySelector('.body [role=row]');
      const button = row.querySelector('.actions button');
      button.addEventListener('click', () => {
        const before = button.getAttribute('aria-label');
        let count = 0;
        const look = () => {
          count++;
          if (row.querySelector('.actions button').getAttribute('aria-label') !== before) window.shownAfter = count;
          else next();
        };
        // After all that is done for a frame, other callbacks too.
        const next = () => requestAnimationFrame(() => setTimeout(look));
        window.shownAfter = undefined;
        next();
      }, { once: true, capture: true });
    }`);
    await page.locator('.body [role=row]').first().locator('.actions button').first().click();
    await page.waitForFunction(() => globalThis.shownAfter !== undefined);
    counts.push(await page.evaluate('window.shownAfter'));
    await page.getByText(/^sav/).waitFor({ state: 'detached' });
  }
  await page.context().close();
  return Math.max(...counts);
}

const pages = await measurePages();
const frames = await measureChange();
await browser.close();

const seconds = (ms) => (ms / 1_000).toFixed(2);
console.log('| what | must | measured |\n|---|---|---|');
for (const { path, rows, shifts } of pages) {
  const shift = `layout shift at ${WIDTHS.join(' and ')} px`;
  const found = `${seconds(rows[rows.length >> 1])} s, at most ${seconds(rows.at(-1))} s; ${shifts.map((each) => each.toFixed(3)).join(' and ')}`;
  console.log(`| first rows of \`${path}\`, cold cache; ${shift} | < 1.5 s; < 0.02 | ${found} |`);
}
console.log(`| change shown | next frame | frame ${frames} after the click |`);
