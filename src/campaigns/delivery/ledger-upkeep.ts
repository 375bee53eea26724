import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AppTables, CommandMeta, LogFollower, Refusal, Settings, Subscriptions } from '#kronika';
import { DAY_MS, HOUR_MS } from '../../durations.js';
import { FulfilCampaign } from '../campaign/fulfil-campaign.command.js';
import { LEDGER_SLOTS } from './ledger-rows.js';
import { catchUpDays } from './sum-tables.js';

const INTERVAL_MS = 500;

/** Leases that are closed at once. */
const MAX_LEASES = 500;

/** The ledger is kept for so many days. Sums are kept for good. */
const LEDGER_DAYS = 35;

/** Closed leases are kept for so long, so that it can be seen what became of them. */
const LEASE_DAYS = 2;

/** Closes leases after their last ad, tells campaigns that they are fulfilled, and forgets what is no longer needed. */
@Injectable()
export class LedgerUpkeep implements OnApplicationBootstrap {
  private readonly logger = new Logger('Ads');
  private forgotten = 0;

  constructor(
    private readonly tables: AppTables,
    private readonly subscriptions: Subscriptions,
    private readonly settings: Settings,
    private readonly bus: CommandBus,
    private readonly follower: LogFollower,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.isWorker) return;
    // A restore may bring back keys of viewers that were deleted.
    this.follower.replaced$.subscribe(() => {
      this.forgotten = 0;
    });
    this.subscriptions.run('The upkeep of the ledger', () => this.round());
  }

  private async round(): Promise<void> {
    const closed = await closeLeases(this.tables);
    await this.fulfil();
    const now = Date.now();
    if (now - this.forgotten >= HOUR_MS) {
      await forget(this.tables, now);
      const behind = await catchUpDays(this.tables, now);
      if (behind) this.logger.warn(`${behind} sums by day were behind those by quarter of an hour, as after an upgrade.`);
      this.forgotten = now;
    }
    if (closed < MAX_LEASES) await this.subscriptions.pause(INTERVAL_MS);
  }

  /**
   * Commands of campaigns whose limits are used up. The table says which are still to be sent, so a process that dies
   * in between leaves them to the next one; a command that comes twice has no effect.
   */
  private async fulfil(): Promise<void> {
    for (const { id, impressions, budget, counted, spend } of await this.tables.query<UsedUp>(USED_UP_SQL)) {
      const delivered = { impressions: Number(counted), spend: Number(spend) };
      await this.bus.execute(new FulfilCampaign(id, delivered, new CommandMeta({ actor: 'kronika' }))).catch((error) => {
        if (!(error instanceof Refusal)) throw error;
      });
      await this.tables.transaction((session) => session.query(FULFILLED_SQL, [id, impressions, budget]));
    }
  }
}

interface UsedUp {
  readonly id: string;
  readonly impressions: number | null;
  readonly budget: number | null;
  readonly counted: bigint;
  readonly spend: bigint;
}

/** Campaigns that have no room for a further view, also if all that is given out were to expire. */
const USED_UP_SQL = `
  SELECT l.campaign_id AS id, l.impressions, l.budget, t.counted, coalesce(m.counted, 0) AS spend
  FROM delivery.limits AS l
    JOIN delivery.caps AS t ON t.campaign_id = l.campaign_id AND t.period = 'total'
    LEFT JOIN delivery.caps AS m ON m.campaign_id = l.campaign_id AND m.period = l.currency
  WHERE NOT l.is_fulfilled AND (t.counted >= l.impressions OR m.counted + l.price > l.budget * 1000)`;

/** Unless the limits were changed meanwhile; then they are looked at again. */
const FULFILLED_SQL = `
  UPDATE delivery.limits SET is_fulfilled = true
  WHERE campaign_id = $1 AND impressions IS NOT DISTINCT FROM $2 AND budget IS NOT DISTINCT FROM $3`;

/** Closes leases whose last ad has expired, and gives back what nobody has seen. @returns how many */
async function closeLeases(tables: AppTables): Promise<number> {
  const leases = await tables.query<{ id: string }>(
    `SELECT id FROM delivery.leases WHERE closed_at IS NULL AND closes_at <= clock_timestamp() ORDER BY closes_at LIMIT $1`,
    [MAX_LEASES],
  );
  if (leases.length)
    await tables.transaction((session) =>
      session.query('SELECT delivery.release($1, $2)', [leases.map(({ id }) => id), leases.map(() => 0)]),
    );
  return leases.length;
}

/** Empties the partitions of days that are too old, and deletes keys of viewers, so that their hashes tell nothing. */
async function forget(tables: AppTables, now: number): Promise<void> {
  const today = Math.floor(now / DAY_MS);
  // The partitions between the oldest day to keep and tomorrow; that of tomorrow may be in use, as clocks are apart.
  for (let age = LEDGER_DAYS + 1; age < LEDGER_SLOTS - 1; age++) {
    const slot = (today - age + LEDGER_SLOTS) % LEDGER_SLOTS;
    const [row] = await tables.query(`SELECT slot FROM delivery.impressions WHERE slot = $1 LIMIT 1`, [slot]);
    if (row) await tables.transaction((session) => session.query('SELECT delivery.forget_day($1)', [slot]));
  }
  const day = new Date(now - HOUR_MS).toISOString().slice(0, 10);
  await tables.transaction(async (session) => {
    await session.query('DELETE FROM delivery.viewer_keys WHERE day < $1', [day]);
    await session.query('DELETE FROM delivery.viewers WHERE day < $1', [day]);
    await session.query(`DELETE FROM delivery.leases WHERE closed_at < clock_timestamp() - make_interval(days => $1)`, [
      LEASE_DAYS,
    ]);
    await session.query(`DELETE FROM delivery.caps WHERE period ~ '^[0-9]' AND period < $1 COLLATE "C" AND reserved = 0`, [
      new Date(now - LEDGER_DAYS * DAY_MS).toISOString().slice(0, 10),
    ]);
  });
}
