import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moment } from '../../../src/campaigns/views/history.js';
import { Advertising } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open();
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());

interface HistoryRow {
  version: number;
  eventType: string;
  summary: string;
  changes: object[];
  commandId: string;
  position: number;
}

const history = async (path: string, query: object = {}): Promise<HistoryRow[]> =>
  (await ads.get(`${path}/history`, { limit: 200, ...query })).data;

describe('the history of a campaign', () => {
  it('describes what each event changed, with the old and the new value', async () => {
    const portfolio = await ads.portfolio();
    const [a, b] = [await ads.section(portfolio, null, 'A'), await ads.section(portfolio, null, 'B')] as [string, string];
    const id = await ads.campaign();
    const [start, end, later] = ['2026-03-01T00:00:00.000Z', '2126-04-01T09:30:15.000Z', '2126-05-01T00:00:00.000Z'];
    await ads.set(id, 'name', { name: 'Summer “sale”' });
    await ads.set(id, 'price', { amount: 1250 });
    await ads.set(id, 'price', { amount: 1300 });
    await ads.set(id, 'currency', { currency: 'JPY' });
    await ads.set(id, 'price', { amount: 1300000 });
    await ads.set(id, 'schedule', { start, end });
    await ads.set(id, 'placements', { sections: [a] });
    await ads.set(id, 'schedule', { start, end: later });
    await ads.set(id, 'paused', { paused: true });
    await ads.set(id, 'placements', { sections: [b] });
    await ads.set(id, 'placements', { sections: [] });
    await ads.set(id, 'paused', { paused: false });
    await ads.set(id, 'placements', { sections: [a, b] });
    await ads.set(id, 'schedule', { start: null, end: null });
    await ads.do('DELETE', `/campaigns/${id}`);
    const told = await history(`/v1/campaigns/${id}`);
    expect(told.map(({ version }) => version)).toEqual(told.map((_, n) => n + 1));
    const change = (field: string, from: unknown, to: unknown) => ({ field, from, to });
    expect(told.map(({ summary, changes }) => [summary, ...changes])).toEqual([
      [
        'Created “Spring sale” for user 42, with prices in EUR',
        change('name', null, 'Spring sale'),
        change('userId', null, 42),
        change('currency', null, 'EUR'),
      ],
      ['Renamed from “Spring sale” to “Summer “sale””', change('name', 'Spring sale', 'Summer “sale”')],
      ['Price set to €12.50 per 1,000 views', change('price', null, 1250)],
      ['Price changed from €12.50 to €13.00 per 1,000 views', change('price', 1250, 1300)],
      [
        'Currency changed from EUR to JPY, and so the price from €13.00 to ¥1,300 per 1,000 views',
        change('currency', 'EUR', 'JPY'),
      ],
      ['Price changed from ¥1,300 to ¥1,300,000 per 1,000 views', change('price', 1300, 1300000)],
      [
        'Scheduled from 2026-03-01 00:00 UTC to 2126-04-01 09:30:15 UTC',
        change('schedule.start', null, start),
        change('schedule.end', null, end),
      ],
      ['Placed in 1 section', change('placements', [], [a])],
      ['Can run', change('runnable', false, true)],
      [
        'Schedule changed from 2026-03-01 00:00 UTC to 2126-04-01 09:30:15 UTC, to 2026-03-01 00:00 UTC to 2126-05-01 00:00 UTC',
        change('schedule.end', end, later),
      ],
      ['Paused', change('paused', false, true)],
      ['Can not run any more: paused', change('runnable', true, false)],
      ['Placements changed: 1 section added, 1 section removed', change('placements', [a], [b])],
      ['Taken out of all sections', change('placements', [b], [])],
      ['Resumed', change('paused', true, false)],
      ['Placed in 2 sections', change('placements', [], [a, b])],
      ['Can run', change('runnable', false, true)],
      ['Schedule taken away', change('schedule.start', start, null), change('schedule.end', later, null)],
      ['Can not run any more: no schedule', change('runnable', true, false)],
      ['Deleted', change('deleted', false, true)],
    ]);
  });

  it('shows the end by schedule, and that a resumed campaign stays ended', async () => {
    const id = await ads.runningCampaign([await ads.section(await ads.portfolio())], { start: '2026-01-01', end: '2127-01-01' });
    const end = new Date(Date.now() + 300).toISOString();
    await ads.set(id, 'schedule', { start: '2026-01-01', end });
    const rows = async () => (await history(`/v1/campaigns/${id}`)).slice(4);
    await until(async () => (await rows()).length === 3);
    await ads.set(id, 'paused', { paused: true });
    await ads.set(id, 'paused', { paused: false });
    expect((await rows()).map(({ summary, changes }) => [summary, ...changes])).toEqual([
      [expect.stringMatching(/^Schedule changed /), expect.anything()],
      [`Ended, as scheduled for ${moment(end)}`, { field: 'ended', from: false, to: true }],
      ['Can not run any more: ended', { field: 'runnable', from: true, to: false }],
      ['Paused', { field: 'paused', from: false, to: true }],
      ['Resumed after its end', { field: 'paused', from: true, to: false }, { field: 'ended', from: true, to: false }],
      [`Ended, as scheduled for ${moment(end)}`, { field: 'ended', from: false, to: true }],
    ]);
    const [, ended] = (await ads.get(`/v1/campaigns/${id}/history`, { limit: 200 })).data.slice(4);
    // No person caused this; the entry names the event that led to it.
    expect(ended.causationId).toMatch(/^\d+$/);
  });

  it('has the actor, the time, the command and the position of each entry', async () => {
    const id = await ads.campaign();
    await ads.do('DELETE', `/campaigns/${id}`);
    const { data } = await ads.get(`/v1/campaigns/${id}/history`);
    const events = (await ads.get('/v1/events', { entityId: id })).data;
    expect(data).toEqual(
      events.map(({ eventType, datetime, version, position, metadata }: Record<string, object>) => ({
        version,
        datetime,
        eventType,
        position,
        ...Object.fromEntries(Object.entries(metadata as object).filter(([name]) => name !== 'correlationId')),
        summary: expect.any(String),
        changes: expect.any(Array),
      })),
    );
  });

  it('comes in pages, from the oldest or from the latest, also when it grows meanwhile', async () => {
    const id = randomUUID();
    const stream = `campaign-${id}`;
    await ads.append([
      { stream, version: 1, type: 'CampaignCreated', data: { name: 'No 1', userId: 1, currency: 'EUR' } },
      ...Array.from({ length: 449 }, (_, n) => ({
        stream,
        version: n + 2,
        type: 'CampaignNameSet',
        data: { name: `No ${n + 2}` },
      })),
    ]);
    const path = `/v1/campaigns/${id}/history`;
    for (const limit of [7, 50, 150, 200]) {
      const oldest = (await ads.walk(path, { limit })) as unknown as HistoryRow[];
      expect(oldest.map(({ version }) => version)).toEqual(Array.from({ length: 450 }, (_, n) => n + 1));
      expect(oldest[449]?.summary).toBe('Renamed from “No 449” to “No 450”');
      expect(await ads.walk(path, { limit, sort: '-version' })).toEqual(oldest.toReversed());
    }
    const { data, page } = await ads.get(path, { sort: '-version', limit: 10 });
    await ads.set(id, 'name', { name: 'One more' });
    const next = await ads.get(path, { sort: '-version', limit: 10, cursor: page.next_cursor });
    expect([...data, ...next.data].map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, n) => 450 - n));
    const { body } = await shop.get(path, { cursor: page.next_cursor }).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '#/cursor', code: 'not-of-this-list' }]);
    await shop.get(`/v1/campaigns/${await ads.campaign()}/history`, { sort: '-version', cursor: page.next_cursor }).expect(400);
    await shop.get(path, { limit: 201 }).expect(400);
  });

  it.each(['campaign', 'portfolio', 'publisher'])('is not found for an unknown %s', async (of) => {
    for (const sort of ['version', '-version']) {
      const { body } = await shop.get(`/v1/${of}s/${randomUUID()}/history`, { sort }).expect(404);
      expect(body.code).toBe(`${of}.not-found`);
    }
  });
});

