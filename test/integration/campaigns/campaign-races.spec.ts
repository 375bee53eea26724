import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Advertising, type Answer, FAR, type LogEvent, NO_SCHEDULE } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';

/** More races at once would only wait for connections. */
const CONCURRENT_RACES = 10;

let shops: Shop[];
/** Two apps on one database; the two commands of a pair go to different apps. */
let ads: Advertising;
let others: Advertising;
let portfolio: string;
let section: string;
beforeAll(async () => {
  const first = await Shop.open();
  shops = [await Shop.open({ ROLES: 'web' }, [], first.database), first];
  [others, ads] = (await Promise.all(shops.map((shop) => Advertising.of(shop)))) as [Advertising, Advertising];
  portfolio = await ads.portfolio();
  section = await ads.section(portfolio);
});
afterAll(async () => {
  for (const shop of shops) await shop.close();
});

const settle = () => ads.shop.settle();

/** Runs a race for each number below `count`, several at a time. */
async function forEach<T>(count: number, race: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let n = 0; n < count; n += CONCURRENT_RACES)
    results.push(...(await Promise.all(Array.from({ length: Math.min(CONCURRENT_RACES, count - n) }, (_, i) => race(n + i)))));
  return results;
}

type Send = (ads: Advertising, headers?: Record<string, string>) => Promise<Answer>;

/**
 * Sends both commands within a few ms, so that either may win; they take turns in being sent first. Every eighth pair
 * is sent one after the other, so that both orders occur on any machine.
 */
async function sendBoth(turn: number, one: Send, other: Send): Promise<[Answer, Answer]> {
  const [early, late] = turn % 2 ? [other, one] : [one, other];
  const gap = (turn >> 1) % 8;
  const head = early(ads);
  const [first, second] = await Promise.all([head, (gap === 7 ? head : wait(gap)).then(() => late(others))]);
  ads.shop.position = Math.max(ads.shop.position, others.shop.position);
  return turn % 2 ? [second, first] : [first, second];
}

/** Commands to a campaign that can run, at a price of 1, and the type of the event that each appends. */
const CAMPAIGN_COMMANDS: Record<string, [method: string, path: string, body: object | undefined, type: string]> = {
  rename: ['PUT', '/name', { name: 'Summer sale' }, 'CampaignNameSet'],
  pause: ['PUT', '/paused', { paused: true }, 'CampaignPausedSet'],
  price: ['PUT', '/price', { amount: 2 }, 'CampaignPriceSet'],
  unschedule: ['PUT', '/schedule', NO_SCHEDULE, 'CampaignScheduleSet'],
  reschedule: ['PUT', '/schedule', { ...FAR, end: '2126-05-01T00:00:00.000Z' }, 'CampaignScheduleSet'],
  displace: ['PUT', '/placements', { sections: [] }, 'CampaignPlacementsSet'],
  delete: ['DELETE', '', undefined, 'CampaignDeleted'],
};
const NAMES = Object.keys(CAMPAIGN_COMMANDS);
const typeOf = (name: string) => CAMPAIGN_COMMANDS[name]?.[3] as string;

const sendTo =
  (name: string, campaign: string, headers?: Record<string, string>): Send =>
  (to) => {
    const [method, path, body] = CAMPAIGN_COMMANDS[name] as (typeof CAMPAIGN_COMMANDS)[string];
    return to.send(method, `/campaigns/${campaign}${path}`, body, headers);
  };

/**
 * Appends campaigns that can run, at version 5, and returns their ids. Through HTTP it would take longer than the
 * races.
 */
async function runningCampaigns(count: number): Promise<string[]> {
  const facts: [string, object][] = [
    ['CampaignCreated', { name: 'Spring sale', userId: 42, currency: 'EUR' }],
    ['CampaignPlacementsSet', { sections: [section] }],
    ['CampaignPriceSet', { amount: 1 }],
    ['CampaignScheduleSet', FAR],
    ['CampaignRunnableStateChanged', { runnable: true, reasons: [] }],
  ];
  const ids = Array.from({ length: count }, () => randomUUID());
  await ads.append(
    ids.flatMap((id) =>
      facts.map(([type, data], n) => ({
        stream: `campaign-${id}`,
        version: n + 1,
        type,
        data,
        schema: type === 'CampaignScheduleSet' ? 2 : 1,
      })),
    ),
  );
  return ids;
}

