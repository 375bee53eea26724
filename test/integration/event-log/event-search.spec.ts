import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CampaignPlacementsSet } from '../../../src/campaigns/campaign/campaign.events.js';
import { PortfolioCreated, SectionAdded, SectionRemoved } from '../../../src/campaigns/portfolio/portfolio.events.js';
import type { Queries } from '../../../src/shared/database/session.js';
import { CommandMeta } from '../../../src/shared/event-log/command-meta.js';
import { EventLog } from '../../../src/shared/event-log/event-log.js';
import { EventSearch } from '../../../src/shared/event-log/event-search.js';
import { EventTypes } from '../../../src/shared/event-log/events.js';
import { SenderScope } from '../../../src/shared/event-log/owners.js';
import type { Transaction } from '../../../src/shared/event-log/transaction.js';
import { Advertising } from '../../support/advertising.js';
import { ROOT } from '../../support/root.js';
import { Shop } from '../../support/shop.js';

class ParcelLost {
  static readonly type = 'parcel_lost';
  constructor(readonly data: object) {}
}
class ParcelFound {
  static readonly type = 'parcel_found';
  constructor(readonly data: object) {}
}
class ParcelDelivered {
  static readonly type = 'parcel_delivered';
  constructor(readonly data: object) {}
}

@Module({})
class Parcels {
  constructor(types: EventTypes) {
    types.register('parcel', { ParcelLost, ParcelFound, ParcelDelivered });
  }
}

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open({ ROLES: 'web' }, [Parcels]);
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());

/** Asks the question in the transaction of a command. */
async function ask<T>(question: (transaction: Transaction) => Promise<T>): Promise<T> {
  let answer: T | undefined;
  await shop.app.get(EventLog).transaction(new CommandMeta(), async (transaction) => {
    answer = await question(transaction);
  });
  return answer as T;
}

const parcel = (id: number, ...types: string[]) =>
  types.map((type, n) => ({ stream: `parcel-${id}`, version: n + 1, type: `parcel_${type}`, data: {} }));

describe('the latest event of some classes', () => {
  it('shows that a parcel was lost, though it was moved since', async () => {
    await ads.append([
      ...parcel(901, 'sent', 'lost', 'moved'),
      ...parcel(902, 'sent', 'moved'),
      ...parcel(903, 'sent', 'lost', 'found', 'moved'),
      ...parcel(904, 'sent', 'lost', 'moved', 'delivered'),
    ]);
    const streams = [901, 902, 903, 904, 905].map((id) => `parcel-${id}`);
    const latest = await ask(({ lockStreams }) => lockStreams(streams, 'shared'));
    expect(Object.fromEntries(latest)).toEqual({
      'parcel-901': 'parcel_moved',
      'parcel-902': 'parcel_moved',
      'parcel-903': 'parcel_moved',
      'parcel-904': 'parcel_delivered',
    });
    const state = await ask(({ lockStreams }) => lockStreams(streams, 'shared', [ParcelLost, ParcelFound, ParcelDelivered]));
    expect(Object.fromEntries(state)).toEqual({
      'parcel-901': ParcelLost.type,
      'parcel-903': ParcelFound.type,
      'parcel-904': ParcelDelivered.type,
    });
  });
});

