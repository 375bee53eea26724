import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Advertising } from '../../support/advertising.js';
import { expectInvalid } from '../../support/problem.js';
import { Shop } from '../../support/shop.js';

/** An order with one line of goods or without goods. */
interface SampleOrder {
  readonly id: number;
  readonly user_id: number;
  readonly currency: string;
  readonly created_at: string;
  readonly quantity: number;
  readonly unit_price: number;
}

/** A row of a summary; sums of money are too large for numbers. */
interface SummaryRow {
  readonly hour?: string;
  readonly day?: string;
  readonly month?: string;
  readonly user_id?: number;
  readonly goods_count: number;
  readonly currency: string;
  readonly orders: number;
  readonly units: number;
  readonly total: bigint;
}

type By = 'hour' | 'day' | 'month' | 'user' | 'goods_count';

const BYS = ['hour', 'day', 'month', 'user', 'goods_count'] as const;
const ITSELF = { hour: 'hour', day: 'day', month: 'month', user: 'user_id', goods_count: 'goods_count' } as const;
const ZONES = [
  'UTC',
  'Europe/Prague',
  'America/Sao_Paulo',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'America/St_Johns',
  'Pacific/Kiritimati',
  'Africa/Monrovia',
  // Its clocks change by half an hour.
  'Australia/Lord_Howe',
];

/** Around moments at which days begin somewhere, have 23 or 25 hours, begin at 1:00, or are left out. */
const TURNS = [
  '2026-03-28T23:00:00Z',
  '2026-03-29T22:00:00Z',
  '2026-10-24T22:00:00Z',
  '2026-10-25T23:00:00Z',
  '2026-04-04T15:00:00Z',
  '2018-11-04T03:00:00Z',
  '2018-11-05T02:00:00Z',
  '2011-12-30T10:00:00Z',
  '2026-01-30T18:15:00Z',
  '2026-01-31T00:00:00Z',
  '2010-11-07T02:30:00Z',
  '2010-11-07T02:31:00Z',
  '2010-11-07T03:30:00Z',
  '1979-09-30T10:40:00Z',
  '1970-06-01T00:44:30Z',
];
const AROUND_MS = [-1_800_000, -60_000, -1, 0, 1, 59_999, 450_000, 3_600_000];

const SAMPLE_ORDERS: SampleOrder[] = TURNS.flatMap((turn) => AROUND_MS.map((distance) => Date.parse(turn) + distance)).map(
  (moment, index) => ({
    id: index + 1,
    user_id: 1 + ((index * 7) % 23),
    currency: ['EUR', 'USD', 'EUR', 'CZK', 'JPY'][index % 5] as string,
    created_at: new Date(moment).toISOString(),
    quantity: (index * 3) % 4,
    // Totals exceed 2^53, and many differ only in their last digit.
    unit_price: Number.MAX_SAFE_INTEGER - (index % 3),
  }),
);

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
  const events = SAMPLE_ORDERS.flatMap(({ quantity, unit_price, ...order }) => [
    { stream: `order-${order.id}`, version: 1, type: 'order_created_v1', data: order },
    ...(quantity
      ? [
          {
            stream: `goods-${order.id}`,
            version: 1,
            type: 'goods_created_v1',
            data: {
              id: order.id,
              order_id: order.id,
              sku: 'MUG',
              name: null,
              quantity,
              unit_price,
              created_at: order.created_at,
            },
          },
        ]
      : []),
  ]);
  await (await Advertising.of(shop)).append(events);
  await shop.settle();
});
afterAll(() => shop.close());

const PATH = '/v1/order-history/summary';

const parse = (text: string): { data: SummaryRow[]; page: { limit: number; next_cursor: string | null } } =>
  JSON.parse(text.replaceAll(/"total":(-?\d+)/g, '"total":"$1n"'), (_, value) =>
    typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  );

async function summary(query: Record<string, unknown>) {
  const { text, headers } = await shop.get(PATH, query).expect(200);
  return { ...parse(text), link: headers.link as string | undefined };
}

const groupOf = (row: SummaryRow, by: By) => row[ITSELF[by]] as string | number;