/** Half of the pairs contain a deletion; the others are any two commands, or one command twice. */
function pairOf(n: number): [string, string] {
  const one = NAMES[n % NAMES.length] as string;
  return [one, n % 2 ? 'delete' : (NAMES[Math.floor(n / NAMES.length) % NAMES.length] as string)];
}

/** Checks what must be true of the events of every campaign. */
function expectConsistent(events: readonly LogEvent[]) {
  expect(events.map(({ version }) => version)).toEqual(events.map((_, n) => n + 1));
  const end = events.findIndex(({ eventType }) => eventType === 'CampaignDeleted');
  if (end >= 0) {
    const last = events[end]?.metadata.commandId;
    expect(events.slice(end + 1).filter(({ metadata }) => metadata.commandId !== last)).toEqual([]);
    expect(events.slice(end + 1).filter(({ eventType }) => eventType !== 'CampaignRunnableStateChanged')).toEqual([]);
  }
  const flips = events.filter(({ eventType }) => eventType === 'CampaignRunnableStateChanged').map(({ data }) => data.runnable);
  expect(flips).toEqual(flips.map((_, n) => n % 2 === 0));
}

/** The events of each entity. */
async function histories(): Promise<Map<string, LogEvent[]>> {
  const found = new Map<string, LogEvent[]>();
  for (const event of await ads.events()) found.set(event.entityId, [...(found.get(event.entityId) ?? []), event]);
  return found;
}

describe('two commands to a campaign at the same moment', () => {
  it('come one after the other, in 1,000 races', { timeout: 240_000 }, async () => {
    const ids = await runningCampaigns(1_000);
    const races = await forEach(ids.length, async (n) => {
      const id = ids[n] as string;
      const [one, other] = pairOf(n);
      return { id, one, other, answers: await sendBoth(n >> 1, sendTo(one, id), sendTo(other, id)) };
    });
    const events = await histories();
    const losers = { refused: 0, first: 0 };
    for (const { id, one, other, answers } of races) {
      const history = events.get(id) as LogEvent[];
      expectConsistent(history);
      const after = history.slice(5).map(({ eventType }) => eventType);
      const pair = [one, other];
      const isDeleted = pair.includes('delete');
      for (const [n, { status, body }] of answers.entries()) {
        const type = typeOf(pair[n] as string);
        if (status === 204) expect(after).toContain(type);
        else expect([status, body.code, isDeleted]).toEqual([409, 'campaign.deleted', true]);
        if (status !== 204 && one !== other) expect(after).not.toContain(type);
      }
      const refused = answers.filter(({ status }) => status !== 204).length;
      if (one === other) expect(after.filter((type) => type === typeOf(one))).toHaveLength(1);
      expect(refused).toBeLessThanOrEqual(1);
      if (one === 'delete' && other === 'delete') expect(refused).toBe(1);
      if (isDeleted && one !== other) losers[refused ? 'refused' : 'first'] += 1;
    }
    // Otherwise there was no race.
    expect(losers.refused).toBeGreaterThan(50);
    expect(losers.first).toBeGreaterThan(50);
  });

  it('have one winner if both name the same version', { timeout: 120_000 }, async () => {
    const ids = await runningCampaigns(200);
    const races = await forEach(ids.length, async (n) => {
      const id = ids[n] as string;
      const [one, other] = pairOf(n);
      const match = { 'If-Match': '"5"' };
      return { id, answers: await sendBoth(n, sendTo(one, id, match), sendTo(other, id, match)) };
    });
    const events = await histories();
    for (const { id, answers } of races) {
      const history = events.get(id) as LogEvent[];
      expectConsistent(history);
      const missed = history.slice(5);
      expect(new Set(missed.map(({ metadata }) => metadata.commandId)).size).toBe(1);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 412]);
      for (const { status, body } of answers)
        if (status === 412)
          expect(body).toMatchObject({ code: 'campaign.version-mismatch', version: history.length, events: missed });
    }
  });

  it('take turns, however many there are', async () => {
    const id = await ads.campaign();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => (n % 2 ? ads : others).send('PUT', `/campaigns/${id}/name`, { name: `Sale ${n}` })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(new Set(answers.map(({ etag }) => etag)).size).toBe(60);
    expectConsistent(await ads.events(id));
  });
});

