import type { AdPrices } from './ad-prices.js';
import type { CampaignLimits } from './counting.js';

/** When and to whom a campaign is shown; see `CampaignTargetingSet`. */
export interface AdTargeting {
  readonly hours: readonly boolean[] | null;
  readonly devices: readonly string[];
  readonly languages: readonly string[];
  readonly countries: readonly string[];
}

/** A campaign as far as its delivery needs it. */
export interface AdCampaign {
  readonly id: string;
  name: string;
  currency: string;
  /** Minor units per 1,000 views; null: nothing. */
  price: number | null;
  schedule: { readonly start: string | null; readonly end: string | null };
  placements: readonly string[];
  runnable: boolean;
  /** Why it is not runnable. */
  reasons: readonly string[];
  targeting: AdTargeting;
  /** The time zone of its hours and days; null: the setting TIME_ZONE. */
  timeZone: string | null;
  /** Another object each time they are set; null: never. */
  limits: CampaignLimits | null;
  viewer: { readonly views: number; readonly hours: number; readonly unknown: 'serve' | 'skip' } | null;
  rank: {
    readonly tier: number;
    readonly weight: number;
    readonly advertiser: string | null;
    readonly exclusions: readonly string[];
  };
  readonly creatives: Map<string, AdCreative>;
}

export interface AdMedia {
  readonly sha256: string;
  readonly bytes: number;
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  readonly codec: string;
  /** Bits a second. */
  readonly bitrate: number;
}

/** A creative as far as its delivery needs it. A change makes another object, so that documents can be kept by it. */
export interface AdCreative {
  readonly id: string;
  readonly campaignId: string;
  readonly name: string;
  readonly clickThrough: string | null;
  readonly weight: number;
  readonly skipAfter: number | null;
  readonly universalAdId: { readonly idRegistry: string; readonly idValue: string } | null;
  readonly tag: string | null;
  readonly media: AdMedia | null;
  readonly approval: string;
}

/** What applies to the ads of a section, with what it inherits. */
export interface SectionRules {
  readonly maxAds: number | null;
  readonly maxSeconds: number | null;
  readonly blocked: readonly string[];
}

interface AdSection {
  readonly portfolioId: string;
  parentId: string | null;
  rules: SectionRules;
}

/** A campaign that is placed in a section, prepared for decisions. */
export interface Candidate {
  readonly campaign: AdCampaign;
  /** In ms since 1970; infinite without a schedule. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** The approved creatives that have something to show. */
  readonly creatives: readonly AdCreative[];
  /** Its advertiser and exclusions. Campaigns with a word in common never meet. */
  readonly words: readonly string[];
  /** The price of 1,000 views in the base currency; null: there is no exchange rate. */
  readonly value: number | null;
}

/** Candidates with the same tier and value, among whom weights decide. */
export type CandidateGroup = readonly Candidate[];

/** All that decisions on ads of a section need. */
export interface AdPlace {
  readonly sectionId: string;
  readonly portfolioId: string;
  readonly rules: SectionRules;
  /** The best first. */
  readonly groups: readonly CandidateGroup[];
}

interface AdEvent {
  readonly type: string;
  readonly entityId: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of event has data of its own
  readonly data: any;
}

const NO_RULES: SectionRules = { maxAds: null, maxSeconds: null, blocked: [] };

/** Campaigns, creatives and sections as far as the delivery of ads needs them, folded from the log. */
export class AdWorld {
  private readonly campaigns = new Map<string, AdCampaign>();
  private readonly creatives = new Map<string, AdCreative>();
  private readonly sections = new Map<string, AdSection>();
  private readonly placed = new Map<string, Set<AdCampaign>>();
  private readonly candidates = new Map<AdCampaign, Candidate>();
  private readonly places = new Map<string, AdPlace>();

  constructor(private readonly prices: AdPrices) {}

  /** The names of the events that it is folded from. */
  static readonly events = [
    'CampaignCreated',
    'CampaignNameSet',
    'CampaignCurrencySet',
    'CampaignPriceSet',
    'CampaignScheduleSet',
    'CampaignPlacementsSet',
    'CampaignTargetingSet',
    'CampaignLimitsSet',
    'CampaignRankSet',
    'CampaignRunnableStateChanged',
    'CampaignDeleted',
    'CreativeCreated',
    'CreativeMediaAdded',
    'CreativeNameSet',
    'CreativeClickThroughSet',
    'CreativeWeightSet',
    'CreativeApprovalSet',
    'CreativeDeleted',
    'SectionAdded',
    'SectionMoved',
    'SectionAdRulesSet',
    'SectionRemoved',
    'PortfolioDeleted',
  ];

