import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANN, type Asked, BOB, BOSS, OF_ANN, OF_BOB, TwoUsers } from '../../support/two-users.js';

/** Operations that a principal which is bound to a user may ask: of that user's data, or of what belongs to nobody. */
const OWNED_QUERIES = [
  'exportDelivery',
  'exportOrders',
  'findCampaign',
  'findCampaignDelivery',
  'findCampaignHistory',
  'findCampaigns',
  'findCreative',
  'findCreativeHistory',
  'findCreatives',
  'findEvent',
  'findEvents',
  'findGoods',
  'findNames',
  'findOrder',
  'findOrderChanges',
  'findOrderInHistory',
  'findOrders',
  'findOverview',
  'findPlacements',
  'findTrace',
  'followEvents',
  'previewCreative',
  'reportDelivery',
  'reportReasons',
  'summariseOrders',
];
const COMMON_QUERIES = [
  'findAbout',
  'findPortfolio',
  'findPortfolioHistory',
  'findPortfolios',
  'findPublisher',
  'findPublisherHistory',
  'findPublishers',
  'findSection',
];
const OWNED_COMMANDS = [
  'addGoods',
  'changeGoods',
  'changeOrder',
  'createCampaign',
  'createCreative',
  'createOrder',
  'deleteCampaign',
  'deleteCreative',
  'deleteGoods',
  'deleteOrder',
  'executeCampaignCommands',
  'renameCampaign',
  'renameCreative',
  'setCampaignCurrency',
  'setCampaignLimits',
  'setCampaignPaused',
  'setCampaignPlacements',
  'setCampaignPrice',
  'setCampaignRank',
  'setCampaignSchedule',
  'setCampaignTargeting',
  'setCreativeClickThrough',
  'setCreativeWeight',
  'undoCampaignChanges',
  'undoCreativeChanges',
  'uploadCreativeMedia',
];
const PUBLIC = ['checkHealth', 'checkReadiness', 'findAds', 'findBreaks', 'findMedia', 'noteEvent', 'sendEvent'];
/** About nobody but the sender, see sessions.spec.ts. */
const SESSIONS = ['findSession', 'beginSession', 'endSession', 'endSessions'];
const ALLOWED = [...OWNED_QUERIES, ...COMMON_QUERIES, ...OWNED_COMMANDS, ...SESSIONS, ...PUBLIC];

const SPAN = 'from=2026-01-01&to=2026-01-31';

const ABSENT = { order: 599_999_999, uuid: '019c1354-6d40-7c1a-8e2b-3f4a5b6c7d8e' };

let users: TwoUsers;
let operations: { id: string; method: string; path: string }[];
beforeAll(async () => {
  users = await TwoUsers.open();
  const { body } = await users.ask(BOSS, 'GET', '/openapi.json');
  operations = Object.entries<Record<string, { operationId: string }>>(body.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { operationId: id }]) => ({ id, method: method.toUpperCase(), path })),
  );
});
afterAll(() => users.shop.close());

/** Asserts that nothing of Bob's is in an answer, but for what its request named. */
function expectNothingOfBob({ text, headers }: Asked, ...named: (string | number)[]): void {
  let all = `${JSON.stringify(headers)}\n${text}`;
  for (const each of named) all = all.replaceAll(String(each), '');
  for (const marker of users.bob.markers) expect(all).not.toContain(marker);
}

/** A few at a time, because more exports at once are refused. */
async function each(paths: readonly string[], check: (path: string) => Promise<void>): Promise<void> {
  for (let n = 0; n < paths.length; n += 3) await Promise.all(paths.slice(n, n + 3).map(check));
}

/** An answer without what differs between any two. */
const told = ({ status, headers, text }: Asked, named: string | number) => ({
  status,
  type: headers['content-type'],
  etag: headers.etag,
  text: text.replaceAll(String(named), '<id>'),
});

