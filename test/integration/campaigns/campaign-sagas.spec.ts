import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { Advertising, FAR, NO_SCHEDULE } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

const open: Shop[] = [];
afterEach(async () => {
  // The first shop drops the database.
  for (const shop of open.splice(0).reverse()) await shop.close();
});

async function start(environment: NodeJS.ProcessEnv = {}, { shop }: { shop?: Shop } = {}): Promise<Advertising> {
  const started = await Shop.open(environment, [], shop?.database);
  open.push(started);
  return Advertising.of(started);
}

/** Waits until all sagas have done their work; none of it may have failed. */
async function settleWithoutFailure({ shop }: Advertising): Promise<void> {
  await shop.settle();
  expect((await shop.http.get('/v1/quarantine').expect(200)).body.data).toEqual([]);
  expect((await timers({ shop })).filter(({ error }) => error !== null)).toEqual([]);
}

async function timers({ shop }: Pick<Advertising, 'shop'>): Promise<{ key: string; dueAt: string; error: string | null }[]> {
  return (await shop.http.get('/v1/timers').expect(200)).body.data;
}

const stopped = (reason: string) => ['CampaignRunnableStateChanged', { runnable: false, reasons: [reason] }];
const runs = ['CampaignRunnableStateChanged', { runnable: true, reasons: [] }];
const placed = (...sections: string[]) => ['CampaignPlacementsSet', { sections }];

/** Appends campaigns that can run, each with its sections. Through HTTP it would take too long. */
async function runningCampaigns(ads: Advertising, placements: readonly (readonly string[])[]): Promise<string[]> {
  const ids = placements.map(() => randomUUID());
  await ads.append(
    ids.flatMap((id, n) =>
      [
        { type: 'CampaignCreated', data: { name: 'Spring sale', userId: 42, currency: 'EUR' } },
        { type: 'CampaignScheduleSet', data: FAR, schema: 2 },
        { type: 'CampaignPlacementsSet', data: { sections: placements[n] } },
        { type: 'CampaignRunnableStateChanged', data: { runnable: true, reasons: [] } },
      ].map((event, index) => ({ stream: `campaign-${id}`, version: index + 1, ...event })),
    ),
  );
  return ids;
}

describe('a section that is removed', () => {
  it('is left by all campaigns in it and below it, however many there are', { timeout: 60_000 }, async () => {
    const ads = await start();
    const portfolio = await ads.portfolio();
    const [top, kept] = [await ads.section(portfolio), await ads.section(portfolio)];
    const below = await ads.section(portfolio, await ads.section(portfolio, top));
    const campaigns = await runningCampaigns(
      ads,
      Array.from({ length: 230 }, (_, n) => [[top], [below], [top, kept, below], [kept]][n % 4] as string[]),
    );
    const correlated = { 'X-Correlation-Id': 'redesign' };
    const { position } = await ads.do('DELETE', `/portfolios/${portfolio}/sections/${top}`, undefined, correlated);
    await settleWithoutFailure(ads);
    for (const [n, id] of campaigns.entries()) {
      const later = (await ads.events(id)).slice(4);
      const expected = [[placed(), stopped('no-placement')], [placed(), stopped('no-placement')], [placed(kept)], []][
        n % 4
      ] as unknown[];
      expect(later.map(({ eventType, data }) => [eventType, data])).toEqual(expected);
      expect(later.map(({ version }) => version)).toEqual(expected.map((_, index) => 5 + index));
      for (const { metadata } of later)
        expect(metadata).toEqual({
          commandId: later[0]?.metadata.commandId,
          actor: 'saga LeaveSectionsSaga.leaveSections',
          correlationId: 'redesign',
          causationId: String(position),
        });
    }
  });

  it('is left once, even if its saga gets the event several times', async () => {
    const ads = await start();
    const portfolio = await ads.portfolio();
    const section = await ads.section(portfolio);
    await runningCampaigns(
      ads,
      Array.from({ length: 120 }, () => [section]),
    );
    await ads.do('DELETE', `/portfolios/${portfolio}/sections/${section}`);
    await settleWithoutFailure(ads);
    const length = await ads.shop.logLength();
    // As after a crash between the command and the checkpoint; then also as if the outcome had not been recorded.
    for (const forget of ['SELECT', 'DELETE FROM write.outcomes']) {
      await ads.shop.db.query(forget);
      await ads.shop.db.query(
        "UPDATE log.checkpoints SET position = 0 WHERE subscription = 'saga LeaveSectionsSaga.leaveSections'",
      );
      await ads.campaign();
      await settleWithoutFailure(ads);
    }
    expect(await ads.shop.logLength()).toBe(length + 2);
  });
});

