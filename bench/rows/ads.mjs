/**
 * Ad decisions a second on 32 connections, with 20 and with 200 campaigns that may be shown, against a route of Nest
 * that answers the same bytes. Then the time from the answer to a pause until no process gives out an ad of the
 * campaign any more, with three processes on one database.
 */
import pg from 'pg';
import { BROWSER, constantOf, done, pathOf, sectionWith, untilAds } from '../ads.mjs';
import { difference, inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';

const CONNECTIONS = 32;

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
