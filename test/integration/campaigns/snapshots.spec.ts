import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { campaignDecider } from '../../../src/campaigns/campaign/campaign.decider.js';
import { Advertising, FAR, NO_SCHEDULE } from '../../support/advertising.js';
import { Shop } from '../../support/shop.js';

let shop: Shop;
let ads: Advertising;
beforeAll(async () => {
  shop = await Shop.open({ ROLES: 'web' });
  ads = await Advertising.of(shop);
});
afterAll(() => shop.close());
beforeEach(() => forget());

const snapshots = async () => (await shop.db.query('SELECT stream, decider, version, state FROM log.snapshots')).rows;
const forget = () => shop.db.query('DELETE FROM log.snapshots');
const rename = (id: string, name: string) => ads.do('PUT', `/campaigns/${id}/name`, { name });

/** Creates a campaign and renames it until it has this number of events. Its last name is `Sale <events>`. */
async function campaignOf(events: number): Promise<string> {
  const id = await ads.campaign({ name: 'Sale 1' });
  const names = Array.from({ length: events - 1 }, (_, n) => ({
    stream: `campaign-${id}`,
    version: n + 2,
    type: 'CampaignNameSet',
    data: { name: `Sale ${n + 2}` },
  }));
  for (let n = 0; n < names.length; n += 2_500) await ads.append(names.slice(n, n + 2_500));
  return id;
}

const CURRENT = campaignDecider.version;

const pretend = (name: string, decider: number = CURRENT) =>
  shop.db.query("UPDATE log.snapshots SET decider = $2, state = jsonb_set(state::jsonb, '{name}', to_jsonb($1::text))::json", [
    name,
    decider,
  ]);

describe('a campaign of 10,000 events', () => {
  it('is changed like any other, and leaves a snapshot', async () => {
    const id = await campaignOf(10_000);
    expect(await rename(id, 'Sale 10000')).toMatchObject({ etag: '"10000"' });
    expect(await snapshots()).toMatchObject([
      { stream: `campaign-${id}`, decider: CURRENT, version: 10_000, state: { name: 'Sale 10000', userId: 42, deleted: false } },
    ]);
    expect(await rename(id, 'Other')).toMatchObject({ status: 204, etag: '"10001"' });
    expect(await rename(id, 'Other')).toMatchObject({ status: 204, etag: '"10001"' });
    expect((await snapshots())[0].version).toBe(10_000);
    const stale = await ads.send('PUT', `/campaigns/${id}/name`, { name: 'Late' }, { 'If-Match': '"10000"' });
    expect(stale).toMatchObject({ status: 412, body: { version: 10_001, events: [{ data: { name: 'Other' } }] } });
  });

  it('is folded from its snapshot and later events until the snapshot is deleted', async () => {
    const id = await campaignOf(10_000);
    await ads.do('PUT', `/campaigns/${id}/price`, { amount: 7 });
    await pretend('Pretended');
    expect(await rename(id, 'Pretended')).toMatchObject({ etag: '"10001"' });
    expect(await ads.do('PUT', `/campaigns/${id}/price`, { amount: 7 })).toMatchObject({ etag: '"10001"' });
    await forget();
    expect(await rename(id, 'Sale 10000')).toMatchObject({ etag: '"10001"' });
    expect(await rename(id, 'Pretended')).toMatchObject({ etag: '"10002"' });
  });
});

describe('a snapshot', () => {
  it('is made every 3 events', async () => {
    const id = await campaignOf(2);
    await rename(id, 'Sale 3');
    expect(await snapshots()).toEqual([]);
    await rename(id, 'Sale 4');
    expect(await snapshots()).toMatchObject([{ version: 3, state: { name: 'Sale 3' } }]);
    for (let n = 5; n <= 8; n++) await rename(id, `Sale ${n}`);
    expect(await snapshots()).toMatchObject([{ version: 6, state: { name: 'Sale 6' } }]);
  });

  it('is made every 10 events where it is large', async () => {
    const id = await campaignOf(3);
    await rename(id, 'Sale 4');
    await shop.db.query(
      `UPDATE log.snapshots SET state = state::jsonb || jsonb_build_object('more',
         (SELECT string_agg(md5(n::text), '') FROM generate_series(1, 200) AS n))`,
    );
    for (let n = 5; n <= 13; n++) await rename(id, `Sale ${n}`);
    expect(await snapshots()).toMatchObject([{ version: 3 }]);
    await rename(id, 'Sale 14');
    expect(await snapshots()).toMatchObject([{ version: 13, state: { name: 'Sale 13' } }]);
  });

  it('is made of each of the streams that change together', async () => {
    const lengths = Array.from({ length: 12 }, (_, n) => n + 1);
    const ids: string[] = [];
    for (const length of lengths) ids.push(await campaignOf(length));
    await Promise.all(ids.map((id, n) => rename(id, `Other ${n}`)));
    const long = ids.flatMap((id, n) => ((lengths[n] as number) < 3 ? [] : [[`campaign-${id}`, lengths[n]] as const]));
    const made = (await snapshots()).map(({ stream, version, state }) => [stream, version, state.name]);
    expect(made.toSorted()).toEqual(long.map(([stream, length]) => [stream, length, `Sale ${length}`]).toSorted());
  });

  it.each([CURRENT - 1, CURRENT + 1])('of version %d of the decider is not read', async (decider) => {
    const id = await campaignOf(150);
    await rename(id, 'Sale 150');
    await pretend('Pretended', decider);
    expect(await rename(id, 'Sale 150')).toMatchObject({ etag: '"150"' });
    // An older snapshot is replaced. A newer one stays for newer code, which may be started again.
    expect(await snapshots()).toMatchObject([
      decider < CURRENT ? { decider: CURRENT, state: { name: 'Sale 150' } } : { decider, state: { name: 'Pretended' } },
    ]);
    expect(await rename(id, 'Pretended')).toMatchObject({ etag: '"151"' });
  });
});

