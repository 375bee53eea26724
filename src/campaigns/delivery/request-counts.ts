import { AppTables } from '#kronika';
import type { Decided } from './counting.js';
import { QUARTER_MS } from './ledger-rows.js';

type Counts = Map<string, number>;

/** Requests, fills and reasons, which are added up in memory. A process that is killed loses those of a second. */
export class RequestCounts {
  private requests: Counts = new Map();
  private filled: Counts = new Map();
  private fills: Counts = new Map();
  private reasons: Counts = new Map();

  constructor(private readonly tables: AppTables) {}

  note({ now, portfolioId, sectionId, isInvalid, filled, reasons }: Decided): void {
    const quarter = new Date(now - (now % QUARTER_MS)).toISOString();
    const request = `${quarter} ${portfolioId} ${sectionId} ${isInvalid}`;
    add(this.requests, request, 1);
    if (filled.length) add(this.filled, request, 1);
    if (isInvalid) return;
    for (const campaignId of filled) add(this.fills, `${quarter} ${campaignId} ${portfolioId} ${sectionId}`, 1);
    for (const { campaignId, reason } of reasons) add(this.reasons, `${quarter} ${campaignId} ${sectionId} ${reason}`, 1);
  }

  /** Writes what was added up. If it fails, it is written with the next flush. */
  async flush(): Promise<void> {
    const { requests, filled, fills, reasons } = this;
    if (!requests.size) return;
    [this.requests, this.filled, this.fills, this.reasons] = [new Map(), new Map(), new Map(), new Map()];
    try {
      await this.tables.transaction(async (session) => {
        const request = rowsOf(requests, ['quarter', 'portfolio_id', 'section_id', 'is_invalid', 'requests']);
        const withFills = request.map((row) => ({ ...row, filled: filled.get(keyOf(row)) ?? 0 }));
        await Promise.all([
          session.query(ADD_REQUESTS_SQL, [JSON.stringify(withFills)]),
          session.query(ADD_FILLS_SQL, [
            JSON.stringify(rowsOf(fills, ['quarter', 'campaign_id', 'portfolio_id', 'section_id', 'fills'])),
          ]),
          session.query(ADD_REASONS_SQL, [
            JSON.stringify(rowsOf(reasons, ['quarter', 'campaign_id', 'section_id', 'reason', 'times'])),
          ]),
        ]);
      });
    } catch (error) {
      for (const [now, lost] of [
        [this.requests, requests],
        [this.filled, filled],
        [this.fills, fills],
        [this.reasons, reasons],
      ] as const)
        for (const [key, count] of lost) add(now, key, count);
      throw error;
    }
  }
}

function add(counts: Counts, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

type Row = Readonly<Record<string, string | number>>;

const keyOf = ({ quarter, portfolio_id, section_id, is_invalid }: Row) =>
  `${quarter} ${portfolio_id} ${section_id} ${is_invalid}`;

/** @param columns of the parts of a key, and then of the count */
function rowsOf(counts: Counts, columns: readonly string[]): Row[] {
  return [...counts].map(([key, count]) => {
    const values = [...key.split(' '), count];
    return Object.fromEntries(columns.map((column, n) => [column, values[n] as string | number]));
  });
}

const ADD_REQUESTS_SQL = `
  INSERT INTO delivery.requests AS r (quarter, portfolio_id, section_id, is_invalid, requests, filled)
  SELECT * FROM jsonb_to_recordset($1) AS t (quarter timestamptz, portfolio_id uuid, section_id uuid, is_invalid boolean,
    requests bigint, filled bigint) ORDER BY 1, 3, 4
  ON CONFLICT (quarter, section_id, is_invalid)
    DO UPDATE SET requests = r.requests + excluded.requests, filled = r.filled + excluded.filled`;

const ADD_FILLS_SQL = `
  INSERT INTO delivery.fills AS f (quarter, campaign_id, portfolio_id, section_id, fills)
  SELECT * FROM jsonb_to_recordset($1) AS t (quarter timestamptz, campaign_id uuid, portfolio_id uuid, section_id uuid,
    fills bigint) ORDER BY 1, 2, 4
  ON CONFLICT (quarter, campaign_id, section_id) DO UPDATE SET fills = f.fills + excluded.fills`;

const ADD_REASONS_SQL = `
  INSERT INTO delivery.reasons AS r (quarter, campaign_id, section_id, reason, times)
  SELECT * FROM jsonb_to_recordset($1) AS t (quarter timestamptz, campaign_id uuid, section_id uuid, reason text, times bigint)
  ORDER BY quarter, campaign_id, section_id, reason COLLATE "C"
  ON CONFLICT (quarter, campaign_id, section_id, reason) DO UPDATE SET times = r.times + excluded.times`;
