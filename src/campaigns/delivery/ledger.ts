import { Logger } from '@nestjs/common';
import { AppTables, Batcher, type Queries } from '#kronika';
import { CountingBusy } from './counting.js';
import { IMPRESSION, joinRows, LATE, type LedgerRow } from './ledger-rows.js';
import { type FreshRow, type Sums, sumsOf } from './ledger-sums.js';
import { addSums } from './sum-tables.js';

/** Beacons of a commit. */
const MAX_BATCH = 512;

/** Commits in progress. A second one is being prepared while the first one reaches the disk. */
const MAX_COMMITS = 2;

/** Beacons that wait. More of them would wait longer than players do. */
const MAX_WAITING = 10_000;

/** Counts beacons in Postgres. Those that come together are committed together. */
export class Ledger {
  private readonly logger = new Logger('Ads');
  private readonly batcher: Batcher<LedgerRow, undefined>;
  /** Beacons that wait for their commit. */
  waiting = 0;

  /** @param committed told of the sums of each commit */
  constructor(
    private readonly tables: AppTables,
    private readonly committed: (sums: Sums) => void,
  ) {
    this.batcher = new Batcher((rows) => this.commit(rows), {
      maxSize: MAX_BATCH,
      maxConcurrent: MAX_COMMITS,
      schedule: setImmediate,
    });
  }

  /**
   * @returns after the commit
   * @throws CountingBusy; the same beacon may be sent again, whether it was counted or not
   */
  async count(row: LedgerRow): Promise<void> {
    if (this.waiting >= MAX_WAITING) throw new CountingBusy('Too many beacons are waiting to be counted.');
    this.waiting += 1;
    try {
      await this.batcher.ask(row);
    } catch (error) {
      this.logger.warn(`Beacons were not counted: ${(error as Error).message}`);
      throw new CountingBusy('The database does not count beacons at the moment.');
    } finally {
      this.waiting -= 1;
    }
  }

  private async commit(beacons: readonly LedgerRow[]): Promise<undefined[]> {
    const rows = joinRows(beacons);
    const sums = await this.tables.transaction((session) => countRows(session, rows));
    this.committed(sums);
    return beacons.map(() => undefined);
  }
}

/**
 * Counts rows, each event of a view once. Leases are locked first, then views, caps and sums, each in the order of
 * their keys, so that batches can't deadlock.
 */
export async function countRows(session: Queries, rows: readonly LedgerRow[]): Promise<Sums> {
  const leases = [...new Set(rows.flatMap(({ lease_id, seen }) => (lease_id && seen & IMPRESSION ? [lease_id] : [])))];
  // Sent together. The second statement sees leases as they are under the locks of the first one.
  const [, found] = await Promise.all([
    leases.length ? session.query(LOCK_LEASES_SQL, [leases]) : undefined,
    session.query<FreshRow[]>(COUNT_VIEWS_SQL, [JSON.stringify(rows)]),
  ]);
  const sums = sumsOf(rows, found);
  await Promise.all([
    ...(sums.leases.length
      ? [session.query(COUNT_LEASES_SQL, [sums.leases.map(({ id }) => id), sums.leases.map(({ views }) => views)])]
      : []),
    ...(['spend', 'quarters', 'errors'] as const).map((table) => addSums(session, table, sums[table])),
  ]);
  return sums;
}

const LOCK_LEASES_SQL = 'SELECT FROM delivery.leases WHERE id = ANY ($1) ORDER BY id FOR UPDATE';

/** A view is billed with its impression, unless its lease is closed or it is invalid traffic. */
const COUNT_VIEWS_SQL = `
  INSERT INTO delivery.impressions AS i (slot, id, quarter, campaign_id, portfolio_id, section_id, creative_id, device, seen,
    invalid, fresh, code, is_billed, currency, price)
  SELECT r.slot, r.id, r.quarter, r.campaign_id, r.portfolio_id, r.section_id, r.creative_id, r.device, r.seen, r.invalid, r.seen,
    r.code, l.id IS NOT NULL, l.currency, l.price
  FROM jsonb_to_recordset($1) AS r (slot smallint, id uuid, quarter timestamptz, campaign_id uuid, portfolio_id uuid,
      section_id uuid, creative_id uuid, device text, lease_id uuid, seen integer, invalid integer, code integer)
    LEFT JOIN delivery.leases AS l ON l.id = r.lease_id AND l.closed_at IS NULL AND l.closes_at > clock_timestamp()
      AND r.seen & ~r.invalid & ${IMPRESSION} <> 0
  ORDER BY r.slot, r.id
  ON CONFLICT (slot, id) DO UPDATE SET
    fresh = excluded.seen & ~i.seen,
    seen = i.seen | excluded.seen,
    invalid = i.invalid | (excluded.invalid & ~i.seen),
    code = coalesce(i.code, excluded.code),
    is_billed = CASE WHEN i.seen & ${IMPRESSION} = 0 THEN excluded.is_billed ELSE i.is_billed END,
    currency = CASE WHEN i.seen & ${IMPRESSION} = 0 THEN excluded.currency ELSE i.currency END,
    price = CASE WHEN i.seen & ${IMPRESSION} = 0 THEN excluded.price ELSE i.price END
  RETURNING id, fresh, fresh & invalid AS invalid, is_billed, code, currency, price,
    (seen & ~fresh & ~invalid & ${LATE} <> 0 OR (seen & ~fresh & ~invalid & ${IMPRESSION} <> 0 AND NOT is_billed)) AS was_late`;

/** Moves views from reserved to counted. Leases are locked already. */
const COUNT_LEASES_SQL = `
  WITH counted AS (
    UPDATE delivery.leases AS l SET counted = l.counted + c.views FROM unnest($1::uuid[], $2::bigint[]) AS c (id, views)
    WHERE l.id = c.id RETURNING l.campaign_id, l.day, l.currency, l.price, c.views
  )
  SELECT delivery.move(jsonb_agg(jsonb_build_object('campaign', campaign_id, 'period', period, 'counted', n, 'reserved', -n)))
  FROM counted, LATERAL (VALUES ('total', views::numeric), (day, views), (currency, views * price)) AS p (period, n)`;
