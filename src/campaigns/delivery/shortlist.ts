import { QUARTER_MS } from '../../durations.js';
import type { AdPlace, Candidate } from './ad-world.js';
import type { LeftOutGroup } from './counting.js';
import { type AdQuestion, emptyPod, filterReason, secondsOf } from './filters.js';

/** Zones change their offsets at quarter hours, so the hour of the week can't change in between. */

/** Kept lists of a place. Requests differ only in what targeting and lengths tell apart, so there are few. */
const MAX_LISTS = 200;

/** Candidates of the same tier and value that may be the first ad of a request, and why others may not. */
export interface ShortlistGroup extends LeftOutGroup {
  readonly candidates: readonly Candidate[];
  /** The sum of the weights up to each candidate. */
  readonly sums: readonly number[];
}

/** What a place can show to requests that its campaigns can't tell apart. The best group is first. */
export type Shortlist = readonly ShortlistGroup[];

/**
 * The shortlists of a place. Filters run once for all requests that no campaign of the place tells apart, so 200
 * candidates cost a decision as much as 20. A list holds until a schedule begins or ends, or an hour of targeting.
 */
export class Shortlists {
  private readonly lists = new Map<string, Shortlist>();
  private from = Number.POSITIVE_INFINITY;
  private until = Number.NEGATIVE_INFINITY;
  private readonly edges: readonly number[];
  private readonly hasHours: boolean;
  private readonly hasDevices: boolean;
  private readonly languages: ReadonlySet<string>;
  private readonly countries: ReadonlySet<string>;
  /** The lengths of creatives in seconds, ascending. */
  private readonly lengths: readonly number[];

  constructor(
    private readonly place: AdPlace,
    private readonly timeZone: string,
  ) {
    const candidates = place.groups.flat();
    const targetings = candidates.map(({ campaign }) => campaign.targeting);
    this.edges = candidates.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
    this.hasHours = targetings.some(({ hours }) => hours !== null);
    this.hasDevices = targetings.some(({ devices }) => devices.length > 0);
    this.languages = new Set(targetings.flatMap(({ languages }) => languages));
    this.countries = new Set(targetings.flatMap(({ countries }) => countries));
    const lengths = new Set(candidates.flatMap(({ creatives }) => creatives.map(secondsOf)));
    this.lengths = [...lengths].sort((a, b) => a - b);
  }

  of(question: AdQuestion): Shortlist {
    const { now } = question;
    if (now < this.from || now >= this.until) {
      this.lists.clear();
      this.from = now;
      this.until = this.endAfter(now);
    }
    const key = this.classOf(question);
    let list = this.lists.get(key);
    if (!list) {
      list = this.list(question);
      if (this.lists.size >= MAX_LISTS) this.lists.clear();
      this.lists.set(key, list);
    }
    return list;
  }

  private endAfter(now: number): number {
    const end = this.hasHours ? (Math.floor(now / QUARTER_MS) + 1) * QUARTER_MS : Number.POSITIVE_INFINITY;
    return this.edges.reduce((first, edge) => (edge > now && edge < first ? edge : first), end);
  }

  /** Requests of one class pass the same filters. */
  private classOf(question: AdQuestion): string {
    const { secondsLeft } = emptyPod(this.place, question);
    const seconds = Math.min(secondsLeft, question.contentSeconds ?? Number.POSITIVE_INFINITY);
    let fitting = this.lengths.length;
    while (fitting > 0 && (this.lengths[fitting - 1] as number) > seconds) fitting--;
    // A pod without any time takes no ad, not even one of unknown length.
    const lengths = secondsLeft > 0 ? fitting : -1;
    const device = this.hasDevices ? question.device : '';
    const languages = this.languages.size
      ? question.languages
          .filter((language) => this.languages.has(language))
          .sort()
          .join()
      : '';
    const country = question.country !== null && this.countries.has(question.country) ? question.country : '';
    return `${lengths} ${device} ${country} ${languages}`;
  }

  private list(question: AdQuestion): Shortlist {
    const pod = emptyPod(this.place, question);
    return this.place.groups.map((group) => {
      const candidates: Candidate[] = [];
      const sums: number[] = [];
      const reasons: { campaignId: string; reason: string }[] = [];
      let sum = 0;
      for (const candidate of group) {
        const { id, rank } = candidate.campaign;
        const reason = filterReason(candidate, question, this.place.rules.blocked, pod, this.timeZone);
        if (reason !== undefined) {
          reasons.push({ campaignId: id, reason });
          continue;
        }
        sum += rank.weight;
        candidates.push(candidate);
        sums.push(sum);
      }
      return { candidates, sums, able: candidates.map(({ campaign }) => campaign.id), reasons };
    });
  }
}