/** Random numbers below `limit`; the same seed gives the same numbers (mulberry32). */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}

/** Sends the same command to both twins. The second one never has a snapshot, and both must give the same answer. */
async function sendToTwins(
  twins: readonly [string, string],
  send: (id: string) => ReturnType<Advertising['send']>,
  description: string,
) {
  const [known, plain] = [await send(twins[0]), await send(twins[1])];
  expect([known.status, known.etag, known.body.code], description).toEqual([plain.status, plain.etag, plain.body.code]);
  await shop.db.query("DELETE FROM log.snapshots WHERE stream LIKE '%' || $1", [twins[1]]);
  return known.status;
}

describe('with or without snapshots', () => {
  it.each([1, 2, 3])('a campaign takes the same course, by seed %d', { timeout: 120_000 }, async (seed) => {
    const roll = dice(seed);
    const pick = <T>(values: readonly T[]) => values[roll(values.length)] as T;
    const portfolio = await ads.portfolio();
    const sections = [await ads.section(portfolio), await ads.section(portfolio)];
    const twins = [await campaignOf(90), await campaignOf(90)] as const;
    let version = 90;
    const commands: (() => [string, string, object])[] = [
      () => ['PUT', 'name', { name: pick(['Sale 90', 'Other', '']) }],
      () => ['PUT', 'price', { amount: roll(3) }],
      () => ['PUT', 'currency', { currency: pick(['EUR', 'CZK', 'XXQ']) }],
      () => ['PUT', 'paused', { paused: roll(2) === 0 }],
      () => ['PUT', 'schedule', pick([FAR, NO_SCHEDULE, { start: FAR.end, end: FAR.start }])],
      () => ['PUT', 'placements', { sections: sections.filter(() => roll(2) === 0) }],
      () => ['POST', 'undo', { version: 85 + roll(version - 80) }],
    ];
    for (let n = 0; n < 120; n++) {
      const [method, what, body] = pick(commands)();
      const headers = roll(4) === 0 ? { 'If-Match': `"${version - roll(2)}"` } : undefined;
      const description = `${n}: ${what} ${JSON.stringify(body)}`;
      await sendToTwins(twins, (id) => ads.send(method, `/campaigns/${id}/${what}`, body, headers), description);
      version = (await ads.events(twins[0])).length;
      if (roll(30) === 0) await forget();
    }
    expect(version).toBeGreaterThan(130);
    expect(await ads.facts(twins[0])).toEqual(await ads.facts(twins[1]));
  });

  it('a portfolio takes the same course', { timeout: 120_000 }, async () => {
    const roll = dice(4);
    const twins = [await ads.portfolio(), await ads.portfolio()] as const;
    // Each portfolio has section ids of its own, because an id belongs to one portfolio only.
    const sections = twins.map(() => Array.from({ length: 200 }, () => randomUUID()));
    const idOf = (portfolio: string, n: number | null) => (n === null ? null : sections[twins.indexOf(portfolio)]?.[n]);
    let added = 0;
    const somewhere = () => (roll(4) ? roll(added + 1) : null);
    const statuses: number[] = [];
    for (let n = 0; n < 300; n++) {
      const [kind, section, parent, before] = [roll(6), roll(added + 1), somewhere(), roll(3) ? null : roll(added + 1)];
      const path = (id: string) => `/portfolios/${id}/sections`;
      const status = await sendToTwins(
        twins,
        (id) => {
          const [own, parentId] = [idOf(id, section), idOf(id, parent)];
          if (kind < 3) return ads.send('POST', path(id), { id: idOf(id, added), name: `Section ${added}`, parentId });
          if (kind === 3) return ads.send('PUT', `${path(id)}/${own}/name`, { name: `Name ${n % 3}` });
          if (kind === 4) return ads.send('PUT', `${path(id)}/${own}/place`, { parentId, before: idOf(id, before) });
          return n % 4
            ? ads.send('PUT', `/portfolios/${id}/name`, { name: `Website ${n}` })
            : ads.send('DELETE', `${path(id)}/${own}`);
        },
        `step ${n}`,
      );
      statuses.push(status);
      if (kind < 3 && status === 201) added += 1;
    }
    expect(new Set(statuses)).toEqual(new Set([201, 204, 404, 409, 422]));
    const told = await Promise.all(
      twins.map(async (id, twin) => {
        const text = JSON.stringify((await ads.facts(id)).slice(1));
        return sections[twin]?.reduce((changed, section, n) => changed.replaceAll(section, `section ${n}`), text);
      }),
    );
    expect(told[0]).toBe(told[1]);
    expect(await snapshots()).toMatchObject([{ stream: `portfolio-${twins[0]}` }]);
  });
});