describe('a portfolio that is deleted', () => {
  it('is left with all of its many sections', { timeout: 60_000 }, async () => {
    const ads = await start();
    const portfolio = await ads.portfolio();
    const sections = Array.from({ length: 1_050 }, () => randomUUID());
    await ads.append(
      sections.map((id, n) => ({
        stream: `portfolio-${portfolio}`,
        version: n + 2,
        type: 'SectionAdded',
        data: { id, name: 'Technet', parentId: null },
      })),
    );
    const [wide, narrow] = (await runningCampaigns(ads, [sections.slice(0, 1_000), [sections.at(-1) as string]])) as [
      string,
      string,
    ];
    await ads.do('DELETE', `/portfolios/${portfolio}`);
    await settleWithoutFailure(ads);
    for (const id of [wide, narrow]) expect((await ads.facts(id)).slice(-2)).toEqual([placed(), stopped('no-placement')]);
  });

  it('is left by all campaigns', async () => {
    const ads = await start();
    const [portfolio, other] = [await ads.portfolio(), await ads.portfolio()];
    const [one, elsewhere] = [await ads.section(portfolio), await ads.section(other)];
    const below = await ads.section(portfolio, one);
    const campaigns = await runningCampaigns(ads, [[one], [elsewhere, below], [elsewhere]]);
    const { position } = await ads.do('DELETE', `/portfolios/${portfolio}`);
    await settleWithoutFailure(ads);
    const later = await Promise.all(campaigns.map(async (id) => (await ads.facts(id)).slice(4)));
    expect(later).toEqual([[placed(), stopped('no-placement')], [placed(elsewhere)], []]);
    expect((await ads.events(campaigns[0])).at(-1)?.metadata.causationId).toBe(String(position));
  });
});

describe('a publisher that is deleted', () => {
  it('takes its portfolios along, and campaigns leave their sections', { timeout: 60_000 }, async () => {
    const ads = await start();
    const [publisher, other] = [await ads.publisher(), await ads.publisher()];
    const websites = await Promise.all(
      Array.from({ length: 23 }, async () => {
        const portfolio = await ads.portfolio(publisher);
        return { portfolio, section: await ads.section(portfolio) };
      }),
    );
    const gone = await ads.portfolio(publisher);
    await ads.do('DELETE', `/portfolios/${gone}`);
    const kept = await ads.portfolio(other);
    const campaigns = await runningCampaigns(
      ads,
      websites.map(({ section }) => [section]),
    );
    const { position } = await ads.do('DELETE', `/publishers/${publisher}`, undefined, { 'X-Correlation-Id': 'bankrupt' });
    await settleWithoutFailure(ads);
    for (const { portfolio, section } of websites) {
      const deleted = (await ads.events(portfolio)).slice(2);
      expect(deleted).toMatchObject([
        {
          eventType: 'PortfolioDeleted',
          data: { sections: [section] },
          metadata: {
            actor: 'saga DeletePortfoliosSaga.deletePortfolios',
            correlationId: 'bankrupt',
            causationId: String(position),
          },
        },
      ]);
      const campaign = campaigns[websites.findIndex((each) => each.portfolio === portfolio)] as string;
      const left = (await ads.events(campaign)).slice(4);
      expect(left.map(({ eventType, data }) => [eventType, data])).toEqual([placed(), stopped('no-placement')]);
      for (const { metadata } of left)
        expect(metadata).toMatchObject({ correlationId: 'bankrupt', causationId: String(deleted[0]?.position) });
    }
    expect(await ads.facts(gone)).toHaveLength(2);
    expect(await ads.facts(kept)).toHaveLength(1);
  });
});

