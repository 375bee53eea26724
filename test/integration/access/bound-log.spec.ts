import { Get } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventTypes } from '../../../src/shared/event-log/events.js';
import { readEvents } from '../../../src/shared/event-log/read-events.js';
import { StreamLimits } from '../../../src/shared/http/event-stream.controller.js';
import { BoundUser } from '../../../src/shared/http/principal.js';
import { QueryRoute } from '../../../src/shared/http/queries.js';
import { LOG_ITSELF } from '../../../src/shared/http/waiting.js';
import { Subscriptions } from '../../../src/shared/subscriptions/subscriptions.js';
import { Shop } from '../../support/shop.js';
import { ANN, authenticate, BOB, BOSS, OF_ANN, OF_BOB, TwoUsers } from '../../support/two-users.js';
import { until } from '../../support/until.js';

let users: TwoUsers;
beforeAll(async () => {
  users = await TwoUsers.open();
  Object.assign(users.shop.app.get(StreamLimits), { heartBeat: 100 });
});
afterAll(() => users.shop.close());

const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)\ndata: /gm)].map(([, id]) => Number(id));

/** The live stream of a principal, which goes on while the test does. */
class Follower {
  text = '';
  private readonly stop = new AbortController();

  private constructor(private readonly response: Response) {
    void this.read().catch(() => undefined);
  }

  static async open(who: string, query = ''): Promise<Follower> {
    const stop = new AbortController();
    const headers = { 'user-agent': who };
    const response = await fetch(`${users.url}/v1/events/stream?${query}`, { headers, signal: stop.signal });
    const follower = new Follower(response);
    follower.stop.signal.addEventListener('abort', () => stop.abort());
    return follower;
  }

  get ids(): number[] {
    return idsIn(this.text);
  }

  async reach(position: number): Promise<void> {
    await until(() => this.ids.includes(position));
  }

  close(): void {
    this.stop.abort();
  }

  private async read(): Promise<void> {
    for await (const piece of this.response.body as unknown as AsyncIterable<Uint8Array>)
      this.text += Buffer.from(piece).toString();
  }
}

const expectNothingOfBob = (text: string) => {
  for (const marker of users.bob.markers) expect(text).not.toContain(marker);
};

