import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotFound } from '#kronika';
import { ShopSettings } from '../../shop-settings.js';
import { newAdId } from './ad-ids.js';
import { AdKeys } from './ad-keys.js';
import { type AdParameters, type IgnoredParameter, readQuestion, sectionOf } from './ad-question.js';
import { AdSnapshot } from './ad-snapshot.js';
import type { AdPlace } from './ad-world.js';
import { Counting } from './counting.js';
import { type AdDecision, type DecisionMeans, decide } from './decision.js';
import { type Explanation, explain } from './explain.js';
import type { AdQuestion, ChosenAd } from './filters.js';
import { PublicAddress } from './public-address.js';
import { NIL_UUID } from './token.js';
import { type AdEntry, VastWriter } from './vast.js';

const NO_AD: AdDecision = { ads: [], refusals: [], leftOut: { groups: [], depth: 0, except: [] } };

export interface ExplainedRequest extends Explanation {
  readonly at: string;
  /** Why no request gets an ad at the moment; null: it may get one. */
  readonly fault: string | null;
  readonly ignored: readonly IgnoredParameter[];
  /** The address to give to a player. */
  readonly tag: string;
}

/** Answers ad requests. Nothing on the way of a request asks the database, unless a campaign has limits. */
@Injectable()
export class Ads {
  private readonly countryHeader: string;
  private readonly means: DecisionMeans;
  private written?: VastWriter;

  constructor(
    private readonly snapshot: AdSnapshot,
    private readonly keys: AdKeys,
    private readonly counting: Counting,
    private readonly publicAddress: PublicAddress,
    private readonly settings: ShopSettings,
  ) {
    this.countryHeader = settings.TRUST_COUNTRY_HEADER.toLowerCase();
    this.means = { counting, timeZone: settings.TIME_ZONE, random: Math.random };
  }

  /**
   * The VAST document that answers a request; a promise only if a campaign has to wait for the database.
   *
   * @throws InvalidInput if no section is named; NotFound `section.not-found`
   */
  vast(request: FastifyRequest): string | Promise<string> {
    const place = this.place(request.query as AdParameters);
    const question = readQuestion(request, this.countryHeader, Date.now());
    const decision = this.isReady ? decide(place, question, this.means) : NO_AD;
    return decision instanceof Promise
      ? decision.then((decided) => this.answer(place, question, decided))
      : this.answer(place, question, decision);
  }

  /**
   * What a request would get and why, without effect.
   *
   * @param asked a campaign to explain in any case
   * @returns an answer that has all events up to `position`
   */
  async explain(
    request: FastifyRequest,
    at?: number,
    asked?: string,
  ): Promise<{ readonly position: number; readonly body: ExplainedRequest }> {
    await this.snapshot.catchUp();
    const { position } = this.snapshot;
    const parameters = request.query as AdParameters;
    const place = this.place(parameters);
    const ignored: IgnoredParameter[] = [];
    const question = readQuestion(request, this.countryHeader, at ?? Date.now(), ignored);
    const { world, fault } = this.snapshot;
    const explanation = await explain(place, question, { ...this.means, counting: this.counting, world }, asked);
    const body = {
      at: new Date(question.now).toISOString(),
      fault: fault ?? (place.rules.maxAds === 0 ? 'The rules of the section allow no ads.' : null),
      ignored,
      tag: this.tagOf(place, parameters),
      ...explanation,
    };
    return { position, body };
  }

  /** @throws InvalidInput, NotFound `section.not-found` */
  place(parameters: AdParameters): AdPlace {
    const id = sectionOf(parameters);
    const place = this.snapshot.world.place(id);
    if (!place) throw new NotFound('section.not-found', `There is no section ${id}.`);
    return place;
  }

  /** The address of ads of a section, with those parameters of a request that a publisher sets. */
  tagOf({ sectionId }: Pick<AdPlace, 'sectionId'>, parameters: AdParameters, more: Record<string, string> = {}): string {
    const kept = ['pod', 'max_seconds', 'content_seconds', 'language', 'viewer', 'gdpr', 'gdpr_consent'].flatMap((name) => {
      const given = parameters[name];
      return typeof given === 'string' && given !== '' ? [[name, given] as [string, string]] : [];
    });
    const query = new URLSearchParams([['section', sectionId], ...kept, ...Object.entries(more)]);
    return `${this.publicAddress.address}/v1/ads/vast?${query}`;
  }

  private answer(place: AdPlace, question: AdQuestion, { ads, refusals, leftOut }: AdDecision): string {
    const { now, isInvalid } = question;
    const { sectionId, portfolioId } = place;
    const filled = ads.map(({ candidate }) => candidate.campaign.id);
    this.counting.decided({ now, portfolioId, sectionId, isInvalid, filled, refusals, leftOut });
    return ads.length
      ? this.writer.ads(ads.map((ad) => this.entry(ad, place, question)))
      : this.writer.empty(this.emptyToken(place, question));
  }

  private get isReady(): boolean {
    return this.snapshot.fault === undefined && this.keys.isReady;
  }

  private get writer(): VastWriter {
    this.written ??= new VastWriter(this.publicAddress.address);
    return this.written;
  }

  private entry({ candidate, creative, lease }: ChosenAd, place: AdPlace, question: AdQuestion): AdEntry {
    const id = newAdId(question.now);
    const { campaign } = candidate;
    const { leaseId, expiresInSeconds, isInvalid } = lease;
    const token = this.keys.seal({
      id,
      campaignId: campaign.id,
      creativeId: creative.id,
      portfolioId: place.portfolioId,
      sectionId: place.sectionId,
      leaseId,
      expiresInSeconds,
      flags: { isInvalid: isInvalid || question.isInvalid, isTag: creative.tag !== null, device: question.device },
    });
    return { creative, advertiser: campaign.rank.advertiser, id, token, expiresInSeconds };
  }

  /** Without keys, not even an error can be reported. */
  private emptyToken({ portfolioId, sectionId }: AdPlace, { now, isInvalid, device }: AdQuestion): string | undefined {
    if (!this.keys.isReady) return undefined;
    return this.keys.seal({
      id: newAdId(now),
      campaignId: NIL_UUID,
      creativeId: NIL_UUID,
      portfolioId,
      sectionId,
      leaseId: null,
      expiresInSeconds: this.settings.AD_LIFETIME,
      flags: { isInvalid, isTag: false, device },
    });
  }
}
