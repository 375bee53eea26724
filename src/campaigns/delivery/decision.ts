import type { AdCreative, AdPlace, Candidate } from './ad-world.js';
import type { CampaignTerms, Counting, Lease, LeaseRefused, LeaseRequest, LeftOut, RefusedView } from './counting.js';
import { type AdQuestion, type ChosenAd, competes, emptyPod, fits, fitting, type Pod, secondsOf } from './filters.js';
import { type Shortlist, type ShortlistGroup, Shortlists } from './shortlist.js';

export interface AdDecision {
  readonly ads: readonly ChosenAd[];
  /** Campaigns whose limits refused the ad. */
  readonly refusals: readonly RefusedView[];
  readonly leftOut: LeftOut;
}

/** What decisions need from their surroundings. */
export interface DecisionMeans {
  readonly counting: Pick<Counting, 'lease'>;
  /** The time zone of campaigns that have none of their own. */
  readonly timeZone: string;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** The most ads in a pod. */
export const MAX_POD = 20;

/** How many ads the pod has at most. */
export function sizeOf({ rules }: AdPlace, { pod }: AdQuestion): number {
  return Math.min(pod, rules.maxAds ?? MAX_POD, MAX_POD);
}

/**
 * Chooses the ads of an answer. In each place of the pod, the best group of which a campaign may be shown wins, and
 * the weights decide within it.
 *
 * @returns a promise only if a campaign has to wait for the database
 */
export function decide(place: AdPlace, question: AdQuestion, means: DecisionMeans): AdDecision | Promise<AdDecision> {
  const steps = deciding(place, question, means);
  const step = steps.next();
  return step.done ? step.value : goOn(steps, step.value);
}

type LeaseAnswer = Lease | LeaseRefused;
type Steps<T> = Generator<Promise<LeaseAnswer>, T, LeaseAnswer>;

async function goOn(steps: Steps<AdDecision>, waiting: Promise<LeaseAnswer>): Promise<AdDecision> {
  for (;;) {
    const step = steps.next(await waiting);
    if (step.done) return step.value;
    waiting = step.value;
  }
}

/** Waits by `yield`, so that a decision without a wait makes no promise. */
function* deciding(place: AdPlace, question: AdQuestion, means: DecisionMeans): Steps<AdDecision> {
  const shortlist = shortlistsOf(place, means.timeZone).of(question);
  const size = sizeOf(place, question);
  let pod = emptyPod(place, question);
  if (size < 1) return { ads: pod.ads, refusals: [], leftOut: { groups: [], depth: 0, except: [] } };
  const refused = new Map<Candidate, RefusedView>();
  const first = yield* choose(shortlist, question, pod, refused, means);
  const depth = first ? shortlist.indexOf(first.group) : shortlist.length;
  const except = first ? [first.ad.candidate.campaign.id] : [];
  if (refused.size && first)
    for (const { campaign } of refused.keys()) if (first.group.able.includes(campaign.id)) except.push(campaign.id);
  for (let next = first; next; ) {
    pod = podWith(pod, next.ad);
    next = pod.ads.length < size ? yield* choose(shortlist, question, pod, refused, means) : undefined;
  }
  return { ads: pod.ads, refusals: [...refused.values()], leftOut: { groups: shortlist, depth, except } };
}

interface Choice {
  readonly ad: ChosenAd;
  readonly group: ShortlistGroup;
}

function* choose(
  shortlist: Shortlist,
  question: AdQuestion,
  pod: Pod,
  refused: Map<Candidate, RefusedView>,
  means: DecisionMeans,
): Steps<Choice | undefined> {
  for (const group of shortlist) {
    // All of them, until one of them is refused or another ad was chosen.
    let some = pod.ads.length || refused.size ? ableOf(group, question, pod, refused) : undefined;
    while (some ? some.length : group.candidates.length) {
      const candidate = (some ? some[draw(some, weightOfCandidate, means.random)] : drawOf(group, means.random)) as Candidate;
      const asked = means.counting.lease(leaseRequest(candidate, question, means.timeZone));
      const lease = asked instanceof Promise ? yield asked : asked;
      if (lease.isGranted) return { ad: { candidate, creative: creativeOf(candidate, question, pod, means), lease }, group };
      refused.set(candidate, { campaignId: candidate.campaign.id, reason: lease.reason });
      some = (some ?? group.candidates).filter((each) => each !== candidate);
    }
  }
  return undefined;
}

/** Those of a group that may be the next ad of a pod. */
function ableOf(
  { candidates }: ShortlistGroup,
  question: AdQuestion,
  pod: Pod,
  refused: Map<Candidate, RefusedView>,
): Candidate[] {
  return candidates.filter(
    (candidate) =>
      !refused.has(candidate) && !competes(candidate, pod) && candidate.creatives.some((each) => fits(each, question, pod)),
  );
}

function drawOf({ candidates, sums }: ShortlistGroup, random: () => number): Candidate {
  if (candidates.length === 1) return candidates[0] as Candidate;
  const drawn = random() * (sums.at(-1) as number);
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > drawn) high = middle;
    else low = middle + 1;
  }
  return candidates[low] as Candidate;
}

function creativeOf(candidate: Candidate, question: AdQuestion, pod: Pod, { random }: DecisionMeans): AdCreative {
  const creatives = candidate.creatives.length === 1 ? candidate.creatives : fitting(candidate, question, pod);
  return creatives[draw(creatives, weightOfCreative, random)] as AdCreative;
}

const shortlists = new WeakMap<AdPlace, Shortlists>();

function shortlistsOf(place: AdPlace, timeZone: string): Shortlists {
  let found = shortlists.get(place);
  if (!found) {
    found = new Shortlists(place, timeZone);
    shortlists.set(place, found);
  }
  return found;
}

/** The pod with one more ad. */
export function podWith({ ads, words, secondsLeft }: Pod, ad: ChosenAd): Pod {
  return {
    ads: [...ads, ad],
    words: ad.candidate.words.length ? new Set([...words, ...ad.candidate.words]) : words,
    secondsLeft: secondsLeft - secondsOf(ad.creative),
  };
}

const weightOfCandidate = ({ campaign }: Candidate) => campaign.rank.weight;
const weightOfCreative = ({ weight }: AdCreative) => weight;

/** @returns an index, drawn by weight */
function draw<T>(from: readonly T[], weightOf: (each: T) => number, random: () => number): number {
  if (from.length === 1) return 0;
  let sum = 0;
  for (const each of from) sum += weightOf(each);
  let rest = random() * sum;
  for (let n = 0; n < from.length; n++) {
    rest -= weightOf(from[n] as T);
    if (rest < 0) return n;
  }
  return from.length - 1;
}

const terms = new WeakMap<Candidate, CampaignTerms>();

export function leaseRequest(candidate: Candidate, question: AdQuestion, timeZone: string): LeaseRequest {
  let known = terms.get(candidate);
  if (!known) {
    const { price, currency, schedule, timeZone: own, viewer, limits } = candidate.campaign;
    known = { price, currency, schedule, timeZone: own ?? timeZone, viewer, limits };
    terms.set(candidate, known);
  }
  const { now, extraSeconds, viewer, address, isInvalid } = question;
  return { campaignId: candidate.campaign.id, terms: known, now, extraSeconds, viewer, address, isInvalid };
}