/** All pages by their links. Each is checked to have the right number of whole groups. */
async function walk(query: { by: By; limit: number; [name: string]: unknown }): Promise<SummaryRow[]> {
  const rows: SummaryRow[] = [];
  const seen = new Set<unknown>();
  for (let url: string | undefined; ; ) {
    const { text, headers } = await (url ? shop.http.get(url) : shop.get(PATH, query)).expect(200);
    const { data, page } = parse(text);
    const groups = new Set(data.map((row) => groupOf(row, query.by)));
    for (const group of groups) expect(seen.has(group), `${group} again`).toBe(false);
    for (const group of groups) seen.add(group);
    if (page.next_cursor) expect(groups.size).toBe(query.limit);
    expect(page.limit).toBe(query.limit);
    rows.push(...data);
    url = /^<(.*)>; rel="next"$/.exec(headers.link ?? '')?.[1];
    expect(url ? new URL(url, 'http://shop.test').searchParams.get('cursor') : null).toBe(page.next_cursor);
    if (!url) return rows;
  }
}

/** The local date of a moment in a zone, by ICU. */
const dateIn = (zone: string, moment: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(moment));

/** The moment at which an hour begins by the clocks of a zone, by ICU. */
function hourIn(zone: string, moment: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(new Date(moment));
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') || '+00:00';
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  const ahead = (offset.startsWith('-') ? -1 : 1) * (hours * 3_600_000 + minutes * 60_000 + seconds * 1_000);
  return new Date(Math.floor((Date.parse(moment) + ahead) / 3_600_000) * 3_600_000 - ahead).toISOString();
}

/** The expected summary in order, computed in memory. */
function expected(by: By, sort: string, zone: string, orders = SAMPLE_ORDERS): SummaryRow[] {
  const groups = new Map<string | number, Map<string, SummaryRow>>();
  for (const { user_id, currency, created_at, quantity, unit_price } of orders) {
    const goods = quantity ? 1 : 0;
    const day = by === 'day' || by === 'month' ? dateIn(zone, created_at) : '';
    const hour = by === 'hour' ? hourIn(zone, created_at) : '';
    const group = { hour, day, month: day.slice(0, 7), user: user_id, goods_count: goods }[by];
    const rows = groups.get(group) ?? new Map<string, SummaryRow>();
    groups.set(group, rows);
    const { orders = 0, units = 0, total = 0n, goods_count = 0 } = rows.get(currency) ?? {};
    rows.set(currency, {
      [ITSELF[by]]: group,
      goods_count: by === 'goods_count' ? goods : goods_count + goods,
      currency,
      orders: orders + 1,
      units: units + quantity,
      total: total + BigInt(quantity) * BigInt(unit_price),
    });
  }
  const column = sort.replace('-', '');
  const rankOf = (rows: Map<string, SummaryRow>) => {
    const all = [...rows.values()];
    if (column === 'orders') return all.reduce((sum, { orders }) => sum + orders, 0);
    return column === 'total' ? all.map(({ total }) => total).reduce((most, total) => (total > most ? total : most)) : 0;
  };
  const compare = <T>(one: T, other: T) => (one < other ? -1 : one > other ? 1 : 0);
  return [...groups]
    .toSorted(([one, ones], [other, others]) => compare(rankOf(ones), rankOf(others)) || compare(one, other))
    [sort.startsWith('-') ? 'toReversed' : 'slice']()
    .flatMap(([, rows]) => [...rows.values()].toSorted((one, other) => compare(one.currency, other.currency)));
}

const DEFAULTS = { hour: '-hour', day: '-day', month: '-month', user: '-orders', goods_count: 'goods_count' } as const;

