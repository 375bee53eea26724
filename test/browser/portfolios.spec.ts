import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { faultsOf } from './axe.js';
import { hasChromium, pressAtOnce, Stage, settled } from './browser.js';

const section = (page: Page, name: string): Locator => page.getByRole('treeitem').filter({ hasText: name });

describe.skipIf(!hasChromium)('portfolios in Chromium', () => {
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

  const uuid = () => `019c1354-7000-7c1a-8e2b-${String(++made).padStart(12, '0')}`;
  const done = async (method: string, url: string, body?: object): Promise<number> => {
    const { status, position } = await stage.kronika.command(method, url, body);
    expect(status, `${method} ${url}`).toBeLessThan(300);
    return position;
  };
  /** A website with the given sections at its top. */
  const givenWebsite = async (name: string, names: readonly string[]) => {
    const [publisher, website] = [uuid(), uuid()];
    await done('POST', '/v1/publishers', { id: publisher, name: `Publisher of ${name}` });
    let position = await done('POST', '/v1/portfolios', { id: website, name, publisherId: publisher });
    const sections: string[] = [];
    for (const each of names) {
      sections.push(uuid());
      position = await done('POST', `/v1/portfolios/${website}/sections`, { id: sections.at(-1), name: each });
    }
    await stage.kronika.query('/v1/portfolios', position);
    return { publisher, website, sections };
  };
  type Node = { name: string; nodes: Node[] };
  /** The tree on the server, as text: `News(World,Weather) Sport`. */
  const treeOf = async (website: string): Promise<string> => {
    const words = (nodes: Node[]): string[] =>
      nodes.map(({ name, nodes: below }) => (below.length ? `${name}(${words(below)})` : name));
    return words((await stage.kronika.query<{ nodes: Node[] }>(`/v1/portfolios/${website}`)).nodes).join(' ');
  };

  it('creates a publisher, its website and sections, by the keyboard', async () => {
    const page = await stage.page('/portfolios');
    await page.getByRole('button', { name: 'New publisher' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Mafra');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'New website of Mafra' }).click();
    await page.getByLabel('Name', { exact: true }).fill('idnes.cz');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add a section' }).click();
    for (const name of ['News', 'Sport', 'World']) {
      await page.getByLabel('Name of the new section at the top').fill(name);
      await page.keyboard.press('Enter');
      await section(page, name).waitFor();
    }
    await page.keyboard.press('Escape');
    // World: up, then into News.
    await page.getByRole('tree').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowRight');
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name' }).fill('The world');
    await page.keyboard.press('Enter');
    await section(page, 'The world').waitFor();
    expect(await section(page, 'The world').getAttribute('aria-level')).toBe('2');
    await settled(page);
    const website = new URL(page.url()).searchParams.get('website') as string;
    expect(await treeOf(website)).toBe('News(The world) Sport');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await section(page, 'World').waitFor();
    await settled(page);
    await until(async () => (await treeOf(website)) === 'News(World) Sport');
    expect(await faultsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('says how many campaigns a section takes with it, and removes it with all below', async () => {
    const { website, sections } = await givenWebsite('Removing', ['News', 'Sport']);
    const below = uuid();
    await done('POST', `/v1/portfolios/${website}/sections`, { id: below, name: 'Weather', parentId: sections[0] });
    const campaign = await stage.givenCampaign('Placed below', 901);
    const position = await done('PUT', `/v1/campaigns/${campaign}/placements`, { sections: [below] });
    await stage.kronika.query(`/v1/campaigns?limit=1`, position);
    const page = await stage.page(`/portfolios?website=${website}`);
    await section(page, 'News').click();
    await page.keyboard.press('Delete');
    await page.getByRole('dialog').getByText('1 campaign will leave.').waitFor();
    await page.getByRole('dialog').getByText('With it go the 1 section below it.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await until(async () => (await section(page, 'Weather').count()) === 0);
    await settled(page);
    expect(await treeOf(website)).toBe('Sport');
    await until(async () => {
      const { placements } = await stage.kronika.query<{ placements: string[] }>(`/v1/campaigns/${campaign}`);
      return placements.length === 0;
    });
    await page.context().close();
  });

  it("merges with another person's change of another section, and asks about one of the same", async () => {
    const { website, sections } = await givenWebsite('Two people', ['News', 'Sport']);
    const page = await stage.page(`/portfolios?website=${website}`);
    await section(page, 'News').waitFor();
    let isHeld = true;
    stage.fault = ({ method }) => (method === 'PUT' && isHeld ? 'answer 503' : undefined);
    const rename = async (from: string, to: string) => {
      await section(page, from).dblclick();
      await page.getByRole('textbox', { name: 'Name' }).fill(to);
      await page.keyboard.press('Enter');
    };
    await rename('News', 'Our news');
    await until(() => stage.commands.length > 0);
    await section(page, 'Our news')
      .getByText(/^saving/)
      .waitFor();
    await done('PUT', `/v1/portfolios/${website}/sections/${sections[1]}/name`, { name: 'Their sport' });
    isHeld = false;
    await until(async () => (await treeOf(website)) === 'Our news Their sport');
    await section(page, 'Their sport').waitFor();
    await settled(page);

    isHeld = true;
    await rename('Our news', 'Mine');
    await until(() => stage.commands.some(({ line }) => line.includes(`${sections[0]}/name`)));
    await done('PUT', `/v1/portfolios/${website}/sections/${sections[0]}/name`, { name: 'Theirs' });
    isHeld = false;
    await page.getByText('Conflict: Rename “Our news” to “Mine”').waitFor();
    await section(page, 'Theirs')
      .getByText(/^conflict/)
      .waitFor();
    await page.getByRole('button', { name: /not saved/ }).click();
    await page.getByRole('button', { name: 'Apply mine' }).click();
    await until(async () => (await treeOf(website)) === 'Mine Their sport');
    await page.context().close();
  });

  it('goes back to an earlier version, as far as no section was removed since', async () => {
    const { website, sections } = await givenWebsite('Going back', ['News', 'Sport']);
    await done('DELETE', `/v1/portfolios/${website}/sections/${sections[1]}`);
    await done('PUT', `/v1/portfolios/${website}/sections/${sections[0]}/name`, { name: 'Renamed' });
    await done('PUT', `/v1/portfolios/${website}/name`, { name: 'Gone forward' });
    const page = await stage.page(`/portfolios?website=${website}`);
    await page.getByRole('button', { name: 'History of Gone forward' }).click();
    const back = page.getByRole('button', { name: /^Go back to version/ });
    await back.first().waitFor();
    expect(await back.count()).toBe(2);
    expect(await faultsOf(page)).toEqual([]);
    await back.last().click();
    await page.getByRole('heading', { name: 'Going back' }).waitFor();
    await section(page, 'News').waitFor();
    expect(await treeOf(website)).toBe('News');
    await page.context().close();
  });

  it('moves a section to a place that is searched for', async () => {
    const { website } = await givenWebsite('Far moves', ['News', 'Sport', 'Weather']);
    const page = await stage.page(`/portfolios?website=${website}`);
    await section(page, 'Weather').click();
    await page.getByRole('button', { name: 'Move to…' }).click();
    await page.getByRole('dialog').getByLabel('Search sections').fill('new');
    await page.getByLabel('New place').selectOption({ label: 'News' });
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await settled(page);
    await until(async () => (await treeOf(website)) === 'News(Weather) Sport');
    await page.context().close();
  });

  it('shows a tree of 260 sections with few elements, and finds one', async () => {
    const { website, sections } = await givenWebsite('Large', ['First']);
    const names = Array.from({ length: 260 }, (_, n) => `Section ${n}`);
    let position = 0;
    for (let n = 0; n < names.length; n += 20)
      position = Math.max(
        ...(await Promise.all(
          names
            .slice(n, n + 20)
            .map((name) => done('POST', `/v1/portfolios/${website}/sections`, { id: uuid(), name, parentId: sections[0] })),
        )),
      );
    await stage.kronika.query('/v1/portfolios', position);
    const page = await stage.page(`/portfolios?website=${website}`);
    await page.getByText('261 sections').waitFor();
    // A large tree is shut at first.
    await until(async () => (await page.getByRole('treeitem').count()) === 1);
    await page.getByRole('tree').focus();
    // The second key comes before the tree is drawn anew, and must not shut it again.
    await pressAtOnce(page, [{ key: 'ArrowRight' }, { key: 'ArrowRight' }]);
    await section(page, 'Section').first().waitFor();
    await page.keyboard.press('End');
    await until(async () => (await page.locator('[role=treeitem].active').count()) === 1);
    expect(await page.getByRole('treeitem').count()).toBeLessThan(60);
    await page.getByLabel('Search sections').fill('section 257');
    await section(page, 'Section 257').waitFor();
    await until(async () => (await page.getByRole('treeitem').count()) === 2);
    await page.context().close();
  }, 60_000);

  it('counts the characters of a name as a person does, as the server does', async () => {
    const family = '👨‍👩‍👧';
    const { website } = await givenWebsite('Emoji', ['News']);
    const page = await stage.page(`/portfolios?website=${website}`);
    await section(page, 'News').dblclick();
    await page.getByRole('textbox', { name: 'Name' }).fill(family.repeat(51));
    await page.keyboard.press('Enter');
    await page.getByText('At most 50 characters.').waitFor();
    await page.getByRole('textbox', { name: 'Name' }).fill(family.repeat(50));
    await page.keyboard.press('Enter');
    await until(async () => (await treeOf(website)) === family.repeat(50));
    const campaign = await stage.givenCampaign(family.repeat(50), 903);
    await page.goto(`/campaigns/${campaign}`);
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await page.getByLabel('Name').fill(`${family.repeat(49)}x`);
    await until(() => save.isEnabled());
    await page.getByLabel('Name').fill(family.repeat(51));
    await page.getByText('At most 50 characters.').waitFor();
    expect(await save.isEnabled()).toBe(false);
    await page.context().close();
  });

  it('places a campaign in sections of two websites', async () => {
    const one = await givenWebsite('Site one', ['News', 'Sport']);
    const two = await givenWebsite('Site two', ['Culture']);
    const campaign = await stage.givenCampaign('To be placed', 902);
    const page = await stage.page(`/campaigns/${campaign}`);
    await page.getByText("Placed nowhere, so it can't run.").waitFor();
    await page.getByRole('button', { name: 'Choose sections' }).click();
    await page.getByRole('button', { name: 'Site one' }).click();
    await page.getByRole('checkbox', { name: 'Sport' }).check();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Site two' }).click();
    await page.getByRole('tree', { name: 'Sections of Site two' }).focus();
    await page.keyboard.press(' ');
    await page.getByText('2 sections, 1 of them here').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).last().click();
    await page.getByText('Site one › Sport').waitFor();
    await page.getByText('Site two › Culture').waitFor();
    await settled(page);
    const { placements } = await stage.kronika.query<{ placements: string[] }>(`/v1/campaigns/${campaign}`);
    expect(placements.toSorted()).toEqual([one.sections[1], two.sections[0]].toSorted());
    await page.getByRole('button', { name: 'Leave Site one › Sport' }).click();
    await until(async () => {
      const now = await stage.kronika.query<{ placements: string[] }>(`/v1/campaigns/${campaign}`);
      return now.placements.length === 1;
    });
    await page.context().close();
  });

  it('moves a section by dragging it before, into and after another one, not into itself, and opens what it is held over', async () => {
    const { website, sections } = await givenWebsite('Dragged', ['News', 'Sport', 'World', 'Culture']);
    for (const name of ['Football', 'Hockey'])
      await done('POST', `/v1/portfolios/${website}/sections`, { id: uuid(), name, parentId: sections[1] });
    const page = await stage.page(`/portfolios/${website}`);
    await section(page, 'Hockey').waitFor();
    const drag = (name: string, target: string, part: number) =>
      section(page, name).dragTo(section(page, target), { targetPosition: { x: 200, y: Math.round(34 * part) } });
    const isNow = async (tree: string) => {
      await settled(page);
      await until(async () => (await treeOf(website)) === tree);
    };
    await drag('Culture', 'News', 0.1);
    await isNow('Culture News Sport(Football,Hockey) World');
    await drag('World', 'News', 0.5);
    await isNow('Culture News(World) Sport(Football,Hockey)');
    await drag('Culture', 'Football', 0.9);
    await isNow('News(World) Sport(Football,Culture,Hockey)');
    await drag('Sport', 'Culture', 0.5);
    await drag('Hockey', 'World', 0.1);
    await isNow('News(Hockey,World) Sport(Football,Culture)');
    expect((await section(page, 'Hockey').textContent())?.trim()).toBe('Hockey');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await isNow('News(World) Sport(Football,Culture,Hockey)');

    await section(page, 'Sport').click();
    await page.getByRole('tree').focus();
    await page.keyboard.press('ArrowLeft');
    await until(async () => (await section(page, 'Football').count()) === 0);
    await section(page, 'World').hover();
    await page.mouse.down();
    await section(page, 'Sport').hover();
    await section(page, 'Sport').hover();
    await section(page, 'Football').hover({ position: { x: 200, y: 3 } });
    await page.mouse.up();
    await isNow('News Sport(World,Football,Culture,Hockey)');
    await page.context().close();
  }, 60_000);

  it('keeps showing changes that the view failed on, and says that the website is in quarantine', async () => {
    const { website } = await givenWebsite('Parked site', ['News']);
    const page = await stage.page(`/portfolios/${website}`);
    await section(page, 'News').waitFor();
    const cure = await stage.poison('portfolios', website);
    await page.getByRole('button', { name: 'Rename Parked site' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Parked site 2');
    await page.keyboard.press('Enter');
    await page.locator('.site header').getByText('in quarantine').waitFor({ timeout: 25_000 });
    await page.locator('.publishers').getByText('in quarantine').waitFor();
    // Others go on, past the position of this one.
    await givenWebsite('Not parked', []);
    await page.getByText('Not parked').first().waitFor();
    await page.getByRole('heading', { name: 'Parked site 2' }).waitFor();
    await page.locator('.publishers').getByText('Parked site 2').waitFor();
    await cure();
    await until(async () => (await page.getByText('in quarantine').count()) === 0);
    await settled(page);
    await page.getByRole('heading', { name: 'Parked site 2' }).waitFor();
    await page.context().close();
  }, 60_000);

  it('are shown of one publisher alone, where a link names it', async () => {
    const { publisher } = await givenWebsite('Alone', []);
    await givenWebsite('Elsewhere', []);
    const page = await stage.page(`/portfolios?publisherId=${publisher}`);
    await page.getByRole('link', { name: /^Alone/ }).waitFor();
    expect(await page.getByText(/^Publisher of /).allTextContents()).toEqual(['Publisher of Alone']);
    await page.getByRole('link', { name: 'All publishers' }).click();
    await page.getByText('Publisher of Elsewhere').waitFor();
    await page.goto(`/portfolios?publisherId=${uuid()}`);
    await page.getByText(/^There is no publisher/).waitFor();
    await page.context().close();
  });

  it('has no complaint in the console, at each width', async () => {
    const { website } = await givenWebsite('Deep link', ['News']);
    const before = stage.complaints.length;
    for (const width of [1200, 380]) {
      const context = await stage.context({ viewport: { width, height: 760 }, colorScheme: width === 380 ? 'dark' : 'light' });
      for (const path of ['/portfolios', `/portfolios/${website}`]) {
        const page = await stage.page(path, context);
        await page.reload();
        await page.getByText('Live', { exact: true }).waitFor();
        if (path !== '/portfolios') await section(page, 'News').waitFor();
        expect(await faultsOf(page), path).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
        await page.close();
      }
      await context.close();
    }
    expect(stage.complaints.slice(before)).toEqual([]);
  }, 60_000);
});
