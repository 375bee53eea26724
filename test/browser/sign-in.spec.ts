import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/root.js';
import { until } from '../support/until.js';
import { hasChromium, Stage } from './browser.js';

const ID = '019c1354-6d40-7c1a-8e2b-000000000001';

describe.skipIf(!hasChromium)('a sign-in in Chromium', () => {
  let stage: Stage;
  let key: string;
  let authorized: { Authorization: string };
  beforeAll(async () => {
    stage = await Stage.open({ AUTH: 'keys' });
    const { PATH, HOME } = process.env;
    const environment = { env: { PATH, HOME, DATABASE_URL: stage.database.url } };
    const command = [join(ROOT, 'dist/src/cli/keys.js'), 'create', '--name', 'ada', '--role', 'admin'];
    key = (await promisify(execFile)(process.execPath, command, environment)).stdout.trim();
    authorized = { Authorization: `Bearer ${key}` };
    await stage.kronika.command('POST', '/v1/campaigns', { id: ID, name: 'Guarded', userId: 42 }, authorized);
  });
  afterAll(() => stage?.close());

  const eventsOf = async () => {
    const response = await fetch(`${stage.kronika.url}/v1/events?entityId=${ID}`, { headers: authorized });
    return ((await response.json()) as { data: { eventType: string }[] }).data.map(({ eventType }) => eventType);
  };

  /** Signs in on the page for that. */
  const signedIn = async (context: BrowserContext, path: string) => {
    const page = await stage.page('/sign-in', context);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Campaigns' }).waitFor();
    await page.goto(path);
    return page;
  };

  it('takes a key on its own page, refuses another one, and keeps the key from scripts', async () => {
    const context = await stage.context();
    const page = await stage.page('/sign-in', context);
    await page.getByLabel('API key').fill('kro_0123456789ab_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('That did not work.').waitFor();
    expect(await context.cookies()).toEqual([]);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
    await page.locator('header .who').getByText('key:').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Campaigns', exact: true }).click();
    await page.getByRole('link', { name: 'Guarded', exact: true }).waitFor();
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, path: '/' });
    expect(cookie?.sameSite).not.toBe('None');
    expect(cookie?.value).not.toContain(key);
    const stored = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])';
    expect(await page.evaluate(stored)).not.toContain('kro_');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key').waitFor();
    expect((await context.request.get('/v1/session')).status()).toBe(401);
    await context.close();
  });

  it('is asked for in place where nobody has signed in, and says that a key is wrong', async () => {
    const page = await stage.page(`/campaigns/${ID}`);
    await page.getByRole('heading', { name: 'Sign in to Kronika' }).waitFor();
    expect(await page.getByText('Guarded').count()).toBe(0);
    await page.getByLabel('API key').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('That key is not valid.').waitFor();
    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Guarded' }).waitFor();
    await until(async () => (await page.getByRole('dialog').count()) === 0);
    await page.context().close();
  });

  it('that ends amid changes stops them, and they go on after the next one', async () => {
    const context = await stage.context();
    const page = await signedIn(context, '/campaigns');
    await page.getByRole('link', { name: 'Guarded', exact: true }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    // On another machine.
    const elsewhere = await stage.context();
    const other = await signedIn(elsewhere, '/sign-in');
    await other.getByRole('button', { name: 'Sign out everywhere' }).click();
    await other.getByLabel('API key').waitFor();
    await elsewhere.close();

    stage.commands.length = 0;
    await page.getByRole('button', { name: 'Pause Guarded' }).click();
    await page.getByRole('heading', { name: 'Sign in to Kronika' }).waitFor();
    expect(await eventsOf()).not.toContain('CampaignPausedSet');
    // The change is kept, also through a reload.
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in to Kronika' }).waitFor();
    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Resume Guarded' }).waitFor();
    await until(async () => (await eventsOf()).includes('CampaignPausedSet'));
    await until(async () => (await page.getByText(/^sav|\d saving/).count()) === 0);
    expect((await eventsOf()).filter((type) => type === 'CampaignPausedSet')).toHaveLength(1);
    const keys = stage.commands.filter(({ line }) => line.startsWith('PUT')).map((each) => each.key);
    expect(new Set(keys).size).toBe(1);
    await context.close();
  });

  it('is of no use to pages of other origins', async () => {
    const context = await stage.context();
    const page = await signedIn(context, '/campaigns');
    await page.getByText('Live', { exact: true }).waitFor();
    const before = await eventsOf();
    // Of another port, which cookies do not tell from this one.
    const foreign = 'http://127.0.0.1:9/';
    await context.route(`${foreign}**`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Elsewhere' }),
    );
    const other = await stage.page(foreign, context);
    const command = `fetch('${stage.url}/v1/campaigns/${ID}', { method: 'DELETE', credentials: 'include', mode: 'no-cors' })`;
    const read = `fetch('${stage.url}/v1/campaigns', { credentials: 'include' })`;
    for (const script of [command, read])
      expect(await other.evaluate(`${script}.then(({ status }) => status, () => 'refused')`)).toBe('refused');
    for (const path of ['/sign-out', '/sign-out-everywhere', '/v1/campaigns/bulk']) {
      const submit = `document.body.innerHTML = '<form method="post" action="${stage.url}${path}"></form>'; document.forms[0].submit()`;
      const [answer] = await Promise.all([other.waitForNavigation(), other.evaluate(submit)]);
      expect(answer?.status(), path).toBe(403);
      await other.goto(foreign);
    }
    expect(await page.evaluate("fetch('/v1/session').then(({ status }) => status)")).toBe(200);
    expect(await eventsOf()).toEqual(before);
    await context.close();
  });
});
