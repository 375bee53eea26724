import { randomUUID } from 'node:crypto';
import { AdPrices } from '../../src/campaigns/delivery/ad-prices.js';
import { type AdPlace, AdWorld } from '../../src/campaigns/delivery/ad-world.js';
import type { LeaseRequest } from '../../src/campaigns/delivery/counting.js';
import type { AdQuestion } from '../../src/campaigns/delivery/filters.js';

export const NOW = Date.parse('2026-11-25T10:30:00Z');

export const YEAR = { start: '2026-01-01T00:00:00.000Z', end: '2027-01-01T00:00:00.000Z' };

export const VIDEO = {
  sha256: 'ab'.repeat(32),
  bytes: 126_000,
  type: 'video/mp4',
  width: 640,
  height: 360,
  durationMs: 6_000,
  codec: 'avc1.64001f',
  bitrate: 168_000,
} as const;

/** An ad request of a desktop browser for one ad. */
export const QUESTION: AdQuestion = {
  now: NOW,
  pod: 1,
  maxSeconds: null,
  contentSeconds: null,
  languages: ['cs'],
  country: 'CZ',
  device: 'desktop',
  viewer: null,
  address: '203.0.113.7',
  isInvalid: false,
  extraSeconds: 0,
};

/** Grants every view. */
export const COUNTING = {
  lease: (_: LeaseRequest) => ({ isGranted: true, leaseId: null, expiresInSeconds: 900, isInvalid: false }) as const,
  refusal: () => undefined,
};

export interface CampaignOptions {
  readonly sections?: readonly string[];
  readonly price?: number;
  readonly currency?: string;
  readonly schedule?: object;
  readonly rank?: object;
  readonly targeting?: object;
  readonly creative?: object | null;
  readonly media?: object | null;
  readonly approval?: string;
}

/** A world of ads in memory, with a portfolio of one section. */
export class AdPlaces {
  readonly world = new AdWorld(new AdPrices('EUR', new Map([['USD', 0.5]]), () => 2));
  readonly section: string = randomUUID();

  constructor() {
    this.add(this.section);
  }

  add(section: string, parentId: string | null = null): string {
    this.happen('SectionAdded', 'portfolio', { id: section, name: 'Technet', parentId });
    return section;
  }

  happen(type: string, entityId: string, data: object = {}): void {
    this.world.apply({ type, entityId, data });
  }

  place(section = this.section): AdPlace {
    return this.world.place(section) as AdPlace;
  }

  /** @returns the id of a campaign that can be shown, unless the options say otherwise */
  campaign(options: CampaignOptions = {}): string {
    const id = randomUUID();
    const { sections = [this.section], price = 1_000, currency = 'EUR', schedule = YEAR, rank = {}, targeting } = options;
    this.happen('CampaignCreated', id, { name: `Campaign ${id.slice(0, 4)}`, userId: 1, currency });
    this.happen('CampaignPriceSet', id, { amount: price });
    this.happen('CampaignScheduleSet', id, schedule);
    this.happen('CampaignPlacementsSet', id, { sections });
    this.happen('CampaignRunnableStateChanged', id, { runnable: true, reasons: [] });
    this.happen('CampaignRankSet', id, { tier: 5, weight: 100, advertiser: null, exclusions: [], ...rank });
    if (targeting)
      this.happen('CampaignTargetingSet', id, { hours: null, devices: [], languages: [], countries: [], ...targeting });
    if (options.creative !== null) this.creative(id, options);
    return id;
  }

  creative(campaignId: string, { creative, media, approval = 'approved' }: CampaignOptions = {}): string {
    const id = randomUUID();
    const content = { name: 'Spot', clickThrough: 'https://shop.example/?a=1&b=2', weight: 100, skipAfter: 5 };
    this.happen('CreativeCreated', id, { campaignId, ...content, universalAdId: null, tag: null, ...creative });
    if (media !== null) this.happen('CreativeMediaAdded', id, { ...VIDEO, ...media });
    this.happen('CreativeApprovalSet', id, { state: approval, reason: null });
    return id;
  }
}
