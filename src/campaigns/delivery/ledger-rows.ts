import { DAY_MS, QUARTER_MS } from '../../durations.js';
import { BEACONS, type Beacon } from './counting.js';
import { type AdToken, decidedAt } from './token.js';

/** The partitions of the ledger, of which each has one day. */
export const LEDGER_SLOTS = 42;

/** After the bits of `BEACONS`: an event that came so late that it no longer counts, or a view that is not billed. */
export const LATE = 1 << BEACONS.length;
export const EVENT_COUNT = BEACONS.length + 1;
export const IMPRESSION = bitOf('impression');
export const ERROR = bitOf('error');

/** A view may go on for so long after its ad has expired. Events after that are late. */
const MAX_VIEW_MS = 900_000;

/** The code of an error that came without one that can be read. */
export const UNKNOWN_ERROR = 0;

export function bitOf(beacon: Beacon): number {
  return 1 << BEACONS.indexOf(beacon);
}

/** A beacon, or several of one view, as the ledger gets it. Its names are those of the columns. */
export interface LedgerRow {
  readonly slot: number;
  readonly id: string;
  readonly quarter: string;
  readonly campaign_id: string;
  readonly portfolio_id: string;
  readonly section_id: string;
  readonly creative_id: string;
  readonly device: string;
  readonly lease_id: string | null;
  readonly seen: number;
  readonly invalid: number;
  readonly code: number | null;
}

/** The partition of a moment. */
export const slotOf = (ms: number): number => Math.floor(ms / DAY_MS) % LEDGER_SLOTS;

/** @param now when the beacon came, in ms since 1970 */
export function ledgerRow(
  token: AdToken,
  beacon: Beacon,
  { errorCode, isInvalid }: { readonly errorCode: string | null; readonly isInvalid: boolean },
  now: number,
): LedgerRow {
  const decided = decidedAt(token);
  const isLate = now > decided + token.expiresInSeconds * 1_000 + MAX_VIEW_MS;
  // An impression is late if its lease is closed, which only the database knows.
  const seen = isLate && beacon !== 'impression' ? LATE : bitOf(beacon);
  return {
    slot: slotOf(decided),
    id: token.id,
    quarter: new Date(decided - (decided % QUARTER_MS)).toISOString(),
    campaign_id: token.campaignId,
    portfolio_id: token.portfolioId,
    section_id: token.sectionId,
    creative_id: token.creativeId,
    device: token.flags.device,
    lease_id: token.leaseId,
    seen,
    invalid: isInvalid || token.flags.isInvalid ? seen : 0,
    code: seen === ERROR ? codeOf(errorCode) : null,
  };
}

/** Players send macros that they did not replace, such as `[ERRORCODE]`, and numbers that are no codes of VAST. */
export function codeOf(text: string | null): number {
  return text !== null && /^[1-9]\d{2,3}$/.test(text) ? Number(text) : UNKNOWN_ERROR;
}

/** Joins the beacons of a view, since a statement can change a row once. Of two equal ones the first counts. */
export function joinRows(rows: readonly LedgerRow[]): LedgerRow[] {
  const joined = new Map<string, LedgerRow>();
  for (const row of rows) {
    const known = joined.get(row.id);
    joined.set(
      row.id,
      known
        ? {
            ...known,
            seen: known.seen | row.seen,
            invalid: known.invalid | (row.invalid & ~known.seen),
            code: known.code ?? row.code,
          }
        : row,
    );
  }
  return [...joined.values()];
}
