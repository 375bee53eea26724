import { setTimeout as wait } from 'node:timers/promises';
import type { KronikaProcess } from '../support/process.js';
import { generator, until } from './fault.js';
import type { LogEvent } from './oracle.js';

/** What a client wanted, and what it was told. */
interface Wish {
  /** Its Idempotency-Key, and the correlation id by which its event is found on the log. */
  readonly mark: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Absent: no answer that says whether it happened. */
  answer?: { status: number; position: number; version: number };
}

/** What a client made and knows to be there; nobody else touches it. */
interface Own {
  /** Whose each order is. */
  readonly orders: Map<number, number>;
  /** The order of each of the goods. */
  readonly goods: Map<number, number>;
}

interface LoadOptions {
  readonly clients: number;
  readonly seed: number;
}

/** How many orders a client works on. */
const ORDERS = 20;
/** In ms, before a client gives up waiting for an answer: a frozen process never gives one. */
const PATIENCE = 3_000;

/**
 * Clients that create, change and delete orders and goods, one wish after the other, and note what was acknowledged. A wish is
 * sent again, with the same key, until there is an answer.
 */
export class Load {
  readonly wishes: Wish[] = [];
  acknowledged = 0;
  private stopping = false;
  private readonly running: Promise<void>;

  /** @param processes of which those that are up are spoken to */
  constructor(
    private readonly processes: () => KronikaProcess[],
    private readonly options: LoadOptions,
  ) {
    const clients = Array.from({ length: options.clients }, (_, number) => this.client(number));
    this.running = Promise.all(clients).then(() => undefined);
  }

  /** Waits until this many more wishes were acknowledged. */
  async further(wishes: number): Promise<void> {
    const wanted = this.acknowledged + wishes;
    if (!(await until(() => this.acknowledged >= wanted))) throw new Error('Nothing is acknowledged any more');
  }

  /** Waits until each client has an answer to its last wish. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async client(number: number): Promise<void> {
    const random = generator(this.options.seed + number);
    const own: Own = { orders: new Map(), goods: new Map() };
    for (let count = 1; !this.stopping; count++) {
      const { method, path, body, forget, done } = nextWish(own, random, count);
      const wish: Wish = { mark: `${this.options.seed}-${number}-${count}`, method, path, body };
      this.wishes.push(wish);
      const id = await this.send(wish, random);
      const isDone = (wish.answer?.status ?? 500) < 300;
      if (isDone) this.acknowledged += 1;
      if (!isDone) forget();
      else done(id);
    }
  }

  /** @returns the id of what was created */
  private async send(wish: Wish, random: () => number): Promise<number> {
    let givenUpAt = Number.POSITIVE_INFINITY;
    for (; ; await wait(10)) {
      if (this.stopping) givenUpAt = Math.min(givenUpAt, Date.now() + 30_000);
      if (Date.now() > givenUpAt) return 0;
      const processes = this.processes().filter(({ isUp }) => isUp);
      if (!processes.length) continue;
      const response = await fetch(`${pick(processes, random).url}${wish.path}`, {
        method: wish.method,
        headers: {
          'idempotency-key': wish.mark,
          'x-correlation-id': wish.mark,
          ...(wish.body && { 'content-type': 'application/json' }),
        },
        body: wish.body && JSON.stringify(wish.body),
        signal: AbortSignal.timeout(PATIENCE),
      }).catch(() => undefined);
      const text = await response?.text().catch(() => undefined);
      if (response === undefined || text === undefined || response.status === 503) continue;
      if (response.status === 409 && JSON.parse(text).code === 'idempotency.in-progress') continue;
      const header = (name: string) => response.headers.get(name) ?? '';
      wish.answer = {
        status: response.status,
        position: Number(header('event-position')),
        version: Number(header('etag').replaceAll('"', '')),
      };
      return Number(header('location').split('/').pop());
    }
  }
}

