import type { AdCreative, AdPlace, Candidate } from './ad-world.js';
import type { CountReason, Lease } from './counting.js';
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

const NO_WORDS: ReadonlySet<string> = new Set();

/** The pod before its first ad. */
export function emptyPod({ rules }: AdPlace, { maxSeconds }: AdQuestion): Pod {
  const secondsLeft = Math.min(maxSeconds ?? Number.POSITIVE_INFINITY, rules.maxSeconds ?? Number.POSITIVE_INFINITY);
  return { ads: [], words: NO_WORDS, secondsLeft };
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
  ['competing-advertiser', (candidate, _, pod) => !competes(candidate, pod)],
];

/** Whether a campaign must not be in a pod, because it or a competitor is. */
export const competes = (candidate: Candidate, { ads, words }: Pod) =>
  ads.length > 0 && (candidate.words.some((word) => words.has(word)) || ads.some((ad) => ad.candidate === candidate));

const allows = (list: readonly string[], value: string | null) => list.length === 0 || (value !== null && list.includes(value));

/** The creatives of a campaign that are short enough. */
export function fitting({ creatives }: Candidate, question: AdQuestion, pod: Pod): readonly AdCreative[] {
  return creatives.filter((creative) => fits(creative, question, pod));
}

export function fits(creative: AdCreative, { contentSeconds }: AdQuestion, { secondsLeft }: Pod): boolean {
  const seconds = secondsOf(creative);
  return seconds <= secondsLeft && (contentSeconds === null || seconds <= contentSeconds) && secondsLeft > 0;
}

/** The length of a creative. That of a third party's tag is not known, and counts as none. */
export const secondsOf = ({ media }: AdCreative) => (media === null ? 0 : media.durationMs / 1_000);