describe('one id from several clients at once', () => {
  it('is one campaign if they send the same content', async () => {
    const ids = await forEach(50, async (n) => {
      const body = { id: randomUUID(), name: 'Spring sale', userId: 42 };
      const create: Send = (to) => to.send('POST', '/campaigns', body);
      const answers = [...(await sendBoth(n, create, create)), await create(ads)];
      expect(answers.map(({ status, etag }) => [status, etag])).toEqual(answers.map(() => [201, '"1"']));
      expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
      return body.id;
    });
    const events = await histories();
    for (const id of ids) expect(events.get(id)).toHaveLength(1);
  });

  it('belongs to the first if the content differs', async () => {
    await forEach(50, async (n) => {
      const id = randomUUID();
      const create =
        (userId: number): Send =>
        (to) =>
          to.send('POST', '/campaigns', { id, name: 'Spring sale', userId });
      const answers = await sendBoth(n, create(1), create(2));
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      expect(await ads.facts(id)).toMatchObject([
        ['CampaignCreated', { userId: answers.findIndex(({ status }) => status === 201) + 1 }],
      ]);
    });
  });
});

describe('a command that relies on an entity which ends at the same moment', () => {
  it('is placed in a section before its removal, and leaves it, or is refused', { timeout: 60_000 }, async () => {
    const races = await forEach(60, async (n) => {
      const [doomed, campaign] = [await ads.section(portfolio), await ads.campaign()];
      await ads.do('PUT', `/campaigns/${campaign}/schedule`, FAR);
      const [placed, removed] = await sendBoth(
        n,
        (to) => to.send('PUT', `/campaigns/${campaign}/placements`, { sections: [doomed] }),
        (to) => to.send('DELETE', `/portfolios/${portfolio}/sections/${doomed}`),
      );
      expect(removed.status).toBe(204);
      if (placed.status === 204) expect(placed.position).toBeLessThan(removed.position);
      else expect(placed).toMatchObject({ status: 422, body: { code: 'campaign.section-not-found', sections: [doomed] } });
      return { campaign, wasPlaced: placed.status === 204 };
    });
    await settle();
    for (const { campaign, wasPlaced } of races) {
      const facts = await ads.facts(campaign);
      const placements = facts.filter(([type]) => type === 'CampaignPlacementsSet').map(([, data]) => data);
      expect(placements.slice(1)).toEqual(wasPlaced ? [{ sections: [] }] : []);
      expect(await ads.isRunnable(campaign)).toBe(false);
    }
    expect(new Set(races.map(({ wasPlaced }) => wasPlaced)).size).toBe(2);
  });

  it('is created for a publisher before its end, and ends with it, or is refused', { timeout: 60_000 }, async () => {
    const races = await forEach(60, async (n) => {
      const [publisherId, id] = [await ads.publisher(), randomUUID()];
      const [created, deleted] = await sendBoth(
        n,
        (to) => to.send('POST', '/portfolios', { id, name: 'idnes.cz', publisherId }),
        (to) => to.send('DELETE', `/publishers/${publisherId}`),
      );
      expect(deleted.status).toBe(204);
      if (created.status !== 201) expect(created).toMatchObject({ status: 422, body: { code: 'portfolio.publisher-not-found' } });
      return { id, wasCreated: created.status === 201 };
    });
    await settle();
    for (const { id, wasCreated } of races)
      expect((await ads.facts(id)).map(([type]) => type)).toEqual(wasCreated ? ['PortfolioCreated', 'PortfolioDeleted'] : []);
    expect(new Set(races.map(({ wasCreated }) => wasCreated)).size).toBe(2);
  });
});

it('two sections that are moved below each other at the same moment make no circle', async () => {
  await forEach(50, async (n) => {
    const website = await ads.portfolio();
    const [a, b] = [await ads.section(website), await ads.section(website)];
    const move =
      (id: string, parentId: string): Send =>
      (to) =>
        to.send('PUT', `/portfolios/${website}/sections/${id}/place`, { parentId });
    const answers = await sendBoth(n, move(a, b), move(b, a));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 422]);
    expect(answers.find(({ status }) => status === 422)?.body.code).toBe('section.below-itself');
    const moves = (await ads.facts(website)).filter(([type]) => type === 'SectionMoved');
    expect(moves).toHaveLength(1);
  });
});
