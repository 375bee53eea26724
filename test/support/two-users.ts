import { randomUUID } from 'node:crypto';
import type { Authenticate, Principal } from '../../src/shared/http/principal.js';
import { Advertising, FAR } from './advertising.js';
import { Shop } from './shop.js';

/** The users of the shop; their ids occur nowhere by chance. */
export const ANN = 711_711_711;
export const BOB = 822_822_822;

/**
 * A principal of a user, or one that is bound to none. The header by which they are told apart is one that does not
 * keep the answers of requests apart.
 */
export const as = (actor: string, userId?: number) => `${actor} ${userId ?? ''}`;
export const BOSS = as('boss');
export const OF_ANN = as('ann-key', ANN);
export const OF_BOB = as('bob-key', BOB);

export const authenticate: Authenticate = ({ headers }): Principal => {
  const [actor = '', userId] = (headers['user-agent'] ?? '').split(' ');
  return { actor, role: 'admin', ...(userId && { userId: Number(userId) }) };
};

export interface Asked {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
  readonly body: any;
}

/** All that a user has. */
export interface Belongings {
  readonly orders: number[];
  readonly goods: number[];
  readonly campaigns: string[];
  /** Of the first two campaigns. The second one is deleted. */
  readonly creatives: string[];
  /** Positions of its latest events. */
  readonly events: number[];
  /** Texts that stand in the events and rows of this user, and of nobody else. */
  readonly markers: string[];
}

/** A shop in which two users have the like, and what belongs to nobody. */
export class TwoUsers {
  private constructor(
    readonly shop: Shop,
    readonly url: string,
    readonly section: string,
    readonly portfolio: string,
    readonly publisher: string,
    readonly ann: Belongings,
    readonly bob: Belongings,
    /** A position without an event. */
    readonly gap: number,
  ) {}

  static async open(modules: Parameters<typeof Shop.open>[1] = []): Promise<TwoUsers> {
    const shop = await Shop.open({}, modules, undefined, authenticate);
    const url = await shop.app.getUrl();
    const advertising = await Advertising.of(shop);
    const publisher = await advertising.publisher('Everybody');
    const portfolio = await advertising.portfolio(publisher, 'everybody.example');
    const section = await advertising.section(portfolio);
    /** Ids that stand in no other number. */
    const startAt = async (id: number) => {
      for (const [table, first] of Object.entries({ orders: id, goods: id + 50 }))
        await shop.db.query(`ALTER TABLE write.${table} ALTER COLUMN id RESTART WITH ${first}`);
    };
    const belongings = async (userId: number, name: string, firstId: number): Promise<Belongings> => {
      await startAt(firstId);
      const headers = { 'x-correlation-id': `${name}-correlation` };
      const orders: number[] = [];
      const goods: number[] = [];
      for (let n = 0; n < 4; n++) {
        const order = await shop.createOrder(userId, 'EUR');
        orders.push(order);
        for (let line = 0; line <= n; line++)
          goods.push(await shop.addGoods(order, { sku: `${name}-SKU`, name: `${name}-goods`, unitPrice: firstId }));
      }
      const campaigns: string[] = [];
      for (let n = 0; n < 3; n++) {
        const id = randomUUID();
        campaigns.push(id);
        await advertising.do('POST', '/campaigns', { id, name: `${name} ${n}`, userId }, headers);
        await advertising.set(id, 'price', { amount: firstId });
        await advertising.set(id, 'placements', { sections: [section] });
        await advertising.set(id, 'schedule', FAR);
      }
      const creatives: string[] = [];
      for (const campaignId of campaigns.slice(0, 2)) {
        const id = randomUUID();
        creatives.push(id);
        await advertising.do('POST', '/creatives', { id, campaignId, name: `${name} ad`, tag: 'https://ads.example/' }, headers);
        await advertising.do('PUT', `/creatives/${id}/weight`, { weight: 7 });
      }
      await advertising.do('DELETE', `/creatives/${creatives[1]}`);
      await advertising.do('DELETE', `/campaigns/${campaigns[2]}`);
      await shop.deleteGoods(goods.at(-1) as number);
      await shop.deleteOrder(orders[3] as number);
      await shop.settle();
      const markers = [String(userId), name, String(firstId).slice(0, 6), ...campaigns, ...creatives];
      const { rows } = await shop.db.query(
        `SELECT position::int FROM log.events WHERE stream = ANY ($1) ORDER BY position DESC LIMIT 2`,
        [campaigns.map((id) => `campaign-${id}`)],
      );
      return { orders, goods, campaigns, creatives, events: rows.map(({ position }) => position), markers };
    };
    const ann = await belongings(ANN, 'ann-marker', 31_111_100);
    const bob = await belongings(BOB, 'bob-marker', 42_222_200);
    await startAt(900_000_000);
    const { rows } = await shop.db.query(`SELECT nextval('log.position')::int AS gap`);
    // The last events are Ann's, so a reader that has them has passed all of Bob's.
    await advertising.set(ann.campaigns[0] as string, 'paused', { paused: true });
    await advertising.set(ann.campaigns[0] as string, 'paused', { paused: false });
    await shop.settle();
    return new TwoUsers(shop, url, section, portfolio, publisher, ann, bob, rows[0].gap);
  }

  /** Sends a request as a principal; a query sees all commands before. */
  async ask(who: string, method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Asked> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'user-agent': who,
        ...(body && { 'content-type': 'application/json' }),
        ...((method === 'GET' || method === 'HEAD') && { 'wait-for-position': String(this.shop.position) }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    this.shop.position = Math.max(this.shop.position, Number(response.headers.get('event-position') ?? 0));
    const isJson = response.headers.get('content-type')?.includes('json');
    const { status } = response;
    return { status, headers: Object.fromEntries(response.headers), text, body: isJson && text ? JSON.parse(text) : undefined };
  }

  /** Reads the live stream from a position until a text is in it. */
  async follow(who: string, query: string, end: string): Promise<string> {
    const stop = new AbortController();
    const response = await fetch(`${this.url}/v1/events/stream?${query}`, {
      headers: { 'user-agent': who },
      signal: stop.signal,
    });
    let text = '';
    try {
      for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(piece).toString();
        if (text.includes(end)) break;
      }
    } finally {
      stop.abort();
    }
    return text;
  }

  /** All events that a principal sees, page by page. */
  async events(
    who: string,
    query = '',
  ): Promise<{ position: number; stream: string; eventType: string; metadata: { actor: string; correlationId: string } }[]> {
    const events = [];
    for (let after: string | null = '0'; after !== null; ) {
      const { body, status, text } = await this.ask(who, 'GET', `/v1/events?limit=7&after=${after}&${query}`);
      if (status !== 200) throw new Error(text);
      events.push(...body.data);
      after = body.page.next_cursor;
    }
    return events;
  }
}
