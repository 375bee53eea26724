import type { AdCreative, AdPlace, Candidate, CandidateGroup } from './ad-world.js';
import type { Counting, CountReason, Lease, LeaseRefused, LeaseRequest } from './counting.js';
import { hourOfWeek } from './local-hours.js';
import type { Device } from './token.js';

/** What a player asks for, and what is known of it. */
export interface AdQuestion {
  /** Ms since 1970. */
  readonly now: number;
  /** How many ads may follow each other. */
  readonly pod: number;
  /** How long they may be together; null: no limit. */
  readonly maxSeconds: number | null;
  /** The length of the video; no ad is longer. Null: unknown. */
  readonly contentSeconds: number | null;
  /** Primary tags in lower case; empty: unknown. */
  readonly languages: readonly string[];
  /** ISO 3166-1 alpha-2; null: unknown. */
  readonly country: string | null;
  readonly device: Device;
  readonly viewer: string | null;
  readonly address: string;
  readonly isInvalid: boolean;
  /** How much later than now the ad is shown. */
  readonly extraSeconds: number;
}

/** Why a campaign is not shown, as far as its own settings and the request tell. */
export type FilterReason =
  | 'not-runnable'
  | 'outside-schedule'
  | 'outside-hours'
  | 'no-approved-creative'
  | 'creative-too-long'
  | 'device'
  | 'language'
  | 'country'
  | 'blocked-category'
  | 'competing-advertiser';

export type AdReason = FilterReason | CountReason | 'not-placed' | 'no-exchange-rate' | 'outranked';

export interface ChosenAd {
  readonly candidate: Candidate;
  readonly creative: AdCreative;
  readonly lease: Lease;
}

/** What has been chosen for a pod so far. */
export interface Pod {
  readonly ads: readonly ChosenAd[];
  /** What the chosen campaigns must not meet. */
  readonly words: ReadonlySet<string>;
  /** How long the next ad may be. */
  readonly secondsLeft: number;
}

