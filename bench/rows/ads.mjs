/**
 * Ad decisions a second on 32 connections, with 20 and with 200 campaigns that may be shown, against a route of Nest
 * that answers the same bytes. Then the time from the answer to a pause until no process gives out an ad of the
 * campaign any more, with three processes on one database.
 */
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import pg from 'pg';
import { difference, inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';

const CONNECTIONS = 32;
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const ADDED = ['date', 'connection', 'keep-alive', 'content-length', 'x-request-id'];
const MEDIA = {
  sha256: 'ab'.repeat(32),
  bytes: 126_000,
  type: 'video/mp4',
  width: 640,
  height: 360,
  durationMs: 6_000,
  codec: 'avc1.64001f',
  bitrate: 168_000,
};

async function done(answer) {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`${status}: ${body}`);
}

/** A section with campaigns of the same tier and price. @returns its id, and those of the campaigns */
async function sectionWith(kronika, client, amount) {
  const [publisher, portfolio, section] = [randomUUID(), randomUUID(), randomUUID()];
  await done(kronika.post('/v1/publishers', { id: publisher, name: 'MAFRA' }));
  await done(kronika.post('/v1/portfolios', { id: portfolio, name: 'idnes.cz', publisherId: publisher }));
  await done(kronika.post(`/v1/portfolios/${portfolio}/sections`, { id: section, name: 'Technet', parentId: null }));
  const campaign = async (_, n) => {
    const [id, creative] = [randomUUID(), randomUUID()];
    await done(kronika.post('/v1/campaigns', { id, name: `Campaign ${n}`, userId: 1 }));
    await done(kronika.put(`/v1/campaigns/${id}/price`, { amount: 1_000 }));
    await done(kronika.put(`/v1/campaigns/${id}/placements`, { sections: [section] }));
    await done(kronika.put(`/v1/campaigns/${id}/schedule`, { start: '2000-01-01', end: '2900-01-01' }));
    const clickThrough = 'https://shop.example/spring';
    await done(kronika.post('/v1/creatives', { id: creative, campaignId: id, name: 'Spot', clickThrough }));
    const events = [{ stream: `creative-${creative}`, version: 2, type: 'CreativeMediaAdded', data: MEDIA }];
    const metadata = { commandId: randomUUID(), actor: 'bench', correlationId: randomUUID(), causationId: null };
    await client.query('SELECT log.append($1, $2)', [JSON.stringify(events), metadata]);
    await done(kronika.put(`/v1/creatives/${creative}/approval`, { state: 'approved', reason: null }));
    return id;
  };
  const campaigns = await Promise.all(Array.from({ length: amount }, campaign));
  return { section, campaigns };
}

async function constantOf(url) {
  const answer = await fetch(url, { headers: { 'user-agent': BROWSER } });
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !ADDED.includes(name)));
  const child = fork(join(import.meta.dirname, '../constant-nest.mjs'));
  child.send({ headers, body: await answer.text() });
  const [address] = await once(child, 'message');
  return { url: address, stop: () => child.disconnect() };
}

const pathOf = (section) => `/v1/ads/vast?section=${section}`;

/** Resolves once a process gives out an ad, or none. */
async function untilAds(kronika, section, wanted) {
  for (;;) {
    const answer = await fetch(`${kronika.url}${pathOf(section)}`, { headers: { 'user-agent': BROWSER } });
    if ((await answer.text()).includes('<Ad id=') === wanted) return performance.now();
  }
}

export default {
  name: 'ads',
  title: 'Ads on 32 connections',

  async run({ quick }) {
    // All requests come from one address, which shows none of its ads.
    const env = { AD_UNSEEN_LIMIT: '0' };
    const kronika = await startKronika({ env });
    const closing = [() => kronika.stop()];
    const client = new pg.Client(kronika.databaseUrl);
    try {
      await client.connect();
      closing.unshift(() => client.end());
      const small = await sectionWith(kronika, client, 20);
      const large = await sectionWith(kronika, client, 200);
      for (const { section } of [small, large]) await untilAds(kronika, section, true);
      const constant = await constantOf(`${kronika.url}${pathOf(small.section)}`);
      closing.unshift(constant.stop);
      const side = (url, section) => async () => {
        const request = () => ({ method: 'GET', path: pathOf(section), headers: { 'user-agent': BROWSER } });
        const { perSecond, p99, statuses } = await load({ url, connections: CONNECTIONS, seconds: quick ? 0.6 : 2, request });
        if (Object.keys(statuses).join() !== '200') throw new Error(JSON.stringify(statuses));
        return { perSecond, p99 };
      };
      const sides = {
        small: side(kronika.url, small.section),
        large: side(kronika.url, large.section),
        constant: side(constant.url, small.section),
      };
      const rounds = await inTurns(sides, { rounds: quick ? 5 : 7, warmUps: quick ? 3 : 4 });
      const values = (name, value) => rounds[name].map((each) => each[value]);
      const common = { peer: 'Nest, a constant', sizes: { connections: CONNECTIONS, campaigns: 20 } };
      const lines = [
        ratio({
          ...common,
          measured: 'GET /v1/ads/vast',
          unit: 'decisions/s',
          kronika: values('small', 'perSecond'),
          against: values('constant', 'perSecond'),
          must: 0.5,
          dream: 0.8,
        }),
        ratio({
          ...common,
          measured: 'its 99th percentile',
          unit: 'ms',
          kronika: values('small', 'p99'),
          against: values('constant', 'p99'),
          must: 3,
          dream: 1.5,
          isLowerBetter: true,
        }),
        ratio({
          measured: '200 campaigns',
          unit: 'decisions/s',
          kronika: values('large', 'perSecond'),
          against: values('small', 'perSecond'),
          peer: '20 campaigns',
          must: 0.8,
          dream: 0.95,
          sizes: { connections: CONNECTIONS, campaigns: 200 },
        }),
      ];
      const others = [];
      for (let n = 0; n < 2; n++) others.push(await startKronika({ databaseUrl: kronika.databaseUrl, env }));
      closing.unshift(...others.map((other) => () => other.stop()));
      const one = await sectionWith(kronika, client, 1);
      const all = [kronika, ...others];
      const pauses = [];
      for (let round = 0; round < (quick ? 5 : 11); round++) {
        await done(kronika.put(`/v1/campaigns/${one.campaigns[0]}/paused`, { paused: false }));
        await Promise.all(all.map((each) => untilAds(each, one.section, true)));
        await done(kronika.put(`/v1/campaigns/${one.campaigns[0]}/paused`, { paused: true }));
        const paused = performance.now();
        const ends = await Promise.all(all.map((each) => untilAds(each, one.section, false)));
        pauses.push(Math.max(...ends) - paused);
      }
      lines.push(
        difference({
          measured: 'from a pause to no ad in three processes',
          unit: 'ms',
          kronika: pauses,
          against: pauses.map(() => 0),
          peer: 'the answer to the command',
          must: 1_000,
          dream: 200,
        }),
      );
      return lines;
    } finally {
      for (const close of closing) await close();
    }
  },
};
