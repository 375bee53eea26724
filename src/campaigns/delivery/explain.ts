import type { AdPlace, AdWorld, Candidate } from './ad-world.js';
import type { Counting, LeaseRequest } from './counting.js';
import { decide, leaseRequest } from './decision.js';
import { detailOf } from './explain.words.js';
import { type AdQuestion, type AdReason, emptyPod, FILTERS, fitting, secondsOf } from './filters.js';

export interface ExplainedReason {
  readonly code: AdReason;
  /** A sentence for people. */
  readonly detail: string;
}

/**
 * `chosen`: it is in the answer that was drawn. `possible`: it may be drawn as well. `outranked`: it could be shown,
 * but others come first. `refused`: it can't be shown.
 */
export type ExplainedOutcome = 'chosen' | 'possible' | 'outranked' | 'refused';

export interface ExplainedCandidate {
  readonly campaignId: string;
  readonly name: string | null;
  /** The creative that was drawn, or that may be; null if there is none. */
  readonly creativeId: string | null;
  readonly outcome: ExplainedOutcome;
  readonly reasons: readonly ExplainedReason[];
}

export interface Explanation {
  /** The ads of one answer, as a request at that time could have got it. */
  readonly chosen: readonly { readonly campaignId: string; readonly creativeId: string; readonly seconds: number }[];
  readonly candidates: readonly ExplainedCandidate[];
}

interface ExplainMeans {
  readonly world: AdWorld;
  readonly counting: Pick<Counting, 'refusal'>;
  readonly timeZone: string;
  readonly random: () => number;
}

/**
 * What a request would get and why, without effect.
 *
 * @param asked a campaign to explain even if it is not placed there; absent: only those that are
 */
export async function explain(place: AdPlace, question: AdQuestion, means: ExplainMeans, asked?: string): Promise<Explanation> {
  const { counting, timeZone, random, world } = means;
  const dry = { lease: async (request: LeaseRequest) => (await counting.refusal(request)) ?? granted };
  const { ads } = await decide(place, question, { counting: dry, timeZone, random });
  const placed = place.groups.flat();
  const refusals = new Map<Candidate, ExplainedReason[]>();
  for (const candidate of placed) refusals.set(candidate, await refusalsOf(candidate, place, question, means));
  const first = place.groups.findIndex((group) => group.some((candidate) => refusals.get(candidate)?.length === 0));
  const candidates = place.groups.flatMap((group, n) =>
    group.map((candidate): ExplainedCandidate => {
      const reasons = refusals.get(candidate) as ExplainedReason[];
      const chosen = ads.find((ad) => ad.candidate === candidate);
      const { id: campaignId, name } = candidate.campaign;
      const creativeId = (chosen?.creative ?? fitting(candidate, question, emptyPod(place, question))[0])?.id ?? null;
      const common = { campaignId, name, creativeId };
      if (chosen) return { ...common, outcome: 'chosen', reasons: [] };
      if (reasons.length) return { ...common, outcome: 'refused', reasons };
      if (n === first && ads.length <= 1) return { ...common, outcome: 'possible', reasons: [] };
      return {
        ...common,
        outcome: 'outranked',
        reasons: outranked(
          candidate,
          ads.map((ad) => ad.candidate),
        ),
      };
    }),
  );
  const elsewhere = asked !== undefined && !candidates.some(({ campaignId }) => campaignId === asked);
  return {
    chosen: ads.map(({ candidate, creative }) => ({
      campaignId: candidate.campaign.id,
      creativeId: creative.id,
      seconds: secondsOf(creative),
    })),
    candidates: elsewhere ? [...candidates, await notPlaced(asked, place, question, means, world)] : candidates,
  };
}

const granted = { isGranted: true, leaseId: null, expiresInSeconds: 0, isInvalid: false } as const;

/** All reasons for which a campaign can't be the first ad of the pod. */
async function refusalsOf(
  candidate: Candidate,
  place: AdPlace,
  question: AdQuestion,
  { counting, timeZone }: ExplainMeans,
): Promise<ExplainedReason[]> {
  const pod = emptyPod(place, question);
  const reasons: ExplainedReason[] = FILTERS.filter(([code, isKept]) => {
    // Without a creative, none is too long.
    if (code === 'creative-too-long' && !candidate.creatives.length) return false;
    return !isKept(candidate, question, pod, place.rules.blocked, timeZone);
  }).map(([code]) => ({ code, detail: detailOf(code, candidate, question, place, timeZone) }));
  const refused = await counting.refusal(leaseRequest(candidate, question, timeZone));
  return refused ? [...reasons, { code: refused.reason, detail: refused.detail }] : reasons;
}

function outranked(candidate: Candidate, winners: readonly Candidate[]): ExplainedReason[] {
  const [winner] = winners;
  const { tier } = candidate.campaign.rank;
  const rates: ExplainedReason[] =
    candidate.value === null
      ? [
          {
            code: 'no-exchange-rate',
            detail: `The setting EXCHANGE_RATES has no rate for ${candidate.campaign.currency}, so the campaign comes last in its tier.`,
          },
        ]
      : [];
  if (!winner) return rates;
  const competes = winners.find(({ words }) => words.some((word) => candidate.words.includes(word)));
  if (competes)
    return [
      ...rates,
      { code: 'competing-advertiser', detail: `It must not be shown together with the campaign ${competes.campaign.name}.` },
    ];
  const why =
    winner.campaign.rank.tier < tier
      ? `of tier ${winner.campaign.rank.tier}, and this campaign of tier ${tier}`
      : winner.value === candidate.value
        ? 'drawn from campaigns of the same tier and price'
        : 'worth more per 1,000 views in the same tier';
  return [...rates, { code: 'outranked', detail: `The campaign ${winner.campaign.name} comes first: it is ${why}.` }];
}

async function notPlaced(
  campaignId: string,
  place: AdPlace,
  question: AdQuestion,
  means: ExplainMeans,
  world: AdWorld,
): Promise<ExplainedCandidate> {
  const campaign = world.campaign(campaignId);
  if (!campaign)
    return {
      campaignId,
      name: null,
      creativeId: null,
      outcome: 'refused',
      reasons: [{ code: 'not-runnable', detail: 'There is no such campaign, or it was deleted.' }],
    };
  const candidate = world.candidateOf(campaign);
  const detail = 'The campaign is placed neither in this section nor in one above it.';
  return {
    campaignId,
    name: campaign.name,
    creativeId: candidate.creatives[0]?.id ?? null,
    outcome: 'refused',
    reasons: [{ code: 'not-placed', detail }, ...(await refusalsOf(candidate, place, question, means))],
  };
}