export interface AdDecision {
  readonly ads: readonly ChosenAd[];
  /** Why campaigns were left out before another was chosen. Those behind it were not examined. */
  readonly reasons: readonly { readonly campaignId: string; readonly reason: AdReason }[];
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

const NO_WORDS: ReadonlySet<string> = new Set();

/** The pod before its first ad. */
export function emptyPod({ rules }: AdPlace, { maxSeconds }: AdQuestion): Pod {
  const secondsLeft = Math.min(maxSeconds ?? Number.POSITIVE_INFINITY, rules.maxSeconds ?? Number.POSITIVE_INFINITY);
  return { ads: [], words: NO_WORDS, secondsLeft };
}

/** How many ads the pod has at most. */
export function sizeOf({ rules }: AdPlace, { pod }: AdQuestion): number {
  return Math.min(pod, rules.maxAds ?? MAX_POD, MAX_POD);
}

/**
 * Chooses the ads of an answer. In each place of the pod, the best group of which a campaign may be shown wins, and
 * the weights decide within it.
 */
export async function decide(place: AdPlace, question: AdQuestion, means: DecisionMeans): Promise<AdDecision> {
  const reasons: { campaignId: string; reason: AdReason }[] = [];
  const refused = new Set<Candidate>();
  let pod = emptyPod(place, question);
  const size = sizeOf(place, question);
  while (pod.ads.length < size) {
    const chosen = await choose(place, question, pod, refused, means, reasons);
    if (!chosen) break;
    pod = podWith(pod, chosen);
  }
  return { ads: pod.ads, reasons };
}

async function choose(
  { groups, rules }: AdPlace,
  question: AdQuestion,
  pod: Pod,
  refused: Set<Candidate>,
  means: DecisionMeans,
  reasons: { campaignId: string; reason: AdReason }[],
): Promise<ChosenAd | undefined> {
  const isFirst = pod.ads.length === 0;
  for (const group of groups) {
    const able: Candidate[] = [];
    for (const candidate of group) {
      if (refused.has(candidate)) continue;
      const reason = filterReason(candidate, question, rules.blocked, pod, means.timeZone);
      if (reason === undefined) able.push(candidate);
      else if (isFirst) reasons.push({ campaignId: candidate.campaign.id, reason });
    }
    while (able.length) {
      const n = draw(able, weightOfCandidate, means.random);
      const [candidate] = able.splice(n, 1) as [Candidate];
      const asked = means.counting.lease(leaseRequest(candidate, question, means.timeZone));
      const lease = asked instanceof Promise ? await asked : asked;
      if (lease.isGranted) {
        const creatives = fitting(candidate, question, pod);
        const creative = creatives[draw(creatives, weightOfCreative, means.random)] as AdCreative;
        if (isFirst) for (const { campaign } of able) reasons.push({ campaignId: campaign.id, reason: 'outranked' });
        return { candidate, creative, lease };
      }
      refused.add(candidate);
      reasons.push({ campaignId: candidate.campaign.id, reason: lease.reason });
    }
  }
  return undefined;
}

/** The pod with one more ad. */
export function podWith({ ads, words, secondsLeft }: Pod, ad: ChosenAd): Pod {
  return {
    ads: [...ads, ad],
    words: ad.candidate.words.length ? new Set([...words, ...ad.candidate.words]) : words,
    secondsLeft: secondsLeft - secondsOf(ad.creative),
  };
}

/** @returns why the campaign can't be shown next; undefined if it can */
export function filterReason(
  candidate: Candidate,
  question: AdQuestion,
  blocked: readonly string[],
  pod: Pod,
  timeZone: string,
): FilterReason | undefined {
  for (const [reason, isKept] of FILTERS) if (!isKept(candidate, question, pod, blocked, timeZone)) return reason;
  return undefined;
}

type Filter = (candidate: Candidate, question: AdQuestion, pod: Pod, blocked: readonly string[], timeZone: string) => boolean;

/** All filters, in the order in which they are examined. */
export const FILTERS: readonly (readonly [FilterReason, Filter])[] = [
  ['not-runnable', ({ campaign }) => campaign.runnable],
  ['outside-schedule', ({ startsAt, endsAt }, { now }) => startsAt <= now && now < endsAt],
  [
    'outside-hours',
    ({ campaign: { targeting, timeZone: own } }, { now }, _, __, timeZone) =>
      targeting.hours === null || targeting.hours[hourOfWeek(now, own ?? timeZone)] === true,
  ],
  ['no-approved-creative', ({ creatives }) => creatives.length > 0],
  ['creative-too-long', (candidate, question, pod) => candidate.creatives.some((creative) => fits(creative, question, pod))],
  ['device', ({ campaign: { targeting } }, { device }) => allows(targeting.devices, device)],
  [
    'language',
    ({ campaign: { targeting } }, { languages }) =>
      targeting.languages.length === 0 || languages.some((language) => targeting.languages.includes(language)),
  ],
  ['country', ({ campaign: { targeting } }, { country }) => allows(targeting.countries, country)],
  ['blocked-category', ({ words }, _, __, blocked) => !words.some((word) => blocked.includes(word))],
  [
    'competing-advertiser',
    (candidate, _, { ads, words }) =>
      ads.length === 0 || !(candidate.words.some((word) => words.has(word)) || ads.some((ad) => ad.candidate === candidate)),
  ],
];

const allows = (list: readonly string[], value: string | null) => list.length === 0 || (value !== null && list.includes(value));

/** The creatives of a campaign that are short enough. */
export function fitting({ creatives }: Candidate, question: AdQuestion, pod: Pod): readonly AdCreative[] {
  return creatives.filter((creative) => fits(creative, question, pod));
}

function fits(creative: AdCreative, { contentSeconds }: AdQuestion, { secondsLeft }: Pod): boolean {
  const seconds = secondsOf(creative);
  return seconds <= secondsLeft && (contentSeconds === null || seconds <= contentSeconds) && secondsLeft > 0;
}

/** The length of a creative. That of a third party's tag is not known, and counts as none. */
export const secondsOf = ({ media }: AdCreative) => (media === null ? 0 : media.durationMs / 1_000);

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

export function leaseRequest({ campaign }: Candidate, question: AdQuestion, timeZone: string): LeaseRequest {
  const { now, extraSeconds, viewer, address, isInvalid } = question;
  const { id: campaignId, price, currency, schedule, timeZone: own, viewer: viewerCap } = campaign;
  const terms = { price, currency, schedule, timeZone: own ?? timeZone, viewer: viewerCap };
  return { campaignId, terms, now, extraSeconds, viewer, address, isInvalid };
}

/** The first group of which a campaign passes all of these conditions. */
export function firstGroup(groups: readonly CandidateGroup[], passes: (candidate: Candidate) => boolean): number {
  return groups.findIndex((group) => group.some(passes));
}

export type { LeaseRefused };
