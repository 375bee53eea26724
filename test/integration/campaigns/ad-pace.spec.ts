import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countRows } from '../../../src/campaigns/delivery/ledger.js';
import { IMPRESSION, type LedgerRow, slotOf } from '../../../src/campaigns/delivery/ledger-rows.js';
import { localDays } from '../../../src/campaigns/delivery/local-days.js';
import { QUARTER_MS } from '../../../src/durations.js';
import { Shop } from '../../support/shop.js';

const ZONE = 'Europe/Prague';
const HOUR_MS = 3_600_000;
const STEP_MS = 3 * 60_000;
/** An ad is shown within this time. */
const LIFETIME_S = 900;
const PER_HOUR = 120;

let shop: Shop;
let client: pg.PoolClient;
beforeAll(async () => {
  // No upkeep, which would close the leases of other years.
  shop = await Shop.open({ ROLES: 'web', TIME_ZONE: ZONE });
  client = await shop.db.connect();
  // The clock of the database is the test's.
  await client.query(`
    CREATE SCHEMA clock;
    CREATE FUNCTION clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql
      RETURN to_timestamp(current_setting('clock.ms')::float8 / 1000);
    ALTER FUNCTION delivery.lease SET search_path = clock, pg_catalog;
    ALTER FUNCTION delivery.release SET search_path = clock, pg_catalog;
    SET search_path = clock, pg_catalog;
    SET clock.ms = '0'`);
});
afterAll(async () => {
  client.release(true);
  await shop.close();
});

/** Sends statements one after the other. */
let latest: Promise<unknown> = Promise.resolve();
const session = {
  query: <T>(sql: string, values?: unknown[]): Promise<T> => {
    const answer = latest.then(async () => (await client.query(sql, values)).rows as T);
    latest = answer;
    return answer;
  },
};

/** Views of a lease; none if the pace allows none. */
async function lease(campaign: string, now: number, wanted: number): Promise<{ id: string; views: number }> {
  const id = randomUUID();
  const { days, starts } = localDays(now, ZONE);
  const flight = [starts[0], starts.at(-1)];
  const { rows } = await client.query(
    'SELECT views::int, refusal FROM delivery.lease($1, $2, 1500, $3, $4, $5, $6, tstzrange($7, $8), $9)',
    [id, campaign, 'EUR', wanted, days, starts, ...flight, LIFETIME_S],
  );
  return { id, views: rows[0].views };
}

it.each([
  ['2026-03-29', 23],
  ['2026-10-25', 25],
])('even pacing bills each hour of %s, which has %i, its share within a twentieth', async (day, hours) => {
  const campaign = randomUUID();
  await client.query(
    `INSERT INTO delivery.limits (campaign_id, impressions, per_day, budget, pacing) VALUES ($1, NULL, $2, NULL, 'even')`,
    [campaign, PER_HOUR * hours],
  );
  const start = Date.parse(localDays(Date.parse(`${day}T12:00:00Z`), ZONE).starts[1] as string);
  const [portfolioId, sectionId, creativeId] = [randomUUID(), randomUUID(), randomUUID()];
  let given = 0;
  for (let now = start + STEP_MS / 2; now < start + hours * HOUR_MS; now += STEP_MS) {
    await client.query(`SELECT set_config('clock.ms', $1, false)`, [String(now)]);
    await client.query(
      `SELECT delivery.release(array_agg(id), array_agg(0::bigint)) FROM delivery.leases
       WHERE campaign_id = $1 AND closed_at IS NULL AND closes_at <= clock_timestamp()`,
      [campaign],
    );
    const rows: LedgerRow[] = [];
    // As long as there are views. One ad in twenty is not shown.
    for (;;) {
      const { id: lease_id, views } = await lease(campaign, now, 2_048);
      if (views < 1) break;
      for (let view = 0; view < views; view++)
        if (given++ % 20 > 0)
          rows.push({
            slot: slotOf(now),
            id: randomUUID(),
            quarter: new Date(now - (now % QUARTER_MS)).toISOString(),
            campaign_id: campaign,
            portfolio_id: portfolioId,
            section_id: sectionId,
            creative_id: creativeId,
            device: 'tv',
            lease_id,
            seen: IMPRESSION,
            invalid: 0,
            code: null,
          });
    }
    await client.query('BEGIN');
    await countRows(session, rows);
    await client.query('COMMIT');
  }
  const query = { from: day, to: day, time_zone: ZONE, campaignId: campaign, by: 'hour' };
  const { data } = (await shop.get('/v1/reports/delivery', query).expect(200)).body;
  expect(data).toHaveLength(hours);
  for (const { hour, billed } of data) expect(Math.abs(billed / PER_HOUR - 1), `${hour}: ${billed}`).toBeLessThanOrEqual(0.05);
  const total = data.reduce((sum: number, { billed }: { billed: number }) => sum + billed, 0);
  expect(total).toBeLessThanOrEqual(PER_HOUR * hours);
});