describe('the live stream of a bound principal', () => {
  it('has past and new events of its own, in order, each once', async () => {
    const own = (await users.events(OF_ANN)).map(({ position }) => position);
    const [all, since] = [await Follower.open(OF_ANN, 'after=0'), await Follower.open(OF_ANN)];
    const ofBob = await Follower.open(OF_BOB, 'after=0');
    try {
      await all.reach(own.at(-1) as number);
      expect(all.ids).toEqual(own);
      const fresh: number[] = [];
      for (let n = 0; n < 150; n++) {
        const [who, userId] = n % 2 ? ([OF_ANN, ANN] as const) : ([BOSS, BOB] as const);
        const { headers } = await users.ask(who, 'POST', '/v1/order', { userId });
        if (userId === ANN) fresh.push(Number(headers['event-position']));
      }
      await all.reach(fresh.at(-1) as number);
      await since.reach(fresh.at(-1) as number);
      expect(all.ids).toEqual([...own, ...fresh]);
      expect(since.ids).toEqual(fresh);
      expectNothingOfBob(all.text);
      await ofBob.reach(Math.max(...fresh) - 1);
      for (const marker of users.ann.markers) expect(ofBob.text).not.toContain(marker);
    } finally {
      for (const each of [all, since, ofBob]) each.close();
    }
  });

  it('is silent about an entity of another user that it names', async () => {
    const followers = await Promise.all(
      [users.bob.orders[0], `goods-${users.bob.goods[0]}`, users.bob.campaigns[0]].map((id) =>
        Follower.open(OF_ANN, `after=0&entityId=${id}`),
      ),
    );
    const pause = async (who: string, campaign: string, paused: boolean) =>
      Number((await users.ask(who, 'PUT', `/v1/campaigns/${campaign}/paused`, { paused })).headers['event-position']);
    const witness = await Follower.open(OF_ANN, 'after=0');
    try {
      await users.ask(OF_BOB, 'PUT', `/v1/goods/${users.bob.goods[0]}`, { quantity: 77 });
      await pause(OF_BOB, users.bob.campaigns[0] as string, true);
      await witness.reach(await pause(OF_ANN, users.ann.campaigns[1] as string, true));
      // Heart-beats after that: the others have looked at all of it, and found nothing.
      const beats = followers.map(({ text }) => text.split('\n:').length);
      await until(() => followers.every(({ text }, n) => text.split('\n:').length > (beats[n] as number) + 1));
      for (const { text, ids } of followers) {
        expect(ids).toEqual([]);
        expectNothingOfBob(text);
      }
    } finally {
      for (const each of [...followers, witness]) each.close();
    }
  });

  it('follows an order to its new user', async () => {
    const { headers } = await users.ask(OF_ANN, 'POST', '/v1/order', { userId: ANN });
    const created = Number(headers['event-position']);
    const [ann, bob] = [await Follower.open(OF_ANN, `after=${created - 1}`), await Follower.open(OF_BOB, `after=${created - 1}`)];
    try {
      await ann.reach(created);
      const position = ({ headers }: { headers: Record<string, string> }) => Number(headers['event-position']);
      const over = position(await users.ask(BOSS, 'PUT', headers.location as string, { userId: BOB }));
      const ended = position(await users.ask(OF_BOB, 'DELETE', headers.location as string));
      const next = position(await users.ask(OF_ANN, 'POST', '/v1/order', { userId: ANN }));
      await Promise.all([ann.reach(next), bob.reach(ended)]);
      expect(ann.ids).toEqual([created, next]);
      expect(bob.ids).toEqual([over, ended]);
      const again = await Follower.open(OF_BOB, `after=${created - 1}`);
      await again.reach(ended);
      expect(again.ids).toEqual([created, over, ended]);
      again.close();
    } finally {
      ann.close();
      bob.close();
    }
  });
});

describe('the log of a bound principal', () => {
  it('has the newest of its own at once, also under an id that an entity of another user has as well', async () => {
    // An order of Ann with the number of goods of Bob.
    const [shared] = users.bob.goods as [number];
    await users.shop.db.query(`ALTER TABLE write.orders ALTER COLUMN id RESTART WITH ${shared}`);
    const { headers } = await users.ask(OF_ANN, 'POST', '/v1/order', { userId: ANN });
    expect(headers.location).toBe(`/v1/order/${shared}`);
    const streams = async (who: string) => (await users.events(who, `entityId=${shared}`)).map(({ stream }) => stream);
    expect(await streams(OF_ANN)).toEqual([`order-${shared}`]);
    expect(new Set(await streams(OF_BOB))).toEqual(new Set([`goods-${shared}`]));
    expect(new Set(await streams(BOSS))).toEqual(new Set([`goods-${shared}`, `order-${shared}`]));
    await users.shop.db.query(`ALTER TABLE write.orders ALTER COLUMN id RESTART WITH 900000000`);
  });

  it('has no stream without an owner, and none whose latest event names no user', async () => {
    const { rows } = await users.shop.db.query(
      `SELECT log.append(jsonb_build_array(
         jsonb_build_object('stream', 'order-91', 'version', 1, 'type', 'order_created_v1', 'data', jsonb_build_object('id', 91, 'user_id', $1::bigint, 'currency', 'EUR', 'created_at', '2026-01-01T00:00:00Z')),
         jsonb_build_object('stream', 'order-91', 'version', 2, 'type', 'order_of_newer_code_v1', 'data', '{}'::jsonb),
         jsonb_build_object('stream', 'stranger-1', 'version', 1, 'type', 'stranger_v1', 'data', jsonb_build_object('user_id', $1::bigint, 'userId', $1::bigint))
       ), '{"commandId": "c", "actor": "a", "correlationId": "c", "causationId": null}') AS position`,
      [ANN],
    );
    expect(Number(rows[0].position)).toBeGreaterThan(0);
    const streams = (await users.events(OF_ANN)).map(({ stream }) => stream);
    expect(streams).not.toContain('order-91');
    expect(streams.filter((stream) => !/^(order|goods|campaign|creative)-/.test(stream))).toEqual([]);
  });

  it('is found by indexes, in a log with many events of others', async () => {
    await users.shop.db.query(`
      SELECT log.append(jsonb_agg(jsonb_build_object('stream', 'order-' || n, 'version', 1, 'type', 'order_created_v1',
        'data', jsonb_build_object('id', n, 'user_id', n, 'currency', 'EUR', 'created_at', '2026-01-01T00:00:00Z'))),
        '{"commandId": "test", "actor": "a", "correlationId": "c", "causationId": null}')
      FROM generate_series(1000001, 1020000) AS n`);
    const asked: [sql: string, values: unknown[]][] = [];
    const recorder = { query: async (...question: (typeof asked)[0]) => void asked.push(question) } as unknown as DataSource;
    const part = { after: 0, end: 1e9, limit: 100 };
    await readEvents(recorder, users.shop.app.get(EventTypes), part, { boundTo: ANN });
    await readEvents(recorder, users.shop.app.get(EventTypes), part, { boundTo: ANN, streams: ['order-1'] });
    for (const statistics of ['', 'ANALYZE log.events']) {
      await users.shop.db.query(statistics);
      for (const [sql, values] of asked) {
        const { rows } = await users.shop.db.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
        const plan = JSON.stringify(rows[0]['QUERY PLAN']);
        expect(plan).not.toMatch(/"Seq Scan"|events_pkey/);
        const named = ['events_order_user', 'events_goods_order', 'events_campaign_user'].filter((index) => plan.includes(index));
        expect(named).toHaveLength(sql === asked[0]?.[0] ? 3 : 0);
      }
    }
    const own = await users.events(OF_ANN);
    expect(own.length).toBeGreaterThan(100);
  });
});