/** The addresses of each query, for everything of one user. */
function queriesFor({ orders, goods, campaigns, creatives, events }: TwoUsers['ann'], userId: number): Record<string, string[]> {
  const [sku, sorts] = [userId === ANN ? 'ann-marker-SKU' : 'bob-marker-SKU', ['id', '-created_at', 'goods_count', '-total']];
  const filters = [
    ...sorts.map((sort) => `sort=${sort}`),
    ...sorts.map((sort) => `sort=${sort}&min_total=1`),
    ...sorts.map((sort) => `sort=${sort}&threshold=0`),
    ...sorts.map((sort) => `sort=${sort}&min_goods=1&min_total=1&currency=EUR`),
    `user_id=${userId}`,
    `user_id=${userId}&threshold=0&sort=total`,
    `sku=${sku}`,
    'created_from=2020-01-01&created_to=2100-01-01',
  ];
  const deliveries = ['', '&by=day', '&by=section,device', '&by=campaign,creative', `&by=hour&campaignId=${campaigns[0]}`].map(
    (query) => `${SPAN}${query}`,
  );
  const paths = (prefix: string, ids: readonly (string | number)[], ...ends: string[]) =>
    ids.flatMap((id) => ['', ...ends].map((end) => `${prefix}/${id}${end}`));
  return {
    findOrders: filters.map((filter) => `/v1/order-history?limit=100&count=true&${filter}`),
    exportOrders: filters.map((filter) => `/v1/order-history.csv?${filter}`),
    summariseOrders: ['none', 'hour', 'day', 'month', 'user', 'goods_count'].flatMap((by) =>
      [
        '',
        '&tz=Asia/Kathmandu',
        '&threshold=0',
        '&min_total=1',
        `&user_id=${userId}`,
        `&sku=${sku}`,
        '&currency=EUR',
        '&sort=-total',
      ]
        .concat('&created_from=2020-01-01T00:00:00Z', '&created_from=2020-01-01T00:07:00Z')
        .map((filter) => `/v1/order-history/summary?by=${by}${filter}`),
    ),
    findOrderInHistory: paths('/v1/order-history', orders),
    findOrder: paths('/v1/order', orders),
    findOrderChanges: orders.flatMap((id) => ['', '?sort=-position&limit=2'].map((q) => `/v1/order-history/${id}/history${q}`)),
    findOverview: ['/v1/overview'],
    findGoods: paths('/v1/goods', goods),
    findCampaigns: [
      '',
      `userId=${userId}`,
      'q=marker',
      'sort=name',
      'runnable=true',
      'sort=-price',
      `sectionId=${users.section}&below=true`,
      `publisherId=${users.publisher}`,
      `portfolioId=${users.portfolio}&ended=false&sort=end`,
    ].map((q) => `/v1/campaigns?limit=100&count=true&${q}`),
    findCampaign: paths('/v1/campaigns', campaigns, '?version=1', '?version=99', '?at=2100-01-01'),
    findCampaignDelivery: campaigns.map((id) => `/v1/campaigns/${id}/delivery`),
    findCampaignHistory: campaigns.flatMap((id) => ['', '?sort=-version&limit=2'].map((q) => `/v1/campaigns/${id}/history${q}`)),
    findCreatives: ['', 'q=marker', `campaignId=${campaigns[0]}`, 'state=pending&sort=name'].map(
      (q) => `/v1/creatives?limit=100&count=true&${q}`,
    ),
    findCreative: paths('/v1/creatives', creatives, '?version=1', '?version=99', '?at=2100-01-01'),
    findCreativeHistory: creatives.map((id) => `/v1/creatives/${id}/history`),
    findNames: [
      `/v1/names?ids=${[...campaigns, ...creatives, users.portfolio, users.section, users.publisher]}`,
      '/v1/names?q=marker',
      '/v1/names?q=e&types=campaign,section',
    ],
    findPlacements: ['', '&at=2126-03-15'].map((at) => `/v1/placements?sectionId=${users.section}${at}`),
    findEvents: [
      '/v1/events?limit=1000',
      '/v1/events?limit=1000&eventType=order_created_v1,CampaignCreated',
      '/v1/events?limit=1000&sort=-position',
      `/v1/events?limit=1000&correlationId=${userId === ANN ? 'ann' : 'bob'}-marker-correlation`,
      ...[
        ...orders,
        ...goods,
        ...campaigns,
        ...creatives,
        `order-${orders[0]}`,
        `goods-${goods[0]}`,
        `campaign-${campaigns[0]}`,
      ].map((id) => `/v1/events?entityId=${id}`),
    ],
    findEvent: paths('/v1/events', events),
    findTrace: events.map((position) => `/v1/events/${position}/trace`),
    reportDelivery: deliveries.map((query) => `/v1/reports/delivery?${query}`),
    exportDelivery: deliveries.map((query) => `/v1/reports/delivery.csv?${query}`),
    reportReasons: campaigns.map((id) => `/v1/reports/reasons?${SPAN}&campaignId=${id}`),
    findAbout: ['/v1/about'],
    findPortfolio: [`/v1/portfolios/${users.portfolio}`, `/v1/portfolios/${users.portfolio}?version=1`],
    findPortfolioHistory: [`/v1/portfolios/${users.portfolio}/history`],
    findPortfolios: ['/v1/portfolios'],
    findPublisher: [`/v1/publishers/${users.publisher}`],
    findPublisherHistory: [`/v1/publishers/${users.publisher}/history`],
    findPublishers: ['/v1/publishers'],
    previewCreative: paths('/v1/ads/preview', creatives),
    findSection: [`/v1/portfolios/${users.portfolio}/sections/${users.section}`],
  };
}

