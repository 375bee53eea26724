import { randomUUID } from 'node:crypto';
import type { Shop } from './shop.js';

/** An event as `GET /v1/events` shows it. */
export interface LogEvent {
  readonly eventType: string;
  readonly entityId: string;
  readonly datetime: string;
  readonly data: Record<string, unknown>;
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly metadata: { commandId: string; actor: string; correlationId: string; causationId: string | null };
}

/** An event that a test appends directly, without a command. */
export interface Written {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema?: number;
  readonly data: object;
}

export interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly location: string | null;
  readonly position: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
  readonly body: any;
}

/** A schedule in the distant future. */
export const FAR = { start: '2126-03-01T00:00:00.000Z', end: '2126-04-01T00:00:00.000Z' };

export const NO_SCHEDULE = { start: null, end: null };

/** The parts of a campaign that a command replaces, as their routes name them. */
type CampaignPart = 'name' | 'currency' | 'price' | 'schedule' | 'placements' | 'paused' | 'limits' | 'targeting' | 'rank';

/** Campaigns, portfolios and publishers of a shop, through HTTP. */
export class Advertising {
  private constructor(
    readonly shop: Shop,
    private readonly url: string,
  ) {}

  static async of(shop: Shop): Promise<Advertising> {
    return new Advertising(shop, await shop.app.getUrl());
  }

  /** Sends a command, or a query that sees all earlier commands. Concurrent calls are concurrent at the server. */
  async send(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/v1${path}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(method === 'GET' && { 'wait-for-position': String(this.shop.position) }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    const answer = text && JSON.parse(text);
    const position = Number(response.headers.get('event-position'));
    // An answer to commands in bulk names a position for each.
    const ofCommands: number[] = path.endsWith('/bulk') ? (answer?.data ?? []).map((row: Answer) => row.position ?? 0) : [];
    this.shop.position = Math.max(this.shop.position, position, ...ofCommands);
    const { headers: head, status } = response;
    return { status, position, etag: head.get('etag'), location: head.get('location'), body: answer };
  }

  /** Sends a command that must succeed. */
  async do(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer> {
    const answer = await this.send(method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.code} ${answer.body.detail}`);
    return answer;
  }

  /** @returns the id of a new campaign, by default with only a name */
  async campaign(body: { name?: string; userId?: number; currency?: string } = {}): Promise<string> {
    const id = randomUUID();
    await this.do('POST', '/campaigns', { id, name: 'Spring sale', userId: 42, ...body });
    return id;
  }

  set(campaign: string, what: CampaignPart, body: object) {
    return this.do('PUT', `/campaigns/${campaign}/${what}`, body);
  }

  /** @returns the id of a new campaign that can run */
  async runningCampaign(sections: readonly string[], schedule: object = FAR): Promise<string> {
    const id = await this.campaign();
    await this.set(id, 'placements', { sections });
    await this.set(id, 'schedule', schedule);
    return id;
  }

  /** @returns the id of a new creative of a campaign, by default with only a name */
  async creative(campaignId: string, body: object = {}): Promise<string> {
    const id = randomUUID();
    await this.do('POST', '/creatives', { id, campaignId, name: 'Twenty seconds', ...body });
    return id;
  }

  async publisher(name = 'MAFRA'): Promise<string> {
    const id = randomUUID();
    await this.do('POST', '/publishers', { id, name });
    return id;
  }

  /** @param publisherId absent: a new one */
  async portfolio(publisherId?: string, name = 'idnes.cz'): Promise<string> {
    const id = randomUUID();
    await this.do('POST', '/portfolios', { id, name, publisherId: publisherId ?? (await this.publisher()) });
    return id;
  }

  async section(portfolio: string, parentId: string | null = null, name = 'Technet', id: string = randomUUID()): Promise<string> {
    await this.do('POST', `/portfolios/${portfolio}/sections`, { id, name, parentId });
    return id;
  }

  /** Appends events directly: more than commands have time for, or in forms that no command makes any more. */
  async append(events: readonly Written[]): Promise<void> {
    const metadata = { commandId: randomUUID(), actor: 'test', correlationId: randomUUID(), causationId: null };
    const { rows } = await this.shop.db.query('SELECT log.append($1, $2) AS position', [JSON.stringify(events), metadata]);
    this.shop.position = Number(rows[0].position);
  }

  /** All events of an entity, or of the whole log, in order. */
  async events(entityId?: string): Promise<LogEvent[]> {
    const events: LogEvent[] = [];
    for (let after = '0'; ; ) {
      const { status, body } = await this.send(
        'GET',
        `/events?${entityId ? `entityId=${entityId}&` : ''}limit=1000&after=${after}`,
      );
      if (status !== 200) throw new Error(`${body.code} ${body.detail}`);
      events.push(...body.data);
      after = body.page.next_cursor;
      if (after === null) return events;
    }
  }

  /** The events of an entity, each as `[type, data]`. */
  async facts(entityId: string): Promise<[type: string, data: object][]> {
    return (await this.events(entityId)).map(({ eventType, data }) => [eventType, data]);
  }

  /** Whether a campaign can run, by its events. */
  async isRunnable(campaign: string): Promise<boolean> {
    const latest = (await this.events(campaign)).findLast(({ eventType }) => eventType === 'CampaignRunnableStateChanged');
    return latest?.data.runnable === true;
  }

  /** The body of a query that sees all earlier commands. */
  async get(path: string, query: Record<string, unknown> = {}) {
    return (await this.shop.get(path, query).expect(200)).body;
  }

  /** All rows of a list, page by page. */
  async walk(path: string, query: Record<string, unknown>) {
    const rows: { id: string; name: string }[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const { data, page } = await this.get(path, { ...query, ...(cursor ? { cursor } : {}) });
      rows.push(...data);
      cursor = page.next_cursor;
    }
    return rows;
  }

  /** @returns how an operation on a view ended */
  async operate(view: string, what: 'verify' | 'rebuild') {
    const { headers } = await this.shop.http.post(`/v1/views/${view}/${what}`).expect(202);
    return this.shop.ended(headers.location as string);
  }
}