function pick<T>(list: Iterable<T>, random: () => number): T {
  const all = [...list];
  return all[Math.floor(random() * all.length)] as T;
}

/** A wish that has an effect if it happens. `done` notes it; `forget` gives up what may or may not be as it was. */
function nextWish(own: Own, random: () => number, count: number) {
  const order = pick(own.orders.keys(), random);
  const goods = pick(own.goods.keys(), random);
  const chance = random();
  const forgetOrder = () => {
    own.orders.delete(order);
    for (const [id, orderId] of own.goods) if (orderId === order) own.goods.delete(id);
  };
  const nothing = () => undefined;
  if (order === undefined || (chance < 0.15 && own.orders.size < ORDERS)) {
    const userId = 1 + Math.floor(random() * 20);
    const body = { userId, currency: random() < 0.5 ? 'EUR' : 'USD' };
    return { method: 'POST', path: '/v1/order', body, forget: nothing, done: (id: number) => own.orders.set(id, userId) };
  }
  if (chance < 0.2) {
    const userId = ((own.orders.get(order) as number) % 20) + 1;
    const done = () => own.orders.set(order, userId);
    return { method: 'PUT', path: `/v1/order/${order}`, body: { userId }, forget: forgetOrder, done };
  }
  if (chance < 0.24) return { method: 'DELETE', path: `/v1/order/${order}`, forget: forgetOrder, done: forgetOrder };
  // The number of the wish as a price, since a change must change something.
  const line = { quantity: 1 + Math.floor(random() * 5), unitPrice: count };
  if (goods === undefined || chance < 0.6) {
    const body = { orderId: order, sku: `SKU-${Math.floor(random() * 50)}`, ...line };
    return { method: 'POST', path: '/v1/goods', body, forget: nothing, done: (id: number) => own.goods.set(id, order) };
  }
  const forgetGoods = () => own.goods.delete(goods);
  if (chance < 0.7) return { method: 'DELETE', path: `/v1/goods/${goods}`, forget: forgetGoods, done: forgetGoods };
  const body = chance < 0.85 ? { orderId: order, ...line } : line;
  const done = () => chance < 0.85 && own.goods.set(goods, order);
  return { method: 'PUT', path: `/v1/goods/${goods}`, body, forget: forgetGoods, done };
}

/**
 * Compares what clients were told with what is on the log.
 *
 * @returns `lost`: acknowledged, and not there at the position and version that were named; `twice`: there more than once;
 * `refused`: answered with an error (each wish was possible, as far as the clients were told), or there though refused
 */
export function reckon({ wishes }: Load, events: readonly LogEvent[]) {
  const found = new Map<string, LogEvent[]>();
  for (const event of events) {
    const { correlationId, causationId } = event.metadata;
    if (causationId === null) found.set(correlationId, [...(found.get(correlationId) ?? []), event]);
  }
  const counts = { acknowledged: 0, lost: 0, twice: 0, refused: 0, unanswered: 0 };
  for (const { mark, answer } of wishes) {
    const [event, ...more] = found.get(mark) ?? [];
    if (more.length) counts.twice += 1;
    if (!answer) counts.unanswered += 1;
    else if (answer.status >= 300) counts.refused += 1;
    else {
      counts.acknowledged += 1;
      if (event?.position !== answer.position || event.version !== answer.version) counts.lost += 1;
    }
  }
  return counts;
}

/** Most that `atRate` has under way, should it be too much. */
const AT_ONCE = 50;

/** Begins `work` so many times a second, or as many as there is time for, until it is over. */
export async function atRate(perSecond: number, isOver: () => boolean, work: () => Promise<unknown>): Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  const start = Date.now();
  for (let n = 0; !isOver(); n++) {
    await wait(Math.max(0, start + (n * 1_000) / perSecond - Date.now()));
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    const one = work().finally(() => underWay.delete(one));
    underWay.add(one);
  }
  await Promise.all(underWay);
}
