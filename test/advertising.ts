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

export interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly location: string | null;
  readonly position: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
  readonly body: any;
}

/** Moments that no test lives to see. */
export const FAR = { start: '2126-03-01T00:00:00.000Z', end: '2126-04-01T00:00:00.000Z' };

export const NOWHERE = { start: null, end: null };

/** Campaigns, portfolios and publishers of a shop, through HTTP. */
export class Advertising {
  private constructor(
    readonly shop: Shop,
    private readonly url: string,
  ) {}

  static async of(shop: Shop): Promise<Advertising> {
    return new Advertising(shop, await shop.app.getUrl());
  }

  /** Sends a command, or a query that sees all commands before; many of them at once are so at the server. */
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
    const position = Number(response.headers.get('event-position'));
    this.shop.position = Math.max(this.shop.position, position);
    const { headers: head, status } = response;
    return { status, position, etag: head.get('etag'), location: head.get('location'), body: text && JSON.parse(text) };
  }

  /** Sends a command that must succeed. */
  async do(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer> {
    const answer = await this.send(method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.code} ${answer.body.detail}`);
    return answer;
  }

  /** @returns the id of a new campaign of nothing but a name */
  async campaign(name = 'Spring sale'): Promise<string> {
    const id = randomUUID();
    await this.do('POST', '/campaigns', { id, name, userId: 42 });
    return id;
  }

  /** @returns the id of a new campaign that can run */
  async runningCampaign(sections: readonly string[], schedule: object = FAR): Promise<string> {
    const id = await this.campaign();
    await this.do('PUT', `/campaigns/${id}/placements`, { sections });
    await this.do('PUT', `/campaigns/${id}/schedule`, schedule);
    return id;
  }

  async publisher(): Promise<string> {
    const id = randomUUID();
    await this.do('POST', '/publishers', { id, name: 'MAFRA' });
    return id;
  }

  /** @param publisherId absent: a new one */
  async portfolio(publisherId?: string): Promise<string> {
    const id = randomUUID();
    await this.do('POST', '/portfolios', { id, name: 'idnes.cz', publisherId: publisherId ?? (await this.publisher()) });
    return id;
  }

  async section(portfolio: string, parentId: string | null = null, id: string = randomUUID()): Promise<string> {
    await this.do('POST', `/portfolios/${portfolio}/sections`, { id, name: 'Technet', parentId });
    return id;
  }

  /** Puts events on the log as if commands had: more than there is time for, or such as no command makes any more. */
  async append(
    events: readonly { stream: string; version: number; type: string; data: object; schema?: number }[],
  ): Promise<void> {
    const metadata = { commandId: randomUUID(), actor: 'test', correlationId: randomUUID(), causationId: null };
    const { rows } = await this.shop.db.query('SELECT log.append($1, $2) AS position', [JSON.stringify(events), metadata]);
    this.shop.position = Number(rows[0].position);
  }

  /** All events of an entity, or of all, in order. */
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

  /** What is on the log of an entity: `[type, data]` of each event. */
  async facts(entityId: string): Promise<[type: string, data: object][]> {
    return (await this.events(entityId)).map(({ eventType, data }) => [eventType, data]);
  }

  /** Whether it can run, as the log says. */
  async isRunnable(campaign: string): Promise<boolean> {
    const latest = (await this.events(campaign)).findLast(({ eventType }) => eventType === 'CampaignRunnableStateChanged');
    return latest?.data.runnable === true;
  }
}