describe('the history of a portfolio', () => {
  it('names its sections', async () => {
    const publisherId = await ads.publisher();
    const id = await ads.portfolio(publisherId, 'idnes.cz');
    const path = `/portfolios/${id}`;
    await ads.do('PUT', `${path}/name`, { name: 'lidovky.cz' });
    const news = await ads.section(id, null, 'News');
    const sport = await ads.section(id, null, 'Sport');
    const hockey = await ads.section(id, news, 'Hockey');
    await ads.do('PUT', `${path}/sections/${hockey}/name`, { name: 'Ice hockey' });
    await ads.do('PUT', `${path}/sections/${hockey}/place`, { parentId: sport });
    await ads.do('PUT', `${path}/sections/${hockey}/place`, { parentId: null, before: news });
    await ads.do('PUT', `${path}/sections/${sport}/place`, { parentId: news });
    await ads.do('DELETE', `${path}/sections/${news}`);
    await ads.do('DELETE', path);
    const change = (field: string, from: unknown, to: unknown) => ({ field, from, to });
    expect((await history(`/v1${path}`)).map(({ summary, changes }) => [summary, ...changes])).toEqual([
      ['Created “idnes.cz”', change('name', null, 'idnes.cz'), change('publisherId', null, publisherId)],
      ['Renamed from “idnes.cz” to “lidovky.cz”', change('name', 'idnes.cz', 'lidovky.cz')],
      ['Section “News” added at the top', change(`${news}.name`, null, 'News')],
      ['Section “Sport” added at the top', change(`${sport}.name`, null, 'Sport')],
      ['Section “Hockey” added in “News”', change(`${hockey}.name`, null, 'Hockey'), change(`${hockey}.parentId`, null, news)],
      ['Section renamed from “Hockey” to “Ice hockey”', change(`${hockey}.name`, 'Hockey', 'Ice hockey')],
      ['Section “Ice hockey” moved from “News” to “Sport”', change(`${hockey}.parentId`, news, sport)],
      [
        'Section “Ice hockey” moved from “Sport” to the top, before “News”',
        change(`${hockey}.parentId`, sport, null),
        change(`${hockey}.before`, null, news),
      ],
      ['Section “Sport” moved from the top to “News”', change(`${sport}.parentId`, null, news)],
      ['Section “News” removed, with 1 below it', change(`${news}.name`, 'News', null)],
      ['Deleted with 1 section', change('deleted', false, true)],
    ]);
  });
});

describe('the history of a publisher', () => {
  it('is also shown after its deletion', async () => {
    const id = await ads.publisher('Mafra');
    await ads.do('PUT', `/publishers/${id}/name`, { name: 'Economia' });
    await ads.do('DELETE', `/publishers/${id}`);
    expect((await history(`/v1/publishers/${id}`)).map(({ summary }) => summary)).toEqual([
      'Created “Mafra”',
      'Renamed from “Mafra” to “Economia”',
      'Deleted',
    ]);
  });
});