  campaign(id: string): AdCampaign | undefined {
    return this.campaigns.get(id);
  }

  creative(id: string): AdCreative | undefined {
    return this.creatives.get(id);
  }

  /** @returns undefined if there is no such section */
  place(sectionId: string): AdPlace | undefined {
    const known = this.places.get(sectionId);
    const section = this.sections.get(sectionId);
    if (known || !section) return known;
    const place = this.prepare(sectionId, section);
    this.places.set(sectionId, place);
    return place;
  }

  /** A candidate for any section, also of a campaign that is not placed anywhere. */
  candidateOf(campaign: AdCampaign): Candidate {
    let candidate = this.candidates.get(campaign);
    if (!candidate) {
      candidate = this.prepareCandidate(campaign);
      this.candidates.set(campaign, candidate);
    }
    return candidate;
  }

  reset(): void {
    for (const each of [this.campaigns, this.creatives, this.sections, this.placed, this.candidates, this.places]) each.clear();
  }

  apply({ type, entityId, data }: AdEvent): void {
    if (type.startsWith('Campaign')) this.applyToCampaign(type, entityId, data);
    else if (type.startsWith('Creative')) this.applyToCreative(type, entityId, data);
    else this.applyToSections(type, entityId, data);
    this.places.clear();
  }

  private applyToCampaign(type: string, id: string, data: AdEvent['data']): void {
    if (type === 'CampaignCreated') return void this.campaigns.set(id, newCampaign(id, data));
    const campaign = this.campaigns.get(id);
    if (!campaign) return;
    this.candidates.delete(campaign);
    switch (type) {
      case 'CampaignNameSet':
        campaign.name = data.name;
        break;
      case 'CampaignCurrencySet':
        campaign.currency = data.currency;
        campaign.price = data.amount ?? campaign.price;
        break;
      case 'CampaignPriceSet':
        campaign.price = data.amount;
        break;
      case 'CampaignScheduleSet':
        campaign.schedule = data;
        break;
      case 'CampaignPlacementsSet':
        this.setPlacements(campaign, data.sections);
        break;
      case 'CampaignTargetingSet':
        campaign.targeting = data;
        break;
      case 'CampaignLimitsSet':
        campaign.timeZone = data.timeZone;
        campaign.viewer = data.viewer;
        campaign.limits = data;
        break;
      case 'CampaignRankSet':
        campaign.rank = data;
        break;
      case 'CampaignRunnableStateChanged':
        campaign.runnable = data.runnable;
        campaign.reasons = data.reasons;
        break;
      case 'CampaignDeleted':
        this.setPlacements(campaign, []);
        for (const creative of campaign.creatives.keys()) this.creatives.delete(creative);
        this.campaigns.delete(id);
    }
  }

  private setPlacements(campaign: AdCampaign, sections: readonly string[]): void {
    for (const section of campaign.placements) this.placed.get(section)?.delete(campaign);
    campaign.placements = sections;
    for (const section of sections) {
      const placed = this.placed.get(section) ?? new Set();
      this.placed.set(section, placed.add(campaign));
    }
  }

  private applyToCreative(type: string, id: string, data: AdEvent['data']): void {
    const known = this.creatives.get(id);
    const campaign = this.campaigns.get(known?.campaignId ?? data.campaignId);
    if (!campaign) return;
    this.candidates.delete(campaign);
    if (type === 'CreativeDeleted') {
      this.creatives.delete(id);
      campaign.creatives.delete(id);
      return;
    }
    const changed = changedCreative(type, id, known, data);
    if (!changed) return;
    this.creatives.set(id, changed);
    campaign.creatives.set(id, changed);
  }

