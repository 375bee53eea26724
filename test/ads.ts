import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { expect } from 'vitest';
import type { Shop } from './shop.js';
import { until } from './until.js';

/** An event to be put on the log as it is, by nobody's command. */
export interface Written {
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema?: number;
  readonly data: object;
}

/** Sends commands about campaigns, portfolios and publishers to a shop; each of them must succeed. */
export class Ads {
  constructor(readonly shop: Shop) {}

  async send(method: 'post' | 'put' | 'delete', path: string, body?: object): Promise<Response> {
    const response = await this.shop.http[method](path).send(body);
    expect(response.status, `${method} ${path}: ${response.text}`).toBeLessThan(300);
    this.shop.position = Math.max(this.shop.position, Number(response.headers['event-position']));
    return response;
  }

  async campaign(wish: { name?: string; userId?: number; currency?: string } = {}): Promise<string> {
    const id = randomUUID();
    await this.send('post', '/v1/campaigns', { id, name: 'Spring sale', userId: 42, currency: 'EUR', ...wish });
    return id;
  }

  set(campaign: string, what: 'name' | 'currency' | 'price' | 'schedule' | 'placements' | 'paused', body: object) {
    return this.send('put', `/v1/campaigns/${campaign}/${what}`, body);
  }

  /** A campaign that can run in these sections, in 2026. */
  async runnable(sections: string[]): Promise<string> {
    const campaign = await this.campaign();
    await this.set(campaign, 'schedule', { start: '2026-01-01T00:00:00.000Z', end: '2127-01-01T00:00:00.000Z' });
    await this.set(campaign, 'placements', { sections });
    return campaign;
  }

  async publisher(name = 'Mafra'): Promise<string> {
    const id = randomUUID();
    await this.send('post', '/v1/publishers', { id, name });
    return id;
  }

  async portfolio(name = 'idnes.cz', publisherId?: string): Promise<string> {
    const id = randomUUID();
    await this.send('post', '/v1/portfolios', { id, name, publisherId: publisherId ?? (await this.publisher()) });
    return id;
  }

  async section(portfolio: string, name = 'Technet', parentId: string | null = null): Promise<string> {
    const id = randomUUID();
    await this.send('post', `/v1/portfolios/${portfolio}/sections`, { id, name, parentId });
    return id;
  }

  /** Puts events on the log and waits until all have seen them. */
  async append(events: Written[]): Promise<void> {
    const metadata = { commandId: randomUUID(), actor: 'test', correlationId: randomUUID(), causationId: null };
    await this.shop.db.query('SELECT log.append($1, $2)', [JSON.stringify(events), metadata]);
    await this.shop.settle();
  }

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
    let operation: { state: string; result: { differing: number } | null } | undefined;
    await until(async () => {
      operation = (await this.shop.http.get(headers.location as string).expect(200)).body;
      return ['done', 'failed'].includes(operation?.state as string);
    });
    return operation;
  }
}
