import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { hasChromium, Stage, settled } from './browser.js';

const row = (page: Page, name: string) =>
  page.locator('.body [role=row]', { has: page.getByRole('link', { name, exact: true }) });

async function rename(page: Page, from: string, to: string): Promise<void> {
  // The button shows under the pointer, and a page that has lost its server moves its rows below a line that says so.
  await until(async () => {
    await row(page, from).hover();
    const pen = page.getByRole('button', { name: `Rename ${from}`, exact: true });
    return pen.click({ timeout: 1_000 }).then(
      () => true,
      () => false,
    );
  });
  await page.getByRole('textbox', { name: 'Name' }).fill(to);
  await page.keyboard.press('Enter');
}

/** Notes each name that the page's rows show, also those that are there for one frame. */
async function watchNames(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`{
    window.shownNames = [];
    const note = () => {
      const text = [...document.querySelectorAll('.body .link')].map((link) => link.textContent.trim()).join(' | ');
      // Nothing while the only row has a field in it.
      if (text && shownNames.at(-1) !== text) shownNames.push(text);
    };
    note();
    new MutationObserver(note).observe(document.querySelector('.body'), { childList: true, subtree: true, characterData: true });
  }`);
  return () => page.evaluate<string[]>('shownNames');
}

describe.skipIf(!hasChromium)("a browser's changes", () => {
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
  const countOf = async (id: string, eventType: string) => (await stage.eventsOf(id)).filter((type) => type === eventType).length;

  it('find the user with a failure that comes 3 s late on another page, and keep the others', async () => {
    const [late, first, second] = [await given('Late'), await given('Late first'), await given('Late second')];
    const page = await stage.page('/campaigns?q=late');
    await row(page, 'Late second').waitFor();
    // What it asks is refused by the time when it arrives.
    stage.fault = ({ method, url }) => (method === 'PUT' && url?.includes(late) ? 'delay the request' : undefined);
    await rename(page, 'Late', 'Late and refused');
    await until(() => stage.commands.length === 1);
    await stage.kronika.command('PUT', `/v1/campaigns/${late}/name`, { name: 'Late meanwhile' });
    await page.getByRole('button', { name: 'Pause Late first' }).click();
    await page.getByRole('button', { name: 'Pause Late second' }).click();
    await page.goto('about:blank');
    await page.goto(`/campaigns/${first}`);
    await page.getByText('Conflict: Rename “Late” to “Late and refused”').waitFor();
    await until(async () => (await countOf(first, 'CampaignPausedSet')) + (await countOf(second, 'CampaignPausedSet')) === 2);
    expect(await countOf(late, 'CampaignNameSet')).toBe(1);
    // The drawer keeps it, and leads back to the form as it was filled.
    await page.getByRole('button', { name: '1 not saved' }).click();
    await page.getByText('campaign name set: Late meanwhile').waitFor();
    await page.getByRole('link', { name: 'Show' }).click();
    await page.getByText('The form is as you filled it.').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Late and refused');
    await page.getByLabel('Name').fill('Late but said again');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Late but said again' }).waitFor();
    await until(async () => (await countOf(late, 'CampaignNameSet')) === 2);
    await until(async () => (await page.getByText('not saved').count()) === 0);
    await page.context().close();
  });

  it('go on in another tab if the one that sends is closed amid a request', async () => {
    const id = await given('Orphaned');
    const context = await stage.context();
    const owner = await stage.page('/campaigns?q=orphaned', context);
    await owner.getByText('Live', { exact: true }).waitFor();
    const other = await stage.page('/campaigns?q=orphaned', context);
    await row(other, 'Orphaned').waitFor();
    let requests = 0;
    stage.fault = ({ method }) => (method === 'PUT' && requests++ === 0 ? 'delay the answer' : undefined);
    await owner.getByRole('button', { name: 'Pause Orphaned' }).click();
    await until(() => requests === 1);
    // The other tab shows it too.
    await row(other, 'Orphaned').getByText('Paused').waitFor();
    await owner.close();
    await rename(other, 'Orphaned', 'Adopted');
    await settled(other);
    expect(await countOf(id, 'CampaignPausedSet')).toBe(1);
    expect(await countOf(id, 'CampaignNameSet')).toBe(1);
    const [paused, again] = stage.commands.filter(({ line }) => line.endsWith('/paused'));
    expect(again?.key).toBe(paused?.key);
    await context.close();
  });

  it('wait while the server is dead, and are sent once when it is back', async () => {
    const id = await given('Waiting');
    const page = await stage.page('/campaigns?q=waiting');
    await row(page, 'Waiting').waitFor();
    let isCut = true;
    stage.fault = ({ method }) => (method === 'PUT' && isCut ? 'drop the answer' : undefined);
    await page.getByRole('button', { name: 'Pause Waiting' }).click();
    await until(async () => (await countOf(id, 'CampaignPausedSet')) === 1);
    await stage.kronika.signal('SIGKILL');
    await rename(page, 'Waiting', 'Patient');
    await page.getByText('Reconnecting').waitFor();
    await row(page, 'Patient').getByText(/^sav/).waitFor();
    isCut = false;
    await stage.start();
    await page.getByText('Live', { exact: true }).waitFor();
    await settled(page);
    expect(await countOf(id, 'CampaignPausedSet')).toBe(1);
    expect(await countOf(id, 'CampaignNameSet')).toBe(1);
    expect(await page.getByText('not saved').count()).toBe(0);
    await page.context().close();
  });

  it.each(['ended', 'refused with 429'])('keeps its lists true though the live stream is %s', async (how) => {
    const name = `Stream ${how}`;
    const id = await given(name);
    const page = await stage.page(`/campaigns?q=${encodeURIComponent(name)}`);
    await row(page, name).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    let refused = 0;
    stage.fault = ({ url }) => {
      if (how === 'ended' || !url?.startsWith('/v1/events/stream')) return undefined;
      refused++;
      return 'answer 429';
    };
    stage.endStreams();
    await page.getByText('Reconnecting').waitFor();
    await stage.kronika.command('PUT', `/v1/campaigns/${id}/name`, { name: `${name} meanwhile` });
    await row(page, `${name} meanwhile`).waitFor();
    if (how !== 'ended') expect(refused).toBeGreaterThan(0);
    stage.fault = undefined;
    await page.getByText('Live', { exact: true }).waitFor();
    await page.context().close();
  });

  it('do not flicker while the names or the campaigns are held back', async () => {
    const id = await given('Steady');
    const page = await stage.page('/campaigns?q=steady');
    await row(page, 'Steady').waitFor();
    const names = await watchNames(page);
    for (const [view, from, to] of [
      ['names', 'Steady', 'Steady 2'],
      ['campaigns', 'Steady 2', 'Steady 3'],
    ] as const) {
      const held = await stage.connect();
      await held.query(`BEGIN; LOCK TABLE read.${view} IN EXCLUSIVE MODE`);
      // The list is asked for once, and waits for the position of the change.
      const asked = page.waitForRequest(
        (request) => request.url().includes('/v1/campaigns?') && 'wait-for-position' in request.headers(),
      );
      await rename(page, from, to);
      await asked;
      await until(async () => (await countOf(id, 'CampaignNameSet')) === (view === 'names' ? 1 : 2));
      if (view === 'names') await settled(page);
      else await row(page, to).getByText('saved, list catching up').waitFor();
      await held.query('COMMIT');
      await held.end();
      await settled(page);
    }
    expect(await names()).toEqual(['Steady', 'Steady 2', 'Steady 3']);
    await page.context().close();
  });

  it('stay shown though the list fails on them, and say that it is in quarantine', async () => {
    const id = await given('Poisoned');
    const cure = await stage.poison('campaigns', id);
    const page = await stage.page('/campaigns?q=poisoned');
    await row(page, 'Poisoned').waitFor();
    const names = await watchNames(page);
    await rename(page, 'Poisoned', 'Poisoned 2');
    await row(page, 'Poisoned 2').getByText('in quarantine').waitFor({ timeout: 25_000 });
    // The list goes on with others, past the position of this one.
    const other = await given('Poisoned, not');
    await row(page, 'Poisoned, not').waitFor();
    await row(page, 'Poisoned 2').getByText('saved', { exact: true }).waitFor();
    await cure();
    await until(async () => (await row(page, 'Poisoned 2').getByText('in quarantine').count()) === 0);
    await settled(page);
    expect(await names()).toEqual([
      'Poisoned',
      'Poisoned 2',
      expect.stringMatching(/Poisoned, not.*Poisoned 2|Poisoned 2.*Poisoned, not/),
    ]);
    expect(await countOf(other, 'CampaignCreated')).toBe(1);
    await page.context().close();
  }, 90_000);

  it('are for the log that they were made for: another one gets none of them', async () => {
    const id = await given('Of this log');
    const page = await stage.page('/campaigns?q=of+this');
    await row(page, 'Of this log').waitFor();
    await stage.kronika.signal('SIGKILL');
    await page.getByRole('button', { name: 'Pause Of this log' }).click();
    await page.getByRole('button', { name: 'New campaign' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Of this log as well');
    await page.getByLabel('User', { exact: true }).last().fill('42');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('2 saving').waitFor();
    await stage.replaceLog();
    stage.commands.length = 0;
    await stage.start();
    await page.getByRole('button', { name: '2 not saved' }).click();
    await page.getByText('The server has another log now').waitFor();
    await page.getByText('2 changes were meant for the log before').waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Everything is saved.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('No campaign matches').waitFor();
    // Other changes are for the new log.
    await given('Of the new log');
    await page.goto('/campaigns');
    await page.getByRole('button', { name: 'Pause Of the new log' }).click();
    await until(() => stage.commands.length > 0);
    await settled(page);
    expect(stage.commands.map(({ line }) => line)).toEqual([expect.stringMatching(/^PUT .*paused$/)]);
    expect(await stage.eventsOf(id)).toEqual([]);
    await page.context().close();
  }, 60_000);
});