describe('while a view is being built that tells whose a row is', () => {
  // Without a worker in any process, new versions stay unfinished.
  beforeAll(() => users.shop.app.get(Subscriptions).beforeApplicationShutdown());

  it.each([
    ['names', () => `/v1/names?ids=${users.bob.campaigns[0]}`, ['names']],
    ['placements', () => `/v1/placements?sectionId=${users.section}`, ['placed_campaigns', 'placements']],
  ])('a bound principal is told so, and others go on: %s', async (view, path, tables) => {
    // As the release before left it.
    for (const table of tables) await users.shop.db.query(`ALTER TABLE read.${table} DROP COLUMN user_id`);
    await users.shop.db.query(`UPDATE log.checkpoints SET version = 2 WHERE subscription = $1`, [view]);
    const web = await Shop.open({ ROLES: 'web' }, [], users.shop.database, authenticate);
    try {
      const ask = async (who: string) => {
        const response = await fetch(`${await web.app.getUrl()}${path()}`, { headers: { 'user-agent': who } });
        return { status: response.status, text: await response.text() };
      };
      const refused = await ask(OF_ANN);
      expect(refused).toMatchObject({ status: 503, text: expect.stringContaining('"view.building"') });
      expect((await ask(BOSS)).status).toBe(200);
    } finally {
      await web.close();
    }
  });
});

describe('a query that says it is owned', () => {
  const declare = (takesUser: boolean) => {
    class MineController {
      find(boundTo?: number) {
        return { position: 0, body: `${boundTo}` };
      }
    }
    const descriptor = Object.getOwnPropertyDescriptor(MineController.prototype, 'find') as PropertyDescriptor;
    Reflect.defineMetadata('design:paramtypes', [Number], MineController.prototype, 'find');
    if (takesUser) BoundUser()(MineController.prototype, 'find', 0);
    QueryRoute({ summary: '', view: LOG_ITSELF, content: {}, isOwned: true })(MineController.prototype, 'find', descriptor);
    return Get('mine');
  };

  it('must take the user that it is bound to', () => {
    expect(() => declare(true)).not.toThrow();
    expect(() => declare(false)).toThrow('find says that it is owned, and takes no @BoundUser()');
  });
});