describe('events found by their data', () => {
  it('are those of the class with one of the values, in the given streams', async () => {
    const [one, other] = [await ads.portfolio(), await ads.portfolio()];
    const sections = [await ads.section(one), await ads.section(one), await ads.section(other)];
    const find = (values: string[], streams?: string[]) =>
      ask(({ events }) => events.find(SectionAdded, { text: 'id', in: values }, streams));
    const found = await find([...sections.slice(1), randomUUID(), `' OR true --`]);
    expect(found.map(({ entityId, data }) => [entityId, data.id]).toSorted()).toEqual(
      [
        [one, sections[1]],
        [other, sections[2]],
      ].toSorted(),
    );
    expect(found[0]).toBeInstanceOf(SectionAdded);
    expect((await find(sections, [`portfolio-${other}`])).map(({ data }) => data.id)).toEqual([sections[2]]);
    expect(await find([])).toEqual([]);
    const [only] = await ask(({ events }) => events.find(SectionAdded, { text: 'id', is: sections[0] as string }));
    expect([only?.entityId, only?.data.id]).toEqual([one, sections[0]]);
    await ads.do('DELETE', `/portfolios/${one}/sections/${sections[0]}`);
    const removed = await ask(({ events }) => events.find(SectionRemoved, { list: 'removed', hasAny: sections }));
    expect(removed.map(({ entityId, data }) => [entityId, data.removed])).toEqual([[one, [sections[0]]]]);
  });

  it('name their entities page by page, each once', async () => {
    const section = await ads.section(await ads.portfolio());
    const campaigns: string[] = [];
    for (let n = 0; n < 5; n++) campaigns.push(await ads.campaign());
    for (const id of [...campaigns, ...campaigns]) await ads.set(id, 'placements', { sections: [section] });
    for (const id of campaigns) await ads.set(id, 'placements', { sections: [] });
    await ads.set(campaigns[0] as string, 'placements', { sections: [section] });
    const pages: string[][] = [];
    for (let after: string | null = null; pages.at(-1)?.length !== 0; after = pages.at(-1)?.at(-1) ?? null)
      pages.push(
        await ask(({ events }) =>
          events.entities(CampaignPlacementsSet, { list: 'sections', hasAny: [section] }, { after, limit: 2 }),
        ),
      );
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1, 0]);
    expect(pages.flat()).toEqual(campaigns.toSorted());
  });
});

describe('on a log of many events', () => {
  beforeAll(async () => {
    await shop.db.query(`
      SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'portfolio-' || gen_random_uuid(), 'version', 1, 'type', type,
          'data', jsonb_build_object('id', n::text, 'publisherId', n::text, 'sections', ARRAY[n::text], 'removed', ARRAY[n::text]))),
        '{"commandId": "test"}')
      FROM generate_series(1, 5000) AS n,
        unnest(ARRAY['SectionAdded', 'SectionRemoved', 'CampaignPlacementsSet', 'PortfolioCreated', 'CampaignNameSet']) AS type`);
    await shop.db.query('ANALYZE log.events');
  });

  /** The generic plan that Postgres keeps for a prepared statement. */
  async function planOf(question: (events: EventSearch) => Promise<unknown>): Promise<string> {
    const statements: string[] = [];
    const recorder: Queries = {
      query: async (sql) => {
        statements.push(sql);
        return [] as never;
      },
    };
    const types = shop.app.get(EventTypes);
    await question(new EventSearch(recorder, types, new SenderScope(recorder, types, undefined), () => undefined));
    const { rows } = await shop.db.query(`EXPLAIN (GENERIC_PLAN) ${statements[0]}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  it.each<[string, (events: EventSearch) => Promise<unknown>]>([
    ['events_section_added', (events) => events.find(SectionAdded, { text: 'id', in: [] })],
    ['events_section_added', (events) => events.find(SectionAdded, { text: 'id', is: '' })],
    ['events_section_added', (events) => events.find(SectionAdded, { text: 'id', is: '' }, [])],
    ['events_section_removed', (events) => events.find(SectionRemoved, { list: 'removed', hasAny: [] }, [])],
    [
      'events_placements',
      (events) => events.entities(CampaignPlacementsSet, { list: 'sections', hasAny: [] }, { after: null, limit: 100 }),
    ],
    [
      'events_portfolio_publisher',
      (events) => events.entities(PortfolioCreated, { text: 'publisherId', is: '' }, { after: null, limit: 10 }),
    ],
  ])('each question uses its index: %s', async (index, question) => {
    expect(await planOf(question)).toContain(index);
  });
});

it('no module queries the log by SQL of its own', async () => {
  for (const module of ['orders', 'goods', 'campaigns', 'order-history', 'overview', 'money', 'demo'])
    for (const file of await readdir(join(ROOT, 'src', module), { recursive: true }))
      if (file.endsWith('.ts'))
        expect(await readFile(join(ROOT, 'src', module, file), 'utf8'), `${module}/${file}`).not.toMatch(
          /\blog\.(events|snapshots|append|horizon)\b(?!\()/,
        );
});
