import { AppTables } from '#kronika';
import { QUARTER_MS } from '../../durations.js';
import type { Decided } from './counting.js';
import { LeftOutTally } from './left-out.js';
import { addSums } from './sum-tables.js';

type Counts = Map<string, number>;

/** What happened in a section in a quarter of an hour. */
interface SectionCounts {
  readonly portfolioId: string;
  /** Of ordinary requests, then of invalid ones. */
  readonly requests: [number, number];
  readonly filled: [number, number];
  readonly fills: Counts;
  readonly refusals: Counts;
  readonly leftOut: LeftOutTally;
}

/** Requests, fills and reasons, which are added up in memory. A process that is killed loses those of a second. */
export class RequestCounts {
  private quarter = 0;
  private sections = new Map<string, SectionCounts>();
  private rows = new RequestRows();

  constructor(private readonly tables: AppTables) {}

  note({ now, portfolioId, sectionId, isInvalid, filled, refusals, leftOut }: Decided): void {
    const quarter = now - (now % QUARTER_MS);
    if (quarter !== this.quarter) {
      this.settle();
      this.quarter = quarter;
    }
    let section = this.sections.get(sectionId);
    if (!section) {
      section = newSection(portfolioId);
      this.sections.set(sectionId, section);
    }
    const kind = isInvalid ? 1 : 0;
    section.requests[kind] += 1;
    if (filled.length) section.filled[kind] += 1;
    if (isInvalid) return;
    for (const campaignId of filled) add(section.fills, campaignId, 1);
    for (const { campaignId, reason } of refusals) add(section.refusals, `${campaignId} ${reason}`, 1);
    section.leftOut.note(leftOut);
  }

  /** Writes what was added up. If it fails, it is written with the next flush. */
  async flush(): Promise<void> {
    this.settle();
    const { rows } = this;
    if (rows.isEmpty) return;
    this.rows = new RequestRows();
    try {
      await rows.write(this.tables);
    } catch (error) {
      rows.addTo(this.rows);
      throw error;
    }
  }

  /** Makes rows of the counts of a quarter. */
  private settle(): void {
    const quarter = new Date(this.quarter).toISOString();
    for (const [sectionId, section] of this.sections) this.rows.addSection(quarter, sectionId, section);
    this.sections = new Map();
  }
}

function newSection(portfolioId: string): SectionCounts {
  return { portfolioId, requests: [0, 0], filled: [0, 0], fills: new Map(), refusals: new Map(), leftOut: new LeftOutTally() };
}

/** Rows to be written, by their keys. */
class RequestRows {
  private readonly requests: Counts = new Map();
  private readonly filled: Counts = new Map();
  private readonly fills: Counts = new Map();
  private readonly reasons: Counts = new Map();

  get isEmpty(): boolean {
    return this.requests.size === 0;
  }

  addSection(quarter: string, sectionId: string, section: SectionCounts): void {
    const { portfolioId, requests, filled, fills, refusals, leftOut } = section;
    for (const kind of [0, 1] as const) {
      const key = `${quarter} ${portfolioId} ${sectionId} ${kind === 1}`;
      if (requests[kind]) add(this.requests, key, requests[kind]);
      if (filled[kind]) add(this.filled, key, filled[kind]);
    }
    for (const [campaignId, count] of fills) add(this.fills, `${quarter} ${campaignId} ${portfolioId} ${sectionId}`, count);
    for (const [key, count] of [...refusals, ...leftOut.reasons]) {
      const [campaignId, reason] = key.split(' ');
      add(this.reasons, `${quarter} ${campaignId} ${sectionId} ${reason}`, count);
    }
  }

  addTo(others: RequestRows): void {
    for (const kind of ['requests', 'filled', 'fills', 'reasons'] as const)
      for (const [key, count] of this[kind]) add(others[kind], key, count);
  }

  write(tables: AppTables): Promise<unknown> {
    const requests = rowsOf(this.requests, ['quarter', 'portfolio_id', 'section_id', 'is_invalid', 'requests']);
    const withFills = requests.map((row) => ({ ...row, filled: this.filled.get(keyOf(row)) ?? 0 }));
    const fills = rowsOf(this.fills, ['quarter', 'campaign_id', 'portfolio_id', 'section_id', 'fills']);
    const reasons = rowsOf(this.reasons, ['quarter', 'campaign_id', 'section_id', 'reason', 'times']);
    return tables.transaction((session) =>
      Promise.all([
        addSums(session, 'requests', withFills),
        addSums(session, 'fills', fills),
        session.query(ADD_REASONS_SQL, [JSON.stringify(reasons)]),
      ]),
    );
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

const ADD_REASONS_SQL = `
  INSERT INTO delivery.reasons AS r (quarter, campaign_id, section_id, reason, times)
  SELECT * FROM jsonb_to_recordset($1) AS t (quarter timestamptz, campaign_id uuid, section_id uuid, reason text, times bigint)
  ORDER BY quarter, campaign_id, section_id, reason COLLATE "C"
  ON CONFLICT (quarter, campaign_id, section_id, reason) DO UPDATE SET times = r.times + excluded.times`;