describe('the end of a schedule', () => {
  const soon = (ms = 500) => ({ start: '2020-01-01T00:00:00.000Z', end: new Date(Date.now() + ms).toISOString() });
  const passed = ({ end }: { end: string }) => until(() => Date.now() > Date.parse(end));
  const hasEnded = async (ads: Advertising, id: string) => (await ads.facts(id)).some(([type]) => type === 'CampaignEnded');
  const setPaused = (ads: Advertising, id: string, paused: boolean) => ads.do('PUT', `/campaigns/${id}/paused`, { paused });

  async function websiteOf(ads: Advertising): Promise<string> {
    return ads.section(await ads.portfolio());
  }

  it('ends the campaign, and only another schedule starts it again', async () => {
    const ads = await start();
    const schedule = soon();
    const id = await ads.runningCampaign([await websiteOf(ads)], schedule);
    const cause = (await ads.events(id)).find(({ eventType }) => eventType === 'CampaignScheduleSet');
    await until(() => hasEnded(ads, id));
    const ended = (await ads.events(id)).slice(4);
    expect(ended.map(({ eventType, data }) => [eventType, data])).toEqual([
      ['CampaignEnded', { end: schedule.end }],
      stopped('ended'),
    ]);
    for (const { metadata, datetime } of ended) {
      expect(Date.parse(datetime)).toBeGreaterThanOrEqual(Date.parse(schedule.end));
      expect(metadata).toMatchObject({
        actor: 'saga EndCampaignSaga.endCampaign',
        correlationId: cause?.metadata.correlationId,
        causationId: String(cause?.position),
      });
    }
    expect(await timers(ads)).toEqual([]);
    await setPaused(ads, id, false);
    await settleWithoutFailure(ads);
    expect(await ads.facts(id)).toHaveLength(6);
    await ads.set(id, 'schedule', FAR);
    expect((await ads.facts(id)).slice(6)).toEqual([['CampaignScheduleSet', FAR], runs]);
  });

  it('moves with the schedule, and goes with it', async () => {
    const ads = await start();
    const id = await ads.runningCampaign([await websiteOf(ads)]);
    const schedule = (body: object) => ads.do('PUT', `/campaigns/${id}/schedule`, body);
    await settleWithoutFailure(ads);
    expect(await timers(ads)).toMatchObject([{ key: id, dueAt: FAR.end }]);
    const first = soon(2_000);
    await schedule(first);
    const later = { ...FAR, end: '2127-01-01T00:00:00.000Z' };
    await schedule(later);
    await settleWithoutFailure(ads);
    expect(await timers(ads)).toMatchObject([{ key: id, dueAt: later.end }]);
    await schedule(NO_SCHEDULE);
    await settleWithoutFailure(ads);
    expect(await timers(ads)).toEqual([]);
    await schedule(FAR);
    await settleWithoutFailure(ads);
    expect(await timers(ads)).toMatchObject([{ key: id, dueAt: FAR.end }]);
    await ads.do('DELETE', `/campaigns/${id}`);
    await settleWithoutFailure(ads);
    expect(await timers(ads)).toEqual([]);
    await passed(first);
    expect(await hasEnded(ads, id)).toBe(false);
  });

  it('in the past ends the campaign in the same command, so no event says that it can run', async () => {
    const ads = await start();
    const id = await ads.runningCampaign([await websiteOf(ads)], { start: '2020-01-01T00:00:00Z', end: '2020-02-01T00:00:00Z' });
    const [, , scheduled, ended] = await ads.events(id);
    expect(ended).toMatchObject({ eventType: 'CampaignEnded', data: { end: '2020-02-01T00:00:00.000Z' } });
    expect(ended?.metadata.commandId).toBe(scheduled?.metadata.commandId);
    await settleWithoutFailure(ads);
    expect(await ads.facts(id)).toHaveLength(4);
    expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ runnable: false, reasons: ['ended'] });
    await ads.set(id, 'schedule', FAR);
    expect((await ads.facts(id)).slice(4)).toEqual([['CampaignScheduleSet', FAR], runs]);
  });

  it('is not undone by resuming the campaign, one by one or in bulk', async () => {
    const ads = await start();
    const section = await websiteOf(ads);
    const over = { start: '2020-01-01T00:00:00Z', end: '2020-02-01T00:00:00Z' };
    const campaigns = [await ads.runningCampaign([section], over), await ads.runningCampaign([section], over)];
    for (const id of campaigns) await setPaused(ads, id, true);
    const commands = campaigns.flatMap((id) => [
      { command: 'resume', id },
      { command: 'pause', id },
      { command: 'resume', id },
    ]);
    expect((await ads.do('POST', '/campaigns/bulk', { commands })).body.data).toHaveLength(6);
    await settleWithoutFailure(ads);
    for (const id of campaigns) {
      expect((await ads.facts(id)).filter(([type]) => type === 'CampaignRunnableStateChanged')).toEqual([]);
      expect(await ads.get(`/v1/campaigns/${id}`)).toMatchObject({ paused: false, runnable: false, reasons: ['ended'] });
    }
  });

  it('counts even if its timer is late', { timeout: 60_000 }, async () => {
    const web = await start({ ROLES: 'web' });
    const section = await websiteOf(web);
    const schedule = soon(2_000);
    const named = async () => web.runningCampaign([section], schedule);
    const [untouched, pausedBefore, resumedAfter, pausedAfter] = [await named(), await named(), await named(), await named()];
    await setPaused(web, pausedBefore, true);
    await setPaused(web, resumedAfter, true);
    expect(Date.now()).toBeLessThan(Date.parse(schedule.end));
    await passed(schedule);
    await setPaused(web, resumedAfter, false);
    await setPaused(web, pausedAfter, true);
    for (const id of [resumedAfter, pausedAfter]) expect(await hasEnded(web, id)).toBe(true);
    const worker = await start({ ROLES: 'worker' }, web);
    await until(() => hasEnded(worker, untouched));
    await until(async () => (await timers(web)).length === 0);
    await settleWithoutFailure(worker);
    for (const id of [untouched, pausedBefore, resumedAfter, pausedAfter]) {
      expect((await worker.facts(id)).filter(([type]) => type === 'CampaignEnded')).toHaveLength(1);
      expect(await worker.isRunnable(id)).toBe(false);
    }
  });
});

describe('a campaign that is deleted', () => {
  it('stays unchanged when a saga comes late, without a failure', { timeout: 60_000 }, async () => {
    const web = await start({ ROLES: 'web' });
    const portfolio = await web.portfolio();
    const section = await web.section(portfolio);
    const id = await web.runningCampaign([section]);
    const first = await start({ ROLES: 'worker' }, web);
    await settleWithoutFailure(first);
    await first.shop.app.close();
    // Due before the deletion, so the timer fires and finds the campaign deleted.
    await web.shop.db.query("UPDATE log.timers SET due_at = clock_timestamp() - interval '1 minute' WHERE key = $1", [id]);
    await web.do('DELETE', `/portfolios/${portfolio}/sections/${section}`);
    await web.do('DELETE', `/campaigns/${id}`);
    const before = await web.facts(id);
    const second = await start({ ROLES: 'worker' }, web);
    await until(async () => (await timers(web)).length === 0);
    await settleWithoutFailure(web);
    expect(await second.facts(id)).toEqual(before);
    expect(before.slice(-2)).toEqual([['CampaignDeleted', {}], stopped('deleted')]);
  });
});