describe('a summary', () => {
  for (const by of BYS)
    it(`by ${by} is complete and exact in each order, as one page and page by page`, async () => {
      for (const sort of [ITSELF[by], 'orders', 'total'].flatMap((each) => [each, `-${each}`]))
        for (const tz of by === 'day' || by === 'hour' ? ['UTC', 'Europe/Prague'] : ['UTC']) {
          const rows = expected(by, sort, tz);
          expect((await summary({ by, sort, tz })).data, sort).toEqual(rows);
          for (const limit of [1, 3, 1000]) expect(await walk({ by, sort, tz, limit }), `${sort}, ${limit}`).toEqual(rows);
        }
      expect((await summary({ by })).data).toEqual(expected(by, DEFAULTS[by], 'UTC'));
    });

  it('is the same from the orders themselves as from tables of sums', async () => {
    // No table of sums has this filter, so single orders are read.
    const all = { max_total: Number.MAX_SAFE_INTEGER };
    const few = SAMPLE_ORDERS.filter(({ quantity }) => quantity === 0 || quantity === 1);
    for (const by of BYS)
      for (const tz of ZONES.slice(0, 4))
        for (const sort of [ITSELF[by], '-orders', '-total'])
          expect(await walk({ by, sort, tz, limit: 4, ...all })).toEqual(expected(by, sort, tz, few));
  });

  it('in one currency has the same pages', async () => {
    for (const by of BYS)
      for (const sort of [ITSELF[by], `-${ITSELF[by]}`, '-orders', 'total']) {
        const some = SAMPLE_ORDERS.filter(({ currency }) => currency === 'EUR');
        expect(await walk({ by, sort, currency: 'EUR', limit: 2 })).toEqual(expected(by, sort, 'UTC', some));
      }
  });

  for (const tz of ZONES)
    it(`by day in ${tz} counts what a list of that day shows, and months are their days`, async () => {
      const days = await walk({ by: 'day', tz, limit: 5 });
      if (tz !== 'America/St_Johns') expect(days).toEqual(expected('day', '-day', tz));
      expect(days.reduce((sum, { orders }) => sum + orders, 0)).toBe(SAMPLE_ORDERS.length);
      for (const day of new Set(days.map((row) => row.day))) {
        const { body } = await shop.get('/v1/order-history', { created_from: day, created_to: day, tz, limit: 100 }).expect(200);
        const counted = days.filter((row) => row.day === day).reduce((sum, { orders }) => sum + orders, 0);
        expect(body.data, day).toHaveLength(counted);
        expect((await summary({ by: 'day', tz, created_from: day, created_to: day })).data).toEqual(
          days.filter((row) => row.day === day),
        );
      }
      const months = await walk({ by: 'month', tz, limit: 2 });
      for (const { month, currency, orders } of months) {
        const within = days.filter((row) => row.day?.startsWith(month as string) && row.currency === currency);
        expect(orders).toBe(within.reduce((sum, row) => sum + row.orders, 0));
      }
      expect(months.reduce((sum, { orders }) => sum + orders, 0)).toBe(SAMPLE_ORDERS.length);
    });

  for (const tz of ZONES)
    it(`by hour in ${tz} has the hours of each day, also where clocks change`, async () => {
      const hours = await walk({ by: 'hour', tz, limit: 7 });
      expect((await walk({ by: 'hour', tz, limit: 7, sort: 'hour' })).toReversed().map(({ hour }) => hour)).toEqual(
        hours.map(({ hour }) => hour),
      );
      // Where clocks are set back over midnight, the earlier offset stays in force.
      if (tz !== 'America/St_Johns') expect(hours).toEqual(expected('hour', '-hour', tz));
      expect(hours.reduce((sum, { orders }) => sum + orders, 0)).toBe(SAMPLE_ORDERS.length);
      const days = await walk({ by: 'day', tz, limit: 5 });
      for (const { day } of days) {
        const within = await summary({ by: 'hour', tz, created_from: day, created_to: day });
        const ofDay = days.filter((row) => row.day === day);
        expect(within.data.reduce((sum, { orders }) => sum + orders, 0)).toBe(ofDay.reduce((sum, { orders }) => sum + orders, 0));
      }
    });

  it('tells the two hours apart that clocks repeat, and has none that they skip', async () => {
    const other = await Shop.open();
    try {
      const moments = [
        '2026-10-25T00:30:00.000Z',
        '2026-10-25T01:30:00.000Z',
        '2026-03-29T00:30:00.000Z',
        '2026-03-29T01:30:00.000Z',
      ];
      const orders = moments.map((created_at, n) => ({ id: n + 1, user_id: 7, currency: 'EUR', created_at }));
      await (await Advertising.of(other)).append(
        orders.map((data) => ({ stream: `order-${data.id}`, version: 1, type: 'order_created_v1', data })),
      );
      await other.settle();
      const hours = async (day: string) =>
        (await other.get(PATH, { by: 'hour', tz: 'Europe/Prague', created_from: day, created_to: day, sort: 'hour' }).expect(200))
          .body.data;
      // 2:30 in summer time, then 2:30 in winter time.
      expect(await hours('2026-10-25')).toMatchObject([
        { hour: '2026-10-25T00:00:00.000Z', orders: 1 },
        { hour: '2026-10-25T01:00:00.000Z', orders: 1 },
      ]);
      // 1:30, then 3:30.
      expect(await hours('2026-03-29')).toMatchObject([
        { hour: '2026-03-29T00:00:00.000Z', orders: 1 },
        { hour: '2026-03-29T01:00:00.000Z', orders: 1 },
      ]);
    } finally {
      await other.close();
    }
  });

  it('by none has the totals of the filtered set, from whichever table', async () => {
    const totals = (orders: SampleOrder[]) => {
      const sums = new Map<string, SummaryRow>();
      for (const { currency, quantity, unit_price } of orders) {
        const { orders = 0, units = 0, total = 0n, goods_count = 0 } = sums.get(currency) ?? {};
        sums.set(currency, {
          currency,
          goods_count: goods_count + (quantity ? 1 : 0),
          orders: orders + 1,
          units: units + quantity,
          total: total + BigInt(quantity) * BigInt(unit_price),
        });
      }
      return [...sums.values()].toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
    };
    const between = (from: string, before: string) => (order: SampleOrder) =>
      order.created_at >= from && order.created_at < before;
    const cases: [Record<string, unknown>, (order: SampleOrder) => boolean][] = [
      [{}, () => true],
      [{ sort: 'total' }, () => true],
      [{ currency: 'EUR' }, ({ currency }) => currency === 'EUR'],
      [{ threshold: 0 }, ({ quantity }) => quantity > 0],
      [{ user_id: 3 }, ({ user_id }) => user_id === 3],
      [{ user_id: 3, currency: 'EUR' }, ({ user_id, currency }) => user_id === 3 && currency === 'EUR'],
      [{ user_id: 3, min_goods: 1 }, ({ user_id, quantity }) => user_id === 3 && quantity > 0],
      [{ max_total: Number.MAX_SAFE_INTEGER }, ({ quantity }) => quantity < 2],
      [{ sku: 'mug' }, ({ quantity }) => quantity > 0],
      [{ created_from: '2026-01-31', created_to: '2026-03-29' }, between('2026-01-31', '2026-03-30')],
      [
        { created_from: '2026-01-31', created_to: '2026-03-29', max_goods: 0 },
        (order) => between('2026-01-31', '2026-03-30')(order) && order.quantity === 0,
      ],
      [{ created_from: '2026-03-29', created_to: '2026-03-29', tz: 'Europe/Prague' }, between('2026-03-28T23', '2026-03-29T22')],
      [{ created_from: '2026-03-28T23:00:00.001Z' }, between('2026-03-28T23:00:00.001Z', '9')],
      [{ user_id: 999 }, () => false],
    ];
    for (const [query, matches] of cases) {
      const { data, page } = await summary({ by: 'none', count: true, ...query });
      const rows = totals(SAMPLE_ORDERS.filter(matches));
      expect([query, data]).toEqual([query, rows]);
      expect(page).toEqual({ limit: 400, next_cursor: null, count: rows.length ? 1 : 0, count_capped: false });
    }
  });

  it('counts its groups on demand, whatever their currencies', async () => {
    for (const by of BYS) {
      const { page } = await summary({ by, limit: 3, count: true });
      expect(page).toMatchObject({ count: new Set(expected(by, DEFAULTS[by], 'UTC').map((row) => groupOf(row, by))).size });
    }
    const { page, link } = await summary({ by: 'user', limit: 3, currency: 'EUR', count: true });
    expect(page).toMatchObject({ count: new Set(SAMPLE_ORDERS.filter((o) => o.currency === 'EUR').map((o) => o.user_id)).size });
    expect(link).toContain('count=true');
    // A page with a count and one without are of one list.
    await shop.get(PATH, { by: 'user', limit: 3, currency: 'EUR', cursor: page.next_cursor }).expect(200);
  });

  it('is exact to the last digit, as in the list and the export', async () => {
    const { text } = await shop.get('/v1/order-history', { sort: '-total', limit: 1 }).expect(200);
    const [largest] = parse(text).data as unknown as { id: number; total: bigint }[];
    expect(largest?.total).toBe(3n * BigInt(Number.MAX_SAFE_INTEGER));
    const { text: csv } = await shop.get('/v1/order-history.csv', { sort: '-total' }).expect(200);
    expect(csv.split('\r\n')[1]).toContain(`,${largest?.total},`);
    const total = SAMPLE_ORDERS.filter(({ currency }) => currency === 'EUR').reduce(
      (sum, { quantity, unit_price }) => sum + BigInt(quantity) * BigInt(unit_price),
      0n,
    );
    const { text: sums } = await shop.get(PATH, { by: 'month', currency: 'EUR' }).expect(200);
    expect(parse(sums).data.reduce((sum, row) => sum + row.total, 0n)).toBe(total);
    expect(sums).toMatch(/"total":\d{17,}[,}]/);
  });

  it('continues only from its own cursors', async () => {
    const { page } = await summary({ by: 'day', limit: 2 });
    const cursor = page.next_cursor as string;
    await shop.get(PATH, { by: 'day', limit: 5, cursor }).expect(200);
    for (const other of [
      { by: 'month' },
      { by: 'user' },
      { by: 'day', sort: 'day' },
      { by: 'day', sort: '-total' },
      { by: 'day', tz: 'Europe/Prague' },
      { by: 'day', currency: 'EUR' },
    ])
      expectInvalid(await shop.http.get(PATH).query({ ...other, cursor }), ['#/cursor', 'not-of-this-list']);
    expectInvalid(await shop.http.get('/v1/order-history').query({ cursor }), ['#/cursor', 'not-of-this-list']);
    expectInvalid(await shop.http.get(PATH).query({ by: 'day', cursor: `${cursor}x` }), ['#/cursor', 'not-of-this-list']);
  });

  it('is sorted by its own group, not by another', async () => {
    for (const [by, sort] of [
      ['day', 'month'],
      ['month', '-day'],
      ['user', 'goods_count'],
      ['goods_count', '-user_id'],
      ['day', 'units'],
      ['none', 'day'],
      ['none', 'user_id'],
      ['hour', 'day'],
      ['day', 'hour'],
    ])
      expectInvalid(await shop.http.get(PATH).query({ by, sort }), ['#/sort', 'not-a-choice']);
  });
});

