import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AppTables, Settings, Subscriptions } from '#kronika';
import { LEDGER_SLOTS } from './ledger-rows.js';

const INTERVAL_MS = 500;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Leases that are closed at once. */
const MAX_LEASES = 500;

/** The ledger is kept for so many days. Sums are kept for good. */
const LEDGER_DAYS = 35;

/** Closed leases are kept for so long, so that it can be seen what became of them. */
const LEASE_DAYS = 2;

/** Closes leases after their last ad, and forgets what is no longer needed. */
@Injectable()
export class LedgerUpkeep implements OnApplicationBootstrap {
  private forgotten = 0;

  constructor(
    private readonly tables: AppTables,
    private readonly subscriptions: Subscriptions,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.settings.isWorker) return;
    this.subscriptions.run('The upkeep of the ledger', () => this.round());
  }

  private async round(): Promise<void> {
    const closed = await closeLeases(this.tables);
    const now = Date.now();
    if (now - this.forgotten >= HOUR_MS) {
      await forget(this.tables, now);
      this.forgotten = now;
    }
    if (closed < MAX_LEASES) await this.subscriptions.pause(INTERVAL_MS);
  }
}

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