describe('a principal that is bound to a user', () => {
  it('is refused by every operation but the named ones', async () => {
    const names = operations.map(({ id }) => id);
    expect(ALLOWED.filter((id) => !names.includes(id))).toEqual([]);
    const length = await users.shop.logLength();
    const refusable = operations.filter(({ id }) => !ALLOWED.includes(id));
    expect(refusable.length).toBeGreaterThan(20);
    for (const { method, path } of refusable) {
      const address = path.replaceAll(/\{\w+\}/g, users.portfolio);
      const answer = await users.ask(OF_ANN, method, address, method === 'GET' || method === 'DELETE' ? undefined : {});
      expect([method, path, answer.status, answer.body?.code]).toEqual([method, path, 403, 'access.forbidden']);
      expectNothingOfBob(answer);
    }
    expect(await users.shop.logLength()).toBe(length);
  });

  it('is refused by the documentation and by addresses that are no route of the document', async () => {
    for (const path of ['/docs', '/openapi.json', '/docs/swagger-ui.css'])
      expect((await users.ask(OF_ANN, 'GET', path)).status).toBe(403);
    expect((await users.ask(OF_ANN, 'GET', '/v1/nothing')).status).toBe(404);
  });

  it('gets an answer to each query of its own, with nothing of another user', async () => {
    const queries = queriesFor(users.ann, ANN);
    expect(Object.keys(queries).toSorted()).toEqual(
      [...OWNED_QUERIES, ...COMMON_QUERIES].filter((id) => id !== 'followEvents').toSorted(),
    );
    const { ann } = users;
    const gone = [
      `/${ann.orders[3]}`,
      `/${ann.campaigns[2]}`,
      `/${ann.creatives[1]}`,
      'version=99',
      ...ann.goods.slice(6).map((id) => `/v1/goods/${id}`),
    ];
    for (const [id, paths] of Object.entries(queries))
      await each(paths, async (path) => {
        const [answer, head] = await Promise.all([users.ask(OF_ANN, 'GET', path), users.ask(OF_ANN, 'HEAD', path)]);
        const isOfPast =
          id === 'findEvents' ||
          id === 'findOrderChanges' ||
          /^find(Campaign|Creative)History$/.test(id) ||
          path.includes('version=1');
        const isGone = !isOfPast && gone.some((end) => path.includes(end));
        expect([path, answer.status, head.status]).toEqual([path, isGone ? 404 : 200, isGone ? 404 : 200]);
        for (const each of [answer, head]) expectNothingOfBob(each);
      });
  });

  it('finds the same as an unbound principal with the filter for that user', async () => {
    const both = async (path: string, filter: string) => {
      const [own, all] = await Promise.all([
        users.ask(OF_ANN, 'GET', path),
        users.ask(BOSS, 'GET', `${path}${path.includes('?') ? '&' : '?'}${filter}`),
      ]);
      expect(own.status).toBe(200);
      return [own, all].map(({ body, text }) => body?.data ?? text);
    };
    for (const { id, filter } of [
      { id: 'findOrders', filter: `user_id=${ANN}` },
      { id: 'exportOrders', filter: `user_id=${ANN}` },
      { id: 'summariseOrders', filter: `user_id=${ANN}` },
      { id: 'findCampaigns', filter: `userId=${ANN}` },
    ])
      for (const path of queriesFor(users.ann, ANN)[id] as string[]) {
        if (/user_?id/i.test(path)) continue;
        const [own, all] = await both(path, filter);
        expect([path, own]).toEqual([path, all]);
        expect([path, own.length > 0]).toEqual([path, true]);
      }
    const events = await users.events(BOSS);
    const ids = [...users.ann.orders, ...users.ann.goods, ...users.ann.campaigns, ...users.ann.creatives].map(String);
    const ofAnn = events.filter(({ stream }) => ids.includes(stream.slice(stream.indexOf('-') + 1)));
    expect(ofAnn.length).toBeGreaterThan(30);
    expect(await users.events(OF_ANN)).toEqual(ofAnn);
    const { body } = await users.ask(OF_ANN, 'GET', `/v1/placements?sectionId=${users.section}`);
    expect(body.data.map(({ campaignId }: { campaignId: string }) => campaignId).toSorted()).toEqual(
      users.ann.campaigns.slice(0, 2).toSorted(),
    );
  });

  it('finds nothing of another user, and of one entity the same as of one that does not exist', async () => {
    const lists = [
      'findOrders',
      'exportOrders',
      'summariseOrders',
      'findCampaigns',
      'findCreatives',
      'findEvents',
      'findNames',
      'findPlacements',
      'findOverview',
      'reportDelivery',
      'exportDelivery',
      'reportReasons',
    ];
    const { bob } = users;
    for (const [id, paths] of Object.entries(queriesFor(bob, BOB))) {
      if (COMMON_QUERIES.includes(id)) continue;
      for (const path of paths) {
        const named = path.startsWith('/v1/events/')
          ? bob.events.filter((each) => path.includes(`/${each}`))
          : [...bob.orders, ...bob.goods, ...bob.campaigns, ...bob.creatives].filter((each) => path.includes(String(each)));
        const answer = await users.ask(OF_ANN, 'GET', path);
        expectNothingOfBob(answer, ...named, BOB, 'bob-marker-SKU');
        if (lists.includes(id)) {
          expect([path, answer.status]).toEqual([path, 200]);
          if (/user_?id=|sku=|entityId=|campaignId=/i.test(path))
            expect([path, answer.body?.data ?? answer.text.trim().split('\n').slice(1)]).toEqual([path, []]);
          continue;
        }
        const [which = ''] = named;
        const unknown = path.startsWith('/v1/events/') ? users.gap : typeof which === 'number' ? ABSENT.order : ABSENT.uuid;
        const absent = path.replace(String(which), String(unknown));
        const nothing = await users.ask(OF_ANN, 'GET', absent);
        expect(nothing.status).toBe(404);
        expect([path, told(answer, which)]).toEqual([path, told(nothing, unknown)]);
      }
    }
    const { body } = await users.ask(
      OF_ANN,
      'GET',
      `/v1/names?ids=${[...users.ann.campaigns, ...users.ann.creatives, ...bob.campaigns, ...bob.creatives, users.section, users.portfolio, users.publisher]}`,
    );
    expect(Object.keys(body).toSorted()).toEqual(
      [...users.ann.campaigns, ...users.ann.creatives, users.section, users.portfolio, users.publisher].toSorted(),
    );
  });

  it('gets 304 for what it has, and never for what another user has', async () => {
    for (const path of [
      `/v1/order/${users.bob.orders[0]}`,
      `/v1/goods/${users.bob.goods[0]}`,
      `/v1/campaigns/${users.bob.campaigns[0]}`,
      `/v1/creatives/${users.bob.creatives[0]}`,
    ]) {
      const { headers } = await users.ask(OF_BOB, 'GET', path);
      for (const known of [headers.etag as string, '*']) {
        const tags = { 'if-none-match': known };
        expect((await users.ask(OF_BOB, 'GET', path, undefined, tags)).status).toBe(304);
        expect((await users.ask(OF_ANN, 'GET', path, undefined, tags)).status).toBe(404);
      }
    }
  });
});