  private applyToSections(type: string, portfolioId: string, data: AdEvent['data']): void {
    if (type === 'SectionAdded') {
      this.sections.set(data.id, { portfolioId, parentId: data.parentId, rules: NO_RULES });
      return;
    }
    const ended: readonly string[] = data.removed ?? data.sections ?? [];
    for (const section of ended) this.sections.delete(section);
    const section = this.sections.get(type === 'SectionAdRulesSet' ? data.sectionId : data.id);
    if (!section) return;
    if (type === 'SectionMoved') section.parentId = data.parentId;
    else if (type === 'SectionAdRulesSet') section.rules = data;
  }

  /** The section and its ancestors, bottom up. */
  private pathOf(sectionId: string): [id: string, section: AdSection][] {
    const path: [string, AdSection][] = [];
    for (let id: string | null = sectionId; id !== null; ) {
      const section = this.sections.get(id);
      if (!section) break;
      path.push([id, section]);
      id = section.parentId;
    }
    return path;
  }

  private prepare(sectionId: string, { portfolioId }: AdSection): AdPlace {
    const path = this.pathOf(sectionId);
    const first = <V>(value: (rules: SectionRules) => V | null) =>
      path.map(([, { rules }]) => value(rules)).find((found) => found !== null) ?? null;
    const campaigns = new Set(path.flatMap(([id]) => [...(this.placed.get(id) ?? [])]));
    return {
      sectionId,
      portfolioId,
      rules: {
        maxAds: first(({ maxAds }) => maxAds),
        maxSeconds: first(({ maxSeconds }) => maxSeconds),
        blocked: [...new Set(path.flatMap(([, { rules }]) => rules.blocked))],
      },
      groups: grouped([...campaigns].map((campaign) => this.candidateOf(campaign))),
    };
  }

  private prepareCandidate(campaign: AdCampaign): Candidate {
    const { schedule, rank, creatives } = campaign;
    const { advertiser, exclusions } = rank;
    return {
      campaign,
      startsAt: schedule.start === null ? Number.POSITIVE_INFINITY : Date.parse(schedule.start),
      endsAt: schedule.end === null ? Number.POSITIVE_INFINITY : Date.parse(schedule.end),
      creatives: [...creatives.values()].filter(({ approval, media, tag }) => approval === 'approved' && (media || tag)),
      words: [...new Set([...(advertiser === null ? [] : [wordOf(advertiser)]), ...exclusions])],
      value: this.prices.valueOf(campaign),
    };
  }
}

/** How words of rules and campaigns are compared: as the commands store exclusions. */
export const wordOf = (text: string) => text.trim().normalize('NFC').toLowerCase();

function newCampaign(id: string, { name, currency }: { name: string; currency: string }): AdCampaign {
  return {
    id,
    name,
    currency,
    price: null,
    schedule: { start: null, end: null },
    placements: [],
    runnable: false,
    reasons: ['no-schedule', 'no-placement'],
    targeting: { hours: null, devices: [], languages: [], countries: [] },
    timeZone: null,
    limits: null,
    viewer: null,
    rank: { tier: 5, weight: 100, advertiser: null, exclusions: [] },
    creatives: new Map(),
  };
}

function changedCreative(type: string, id: string, known: AdCreative | undefined, data: AdEvent['data']): AdCreative | undefined {
  if (type === 'CreativeCreated') return { id, ...data, media: null, approval: 'pending' };
  if (!known) return undefined;
  if (type === 'CreativeMediaAdded') return { ...known, media: data, approval: 'pending' };
  if (type === 'CreativeApprovalSet') return { ...known, approval: data.state };
  return { ...known, ...data };
}

/** In groups of the same tier and value: lower tiers first, then higher values. A campaign without a value is last. */
function grouped(candidates: Candidate[]): CandidateGroup[] {
  const rankOf = ({ campaign, value }: Candidate) => [campaign.rank.tier, -(value ?? Number.NEGATIVE_INFINITY)] as const;
  const sorted = candidates
    .map((candidate) => ({ candidate, rank: rankOf(candidate) }))
    .sort(({ rank: [tier, value] }, { rank: [otherTier, otherValue] }) => {
      if (tier !== otherTier) return tier - otherTier;
      return value === otherValue ? 0 : value < otherValue ? -1 : 1;
    });
  const groups: Candidate[][] = [];
  let last: readonly number[] = [];
  for (const { candidate, rank } of sorted) {
    if (rank[0] === last[0] && rank[1] === last[1]) groups.at(-1)?.push(candidate);
    else groups.push([candidate]);
    last = rank;
  }
  return groups;
}
