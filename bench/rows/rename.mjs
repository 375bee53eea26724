/**
 * Renames campaigns with long histories in turns with campaigns with short ones: `PUT /v1/campaigns/{id}/name`, one
 * after another on one connection. A command folds a snapshot and at most a hundred events, so the length of a history
 * should not show.
 */
import { randomUUID } from 'node:crypto';
import { inTurns, ratio } from '../harness.mjs';
import { startKronika } from '../kronika.mjs';
import { load } from '../load.mjs';
import { connected } from '../postgres.mjs';

/** Enough campaigns with short histories that they stay short in spite of the renames. */
const groups = (quick) => [
  { events: 10, campaigns: quick ? 100 : 400 },
  { events: 1_000, campaigns: quick ? 5 : 20 },
  { events: 10_000, campaigns: quick ? 2 : 10 },
];

/** Histories as commands would have left them. */
async function campaignsWith(database, { events, campaigns }) {
  const ids = Array.from({ length: campaigns }, () => randomUUID());
  for (const id of ids)
    await database.query(
      `SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'campaign-' || $1::text, 'version', v,
         'type', CASE v WHEN 1 THEN 'CampaignCreated' ELSE 'CampaignNameSet' END,
         'data', CASE v WHEN 1 THEN '{"name": "1", "userId": 1, "currency": "EUR"}'::jsonb ELSE jsonb_build_object('name', v::text) END) ORDER BY v),
         '{"commandId": "bench", "actor": "bench", "correlationId": "bench", "causationId": null}') FROM generate_series(1, $2::int) AS v`,
      [id, events],
    );
  return ids;
}

/** Requires the first campaign to answer a rename by 204 and to have one more event. */
async function check(kronika, database, ids, events) {
  const { status, headers } = await kronika.put(`/v1/campaigns/${ids[0]}/name`, { name: 'checked' });
  const { rows } = await database.query(
    `SELECT version, type, data -> 'name' ? '$sealed' AS "isSealed" FROM log.events WHERE position = $1`,
    [headers['event-position']],
  );
  const told = JSON.stringify([status, rows[0]]);
  const expected = JSON.stringify([204, { version: events + 1, type: 'CampaignNameSet', isSealed: true }]);
  if (told !== expected) throw new Error(`A campaign of ${events} events answers ${told} instead of ${expected}`);
}

export default {
  name: 'rename',
  title: 'Renaming campaigns with long histories',

  async run({ quick, say }) {
    const kronika = await startKronika({ env: { ROLES: 'web' } });
    const database = await connected(kronika.databaseUrl);
    try {
      const sides = {};
      let named = 0;
      for (const group of groups(quick)) {
        const ids = await campaignsWith(database, group);
        await check(kronika, database, ids, group.events);
        const rename = (n) => ({
          method: 'PUT',
          path: `/v1/campaigns/${ids[n % ids.length]}/name`,
          body: { name: `${named++}` },
        });
        sides[group.events] = async () => {
          const { p50, statuses } = await load({ url: kronika.url, connections: 1, amount: quick ? 30 : 200, request: rename });
          if (Object.keys(statuses).join() !== '204') throw new Error(`Renames were answered ${JSON.stringify(statuses)}`);
          return p50;
        };
        say(`${ids.length} campaigns of ${group.events} events are there`);
      }
      await database.query('VACUUM ANALYZE log.events');
      // The first warm-up folds the long histories from their starts and leaves snapshots.
      const [[, short], ...long] = Object.entries(await inTurns(sides, { rounds: 5, warmUps: quick ? 1 : 3 }));
      return long.map(([events, times]) =>
        ratio({
          measured: 'A rename, p50',
          sizes: { events: Number(events) },
          peerSizes: { events: 10 },
          unit: 'ms',
          kronika: times,
          against: short,
          peer: 'on a campaign of 10 events',
          must: 1.5,
          dream: 1.1,
          isLowerBetter: true,
        }),
      );
    } finally {
      await database.end();
      await kronika.stop();
    }
  },
};
