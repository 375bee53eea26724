import type { LeftOut, LeftOutGroup } from './counting.js';

interface Tally {
  /** Requests by the group of their first ad. The last one is of those without an ad. */
  readonly depths: number[];
  /** Requests whose first ad is of the campaign's group, and that it was not outranked by. */
  readonly except: Map<string, number>;
}

/** How often campaigns were left out. Noting a request takes as long with 200 campaigns as with one. */
export class LeftOutTally {
  private readonly tallies = new Map<readonly LeftOutGroup[], Tally>();

  note({ groups, depth, except }: LeftOut): void {
    let tally = this.tallies.get(groups);
    if (!tally) {
      tally = { depths: new Array<number>(groups.length + 1).fill(0), except: new Map() };
      this.tallies.set(groups, tally);
    }
    tally.depths[depth] = (tally.depths[depth] as number) + 1;
    for (const campaignId of except) tally.except.set(campaignId, (tally.except.get(campaignId) ?? 0) + 1);
  }

  /** How often each campaign was left out for each reason, by `campaign reason`. */
  get reasons(): Map<string, number> {
    const reasons = new Map<string, number>();
    const add = (campaignId: string, reason: string, times: number) => {
      const key = `${campaignId} ${reason}`;
      if (times) reasons.set(key, (reasons.get(key) ?? 0) + times);
    };
    for (const [groups, { depths, except }] of this.tallies) {
      // A group was examined by the requests whose first ad is of it or of one behind it, or that got none.
      let examined = depths.at(-1) as number;
      for (const [n, { able, reasons: why }] of [...groups.entries()].reverse()) {
        const won = depths[n] as number;
        examined += won;
        for (const { campaignId, reason } of why) add(campaignId, reason, examined);
        if (won) for (const id of able) add(id, 'outranked', won - (except.get(id) ?? 0));
      }
    }
    return reasons;
  }
}
