import { setTimeout as wait } from 'node:timers/promises';

/** The members of an event in `GET /v1/events` that this file uses. */
export interface LogEvent {
  readonly eventType: string;
  readonly stream: string;
  readonly version: number;
  readonly position: number;
  // biome-ignore lint/suspicious/noExplicitAny: each type has data of its own
  readonly data: any;
  readonly metadata: { readonly correlationId: string; readonly causationId: string | null };
}

/** An order as the order history shows it in its list. */
export interface ListedOrder {
  readonly id: number;
  readonly user_id: number;
  readonly currency: string;
  readonly goods_count: number;
  readonly units: number;
  readonly total: number;
  readonly version: number;
}

/** All existing orders with their goods, as a clean fold of the events has them. */
export type Folded = Map<number, ListedOrder & { goods: Map<number, LogEvent['data']> }>;

/** Folds events in memory without code of the engine: applies them one by one, and makes sums at the end. */
export function foldShop(events: readonly LogEvent[]): Folded {
  const orders = new Map<number, LogEvent['data']>();
  const goods = new Map<number, LogEvent['data']>();
  for (const { eventType, version, data } of events) {
    const rows = eventType.startsWith('order_') ? orders : goods;
    if (eventType.endsWith('_deleted_v1')) rows.delete(data.id);
    else {
      const { previous: _, ...now } = data;
      rows.set(data.id, { ...now, version });
    }
  }
  const lines = new Map<number, LogEvent['data'][]>([...orders.keys()].map((id) => [id, []]));
  // Goods outlive their order for a moment.
  for (const line of goods.values()) lines.get(line.order_id)?.push(line);
  return new Map(
    [...orders].map(([id, { user_id, currency, version }]) => {
      const own = lines.get(id) ?? [];
      const sum = (of: (line: LogEvent['data']) => number) => own.reduce((total, line) => total + of(line), 0);
      const units = sum(({ quantity }) => quantity);
      const total = sum(({ quantity, unit_price }) => quantity * unit_price);
      const order = { id, user_id, currency, goods_count: own.length, units, total, version };
      return [id, { ...order, goods: new Map(own.map((line) => [line.id, line])) }];
    }),
  );
}

/** Sums of orders by user and currency, in the order of the summary. */
export function sumsByUser(orders: Iterable<ListedOrder>) {
  const sums = new Map<
    string,
    { user_id: number; currency: string; orders: number; goods_count: number; units: number; total: number }
  >();
  for (const { user_id, currency, goods_count, units, total } of orders) {
    const key = `${user_id} ${currency}`;
    const sum = sums.get(key) ?? { user_id, currency, orders: 0, goods_count: 0, units: 0, total: 0 };
    sum.orders += 1;
    sum.goods_count += goods_count;
    sum.units += units;
    sum.total += total;
    sums.set(key, sum);
  }
  const ofUser = new Map<number, number>();
  for (const { user_id, orders } of sums.values()) ofUser.set(user_id, (ofUser.get(user_id) ?? 0) + orders);
  const ordersOf = ({ user_id }: { user_id: number }) => ofUser.get(user_id) as number;
  const descending = (a: number, b: number) => b - a;
  return [...sums.values()].sort(
    (a, b) => descending(ordersOf(a), ordersOf(b)) || descending(a.user_id, b.user_id) || a.currency.localeCompare(b.currency),
  );
}

async function get(url: string, position = 0) {
  const response = await fetch(url, { headers: { 'wait-for-position': String(position) } });
  const body = await response.json();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${JSON.stringify(body)}`);
  // biome-ignore lint/suspicious/noExplicitAny: as the routes promise
  return { body: body as any, position: Number(response.headers.get('event-position')) };
}

/** Waits until all readers, sagas and their effects included, are at the end of the log. @returns the last position */
export async function settled(url: string): Promise<number> {
  for (;;) {
    // Checkpoints are read before the horizon. So if all of them are at the horizon, no saga has work left.
    const { body, position } = await get(`${url}/v1/views`);
    // A replaced build stays where it was.
    if (body.data.every(({ lag, build }: { lag: number; build: string }) => lag === 0 || build === 'previous')) return position;
    await wait(20);
  }
}

/** The log up to a position, over HTTP. */
export async function readLog(url: string, upTo: number, after = 0): Promise<LogEvent[]> {
  const events: LogEvent[] = [];
  for (let next: string | null = String(after); next !== null; ) {
    const { body } = await get(`${url}/v1/events?limit=1000&after=${next}`, upTo);
    events.push(...body.data);
    next = body.page.next_cursor;
  }
  return events.filter(({ position }) => position <= upTo);
}

/** Verifies a view as an operator does. @returns how many of its rows, or of the rows of commands, differ */
export async function differingRows(url: string, view: string): Promise<number> {
  const { headers } = await fetch(`${url}/v1/views/${view}/verify`, { method: 'POST' });
  for (;;) {
    const { body } = await get(`${url}${headers.get('location')}`);
    if (body.state === 'done') return body.result.differing;
    if (body.state === 'failed') throw new Error(body.error);
    await wait(50);
  }
}

/** The number of orders and sums of users in which the order history differs from the fold. */
export async function differences(url: string, position: number, folded: Folded): Promise<number> {
  const listed: ListedOrder[] = [];
  for (let query: string | null = ''; query !== null; ) {
    const { body } = await get(`${url}/v1/order-history?limit=100${query}`, position);
    listed.push(...body.data);
    query = body.page.next_cursor && `&cursor=${body.page.next_cursor}`;
  }
  const { body } = await get(`${url}/v1/order-history/summary?by=user&limit=1000`, position);
  const text = (order: ListedOrder) =>
    [order.id, order.user_id, order.currency, order.goods_count, order.units, order.total, order.version].join(' ');
  const wrongOrders = unlike(listed.map(text), [...folded.values()].map(text));
  const wrongSums = unlike(
    body.data.map((sum: object) => JSON.stringify(Object.entries(sum).sort())),
    sumsByUser(folded.values()).map((sum) => JSON.stringify(Object.entries(sum).sort())),
  );
  return wrongOrders + wrongSums;
}

/** The number of entries that only one of two lists has. */
function unlike(one: string[], other: string[]): number {
  const [a, b] = [new Set(one), new Set(other)];
  return one.filter((entry) => !b.has(entry)).length + other.filter((entry) => !a.has(entry)).length;
}
