import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { KronikaProcess } from '../support/process.js';

const BROWSER = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const ALWAYS = { start: '2000-01-01T00:00:00.000Z', end: '2900-01-01T00:00:00.000Z' };

/** Where the id of a view is in the bytes of its token. */
const ID_AT = 3;
const ID_BYTES = 16;

/** A viewer stops waiting for an answer after this time, because a frozen process never answers. */
const MAX_ANSWER_MS = 3_000;
const PAUSE_MS = 10;
/** The longest pause before a beacon is sent again, in pauses. */
const MAX_PAUSES = 20;

/** A beacon that is not acknowledged after this time never will be. */
const MAX_BEACON_MS = 30_000;

export interface Cap {
  readonly impressions: number;
  readonly pacing: 'asap' | 'even';
  readonly schedule: { readonly start: string; readonly end: string };
}

/** A campaign with a cap, alone in a section. */
export interface CappedCampaign extends Cap {
  readonly id: string;
  readonly section: string;
}

export const capOf = (impressions: number): Cap => ({ impressions, pacing: 'asap', schedule: ALWAYS });

/** Creates campaigns that may show, each in a section of its own. */
export async function cappedCampaigns(kronika: KronikaProcess, caps: readonly Cap[]): Promise<CappedCampaign[]> {
  const send = async (method: string, path: string, body: object) => {
    const { status } = await kronika.command(method, `/v1${path}`, body);
    if (status >= 300) throw new Error(`${method} ${path} was answered with ${status}`);
  };
  const [publisherId, portfolio] = [randomUUID(), randomUUID()];
  await send('POST', '/publishers', { id: publisherId, name: 'Publisher' });
  await send('POST', '/portfolios', { id: portfolio, name: 'Website', publisherId });
  return Promise.all(
    caps.map(async (cap) => {
      const [id, section, creative] = [randomUUID(), randomUUID(), randomUUID()];
      const { impressions, pacing, schedule } = cap;
      await send('POST', `/portfolios/${portfolio}/sections`, { id: section, name: `Section ${id}`, parentId: null });
      await send('POST', '/campaigns', { id, name: `Campaign ${impressions}`, userId: 1 });
      await send('PUT', `/campaigns/${id}/price`, { amount: 1_500 });
      await send('PUT', `/campaigns/${id}/schedule`, schedule);
      await send('PUT', `/campaigns/${id}/placements`, { sections: [section] });
      await send('PUT', `/campaigns/${id}/limits`, { impressions, pacing });
      await send('POST', '/creatives', { id: creative, campaignId: id, name: 'Tag', tag: 'https://ads.example/vast.xml' });
      await send('PUT', `/creatives/${creative}/approval`, { state: 'approved', reason: null });
      return { id, section, ...cap };
    }),
  );
}

/** Viewers who get ads at any process, show most of them, and send beacons to any process, some of them twice. */
export class AdViewers {
  /** Ids of the views whose impression was acknowledged. */
  readonly acknowledged = new Set<string>();
  /** Whether each ad is shown; otherwise one in five is not. */
  showsAll = false;
  /** Nobody asks for ads. */
  isAway = false;
  /** Beacons that were never acknowledged, however often they were sent. */
  unanswered = 0;
  private isStopping = false;
  private readonly running: Promise<unknown>;

  constructor(
    private readonly processes: () => KronikaProcess[],
    private readonly campaigns: readonly CappedCampaign[],
    clients: number,
    private readonly random: () => number,
  ) {
    this.running = Promise.all(Array.from({ length: clients }, () => this.client()));
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  private async client(): Promise<void> {
    while (!this.isStopping) {
      if (this.isAway) {
        await wait(PAUSE_MS);
        continue;
      }
      const { section } = this.pick(this.campaigns);
      const vast = await this.ask((url) => `${url}/v1/ads/vast?section=${section}`, 0);
      const token = vast && /<Impression[^>]*>[^<]*\/v1\/ads\/e\/([\w-]+)\/impression/.exec(vast)?.[1];
      if (!token) await wait(PAUSE_MS);
      else if (this.showsAll || this.random() < 0.8) await this.show(token);
    }
  }

  private async show(token: string): Promise<void> {
    const beacons = ['impression', 'start', ...(this.random() < 0.5 ? ['start', 'impression'] : [])];
    if (this.random() < 0.3) beacons.reverse();
    await Promise.all(
      beacons.map(async (beacon) => {
        const answer = await this.ask((url) => `${url}/v1/ads/e/${token}/${beacon}`, MAX_BEACON_MS);
        if (answer === undefined) this.unanswered += 1;
        else if (beacon === 'impression') this.acknowledged.add(idIn(token));
      }),
    );
  }

  /**
   * @param milliseconds in which the request is sent again
   * @returns the body of an answer with 200; undefined if no process gave one
   */
  private async ask(addressAt: (url: string) => string, milliseconds: number): Promise<string | undefined> {
    const end = performance.now() + milliseconds;
    for (let attempt = 1; ; attempt++) {
      const up = this.processes();
      if (up.length) {
        try {
          const signal = AbortSignal.timeout(MAX_ANSWER_MS);
          const response = await fetch(addressAt(this.pick(up).url), { headers: { 'user-agent': BROWSER }, signal });
          const text = await response.text();
          if (response.status === 200) return text;
        } catch {
          // The process ended or is frozen.
        }
      }
      if (performance.now() >= end) return undefined;
      await wait(PAUSE_MS * Math.min(attempt, MAX_PAUSES));
    }
  }

  private pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.random() * all.length)] as T;
  }
}

function idIn(token: string): string {
  const hex = Buffer.from(token, 'base64url').toString('hex', ID_AT, ID_AT + ID_BYTES);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
