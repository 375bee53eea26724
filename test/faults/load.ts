import { setTimeout as wait } from 'node:timers/promises';
import type { KronikaProcess } from '../support/process.js';
import { generator, holdsWithin } from './fault.js';
import type { LogEvent } from './oracle.js';

/** A command and the answer to it. */
interface SentCommand {
  /** Its Idempotency-Key, and the correlation id by which its event is found on the log. */
  readonly mark: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Absent: no answer says whether the command happened. */
  answer?: { status: number; position: number; version: number };
}

/** The entities that a client has created and knows to exist. No other client changes them. */
interface Own {
  /** The user of each order. */
  readonly orders: Map<number, number>;
  /** The order of each of the goods. */
  readonly goods: Map<number, number>;
}

interface LoadOptions {
  readonly clients: number;
  readonly seed: number;
}

/** How many orders a client works on. */
const ORDERS_PER_CLIENT = 20;
/** A client stops waiting for an answer after this time, because a frozen process never answers. */
const MAX_ANSWER_MS = 3_000;

/**
 * Clients that create, change and delete orders and goods, one command after the other, and record the answers. A
 * command is sent again, with the same key, until there is an answer.
 */
export class Load {
  readonly commands: SentCommand[] = [];
  acknowledged = 0;
  private stopping = false;
  private readonly running: Promise<void>;

  /** @param processes commands go to those that are up */
  constructor(
    private readonly processes: () => KronikaProcess[],
    private readonly options: LoadOptions,
  ) {
    const clients = Array.from({ length: options.clients }, (_, number) => this.client(number));
    this.running = Promise.all(clients).then(() => undefined);
  }

  /** Waits until this many more commands were acknowledged. */
  async further(commands: number): Promise<void> {
    const wanted = this.acknowledged + commands;
    if (!(await holdsWithin(() => this.acknowledged >= wanted))) throw new Error('Nothing is acknowledged any more');
  }

  /** Waits until each client has an answer to its last command. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async client(number: number): Promise<void> {
    const random = generator(this.options.seed + number);
    const own: Own = { orders: new Map(), goods: new Map() };
    for (let count = 1; !this.stopping; count++) {
      const { method, path, body, forget, done } = nextCommand(own, random, count);
      const command: SentCommand = { mark: `${this.options.seed}-${number}-${count}`, method, path, body };
      this.commands.push(command);
      const id = await this.send(command, random);
      const isDone = (command.answer?.status ?? 500) < 300;
      if (isDone) this.acknowledged += 1;
      if (!isDone) forget();
      else done(id);
    }
  }

  /** @returns the id of what was created */
  private async send(command: SentCommand, random: () => number): Promise<number> {
    let givenUpAt = Number.POSITIVE_INFINITY;
    for (; ; await wait(10)) {
      if (this.stopping) givenUpAt = Math.min(givenUpAt, Date.now() + 30_000);
      if (Date.now() > givenUpAt) return 0;
      const processes = this.processes().filter(({ isUp }) => isUp);
      if (!processes.length) continue;
      const response = await fetch(`${pick(processes, random).url}${command.path}`, {
        method: command.method,
        headers: {
          'idempotency-key': command.mark,
          'x-correlation-id': command.mark,
          ...(command.body && { 'content-type': 'application/json' }),
        },
        body: command.body && JSON.stringify(command.body),
        signal: AbortSignal.timeout(MAX_ANSWER_MS),
      }).catch(() => undefined);
      const text = await response?.text().catch(() => undefined);
      if (response === undefined || text === undefined || response.status === 503) continue;
      if (response.status === 409 && JSON.parse(text).code === 'idempotency.in-progress') continue;
      const header = (name: string) => response.headers.get(name) ?? '';
      command.answer = {
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

/** A command that changes something if it succeeds. `done` records it; `forget` drops entities in an unknown state. */
function nextCommand(own: Own, random: () => number, count: number) {
  const order = pick(own.orders.keys(), random);
  const goods = pick(own.goods.keys(), random);
  const chance = random();
  const forgetOrder = () => {
    own.orders.delete(order);
    for (const [id, orderId] of own.goods) if (orderId === order) own.goods.delete(id);
  };
  const nothing = () => undefined;
  if (order === undefined || (chance < 0.15 && own.orders.size < ORDERS_PER_CLIENT)) {
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
  // The number of the command as a price, since a change must change something.
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
 * @returns `lost`: acknowledged, and not there at the position and version that were named; `twice`: there more than
 *   once; `refused`: answered with an error (each command was valid, as far as the clients know), or on the log though
 *   refused
 */
export function reckon({ commands }: Load, events: readonly LogEvent[]) {
  const found = new Map<string, LogEvent[]>();
  for (const event of events) {
    const { correlationId, causationId } = event.metadata;
    if (causationId === null) found.set(correlationId, [...(found.get(correlationId) ?? []), event]);
  }
  const counts = { acknowledged: 0, lost: 0, twice: 0, refused: 0, unanswered: 0 };
  for (const { mark, answer } of commands) {
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

/** Maximum of concurrent calls of `atRate`, if the work is slower than its rate. */
const MAX_UNDER_WAY = 50;

/** Begins `work` at this rate, or as fast as it can, until `isOver`. */
export async function atRate(perSecond: number, isOver: () => boolean, work: () => Promise<unknown>): Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  const start = Date.now();
  for (let n = 0; !isOver(); n++) {
    await wait(Math.max(0, start + (n * 1_000) / perSecond - Date.now()));
    if (underWay.size >= MAX_UNDER_WAY) await Promise.race(underWay);
    const one = work().finally(() => underWay.delete(one));
    underWay.add(one);
  }
  await Promise.all(underWay);
}
