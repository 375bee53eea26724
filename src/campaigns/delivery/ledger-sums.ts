import { BEACONS } from './counting.js';
import { ERROR, EVENT_COUNT, IMPRESSION, LATE, type LedgerRow, UNKNOWN_ERROR } from './ledger-rows.js';

/** What a statement on the ledger says of a view, besides what it was given. */
export interface FreshRow {
  readonly id: string;
  /** The events that the ledger did not have yet. */
  readonly fresh: number;
  /** Those of them that came as invalid traffic. */
  readonly invalid: number;
  /** Whether the view was late already. */
  readonly was_late: boolean;
  readonly is_billed: boolean;
  readonly code: number | null;
  readonly currency: string | null;
  readonly price: bigint | null;
}

type Place = Pick<LedgerRow, 'quarter' | 'campaign_id' | 'portfolio_id' | 'section_id' | 'creative_id' | 'device'>;

/** What a batch of beacons adds to the sums, with the names of the columns. */
export interface Sums {
  readonly quarters: readonly (Place & { readonly is_invalid: boolean; readonly events: readonly number[] })[];
  readonly errors: readonly (Place & { readonly code: number; readonly views: number })[];
  readonly spend: readonly (Place & { readonly currency: string; readonly views: number; readonly amount: string })[];
  readonly leases: readonly { readonly id: string; readonly views: number }[];
  /** How many views came too late to be billed. */
  readonly late: number;
}

/** Adds up what is new. A view is billed with its impression, if its lease is open. */
export function sumsOf(rows: readonly LedgerRow[], found: readonly FreshRow[]): Sums {
  const given = new Map(rows.map((row) => [row.id, row]));
  const quarters = new Map<string, Place & { is_invalid: boolean; events: number[] }>();
  const errors = new Map<string, Place & { code: number; views: number }>();
  const spend = new Map<string, Place & { currency: string; views: number; total: bigint }>();
  const leases = new Map<string, number>();
  let late = 0;
  const addEvents = (place: Place, isInvalid: boolean, bits: number) => {
    if (bits === 0) return;
    const sum = entry(quarters, [...Object.values(place), isInvalid], () => ({
      ...place,
      is_invalid: isInvalid,
      events: new Array<number>(EVENT_COUNT).fill(0),
    }));
    for (let bit = 0; bit < EVENT_COUNT; bit++) if (bits & (1 << bit)) sum.events[bit] = (sum.events[bit] ?? 0) + 1;
  };
  for (const { id, fresh, invalid, was_late, is_billed, code, currency, price } of found) {
    const row = given.get(id) as LedgerRow;
    const place = placeOf(row);
    const valid = fresh & ~invalid;
    const isView = (valid & IMPRESSION) !== 0;
    const isLate = !was_late && ((isView && !is_billed) || (valid & LATE) !== 0);
    if (isLate) late += 1;
    addEvents(place, false, isLate ? valid | LATE : valid & ~LATE);
    addEvents(place, true, invalid);
    if (valid & ERROR) {
      const known = code ?? UNKNOWN_ERROR;
      entry(errors, [...Object.values(place), known], () => ({ ...place, code: known, views: 0 })).views += 1;
    }
    if (!isView || !is_billed) continue;
    leases.set(row.lease_id as string, (leases.get(row.lease_id as string) ?? 0) + 1);
    const paid = entry(spend, [...Object.values(place), currency], () => ({
      ...place,
      currency: currency as string,
      views: 0,
      total: 0n,
    }));
    paid.views += 1;
    paid.total += price as bigint;
  }
  return {
    quarters: [...quarters.values()],
    errors: [...errors.values()],
    spend: [...spend.values()].map(({ total, ...paid }) => ({ ...paid, amount: String(total) })),
    leases: [...leases].map(([id, views]) => ({ id, views })),
    late,
  };
}

/** The names of the events in the order of their sums. */
export const EVENT_NAMES = [...BEACONS, 'late'] as const;

function placeOf({ quarter, campaign_id, portfolio_id, section_id, creative_id, device }: LedgerRow): Place {
  return { quarter, campaign_id, portfolio_id, section_id, creative_id, device };
}

function entry<V>(map: Map<string, V>, key: readonly unknown[], make: () => V): V {
  const text = key.join(' ');
  let value = map.get(text);
  if (value === undefined) {
    value = make();
    map.set(text, value);
  }
  return value;
}