it('sums up users correctly after random commands', async () => {
  const other = await Shop.open();
  try {
    const made: number[] = [];
    for (let n = 0; n < 12; n++) {
      const order = await other.createOrder(1 + (n % 3), ['EUR', 'CZK'][n % 2]);
      await other.addGoods(order, { quantity: 1 + n, unitPrice: 100 * (n % 5) });
      made.push(order);
    }
    await other.deleteOrder(made[0] as number);
    await other.deleteOrder(made[3] as number);
    await other.changeOrder(made[1] as number, { userId: 9 });
    // User 3 has no orders left.
    for (const n of [2, 5, 8, 11]) await other.changeOrder(made[n] as number, { userId: 1 });
    await other.settle();
    const list = await other.history({ limit: 100 });
    for (const sort of ['-orders', '-total', 'total', 'user_id']) {
      const { body } = await other.get(PATH, { by: 'user', sort }).expect(200);
      const users = [...new Set<number>(body.data.map((row: SummaryRow) => row.user_id))];
      const totals = (user: number) => {
        const sums: Record<string, number> = {};
        for (const { user_id, currency, total } of list) if (user_id === user) sums[currency] = (sums[currency] ?? 0) + total;
        return Math.max(...Object.values(sums));
      };
      const orders = (user: number) => list.filter(({ user_id }: { user_id: number }) => user_id === user).length;
      const value = { '-orders': (user: number) => -orders(user), '-total': (user: number) => -totals(user), total: totals }[
        sort
      ];
      expect(users.toSorted()).toEqual([1, 2, 9]);
      const values = users.map(value ?? ((user) => user));
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
    const operation = await (await Advertising.of(other)).operate('order-history', 'verify');
    expect(operation).toMatchObject({ state: 'done', result: { differing: 0 } });
  } finally {
    await other.close();
  }
});