describe('requests that are the same but for their principal, at the same moment', () => {
  const timeless = ({ text }: Asked) => text.replace(/"at":"[^"]+"/, '');

  it('share no answer', async () => {
    const paths = Object.entries(queriesFor(users.ann, ANN)).flatMap(([id, all]) =>
      COMMON_QUERIES.includes(id) ? [] : all.slice(0, 2),
    );
    const principals = [BOSS, OF_ANN, OF_BOB];
    for (const path of paths) {
      const alone = new Map<string, string>();
      for (const who of principals) alone.set(who, timeless(await users.ask(who, 'GET', path)));
      // More exports at once are refused.
      const asked = Array.from({ length: path.includes('.csv') ? 3 : 30 }, (_, n) => principals[n % 3] as string);
      const answers = await Promise.all(asked.map((who) => users.ask(who, 'GET', path)));
      expect([path, answers.map(timeless)]).toEqual([path, asked.map((who) => alone.get(who))]);
    }
  });
});

describe('a cursor', () => {
  const cursors = async (who: string, path: string) => (await users.ask(who, 'GET', path)).body.page.next_cursor as string;

  it.each([
    '/v1/order-history?limit=1&sort=-total',
    '/v1/order-history/summary?by=goods_count&limit=1',
    '/v1/campaigns?limit=1&sort=name',
  ])('is of no use to another principal: %s', async (path) => {
    for (const [who, others] of [
      [BOSS, [OF_ANN, OF_BOB]],
      [OF_ANN, [BOSS, OF_BOB]],
    ] as const) {
      const cursor = await cursors(who, path);
      const next = await users.ask(who, 'GET', `${path}&cursor=${cursor}`);
      expect([next.status, next.body.data.length]).toEqual([200, 1]);
      for (const other of others) {
        const refused = await users.ask(other, 'GET', `${path}&cursor=${cursor}`);
        expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/cursor', code: 'not-of-this-list' }] } });
      }
    }
  });

  it('of the history of a campaign neither', async () => {
    const path = `/v1/campaigns/${users.ann.campaigns[0]}/history?limit=1`;
    const cursor = await cursors(BOSS, path);
    expect((await users.ask(BOSS, 'GET', `${path}&cursor=${cursor}`)).status).toBe(200);
    expect((await users.ask(OF_ANN, 'GET', `${path}&cursor=${cursor}`)).status).toBe(400);
  });

  it('leads a bound principal through all of its own, by the Link header as well', async () => {
    const found: number[] = [];
    for (let path: string | undefined = '/v1/order-history?limit=1&sort=-total'; path; ) {
      const { body, headers } = await users.ask(OF_ANN, 'GET', path);
      found.push(...body.data.map(({ id }: { id: number }) => id));
      path = /<(.*)>/.exec(headers.link ?? '')?.[1];
    }
    expect(found.toSorted()).toEqual(users.ann.orders.slice(0, 3));
  });
});
