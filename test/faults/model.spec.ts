import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { KronikaProcess } from '../support/process.js';
import { fault } from './fault.js';
import { foldShop, type ListedOrder, readLog, settled, sumsByUser } from './oracle.js';

interface ModelOrder {
  readonly id: number;
  readonly currency: string;
  userId: number;
  version: number;
  isDeleted: boolean;
}

interface ModelGoods {
  readonly id: number;
  orderId: number;
  sku: string | null;
  name: string | null;
  quantity: number;
  unitPrice: number;
  version: number;
  isDeleted: boolean;
}

/** Picks an entity that the sequence has created so far, deleted ones included; -1 picks an unknown one. */
const which = fc.integer({ min: -1, max: 6 });
const userId = fc.constantFrom(1, 2, 3, 1, 2, 3, 0);
const ifMatch = fc.constantFrom(undefined, undefined, undefined, 'right', 'wrong');
const line = fc.record(
  {
    sku: fc.constantFrom(null, 'MUG', 'CUP', 'MUG', 'CUP', ''),
    name: fc.constantFrom(null, 'A mug', 'Příliš žluťoučký 🐎', 'x'.repeat(201)),
    quantity: fc.constantFrom(1, 2, 3, 100_000, 0, 1.5),
    unitPrice: fc.constantFrom(0, 1, 1250, 100_000_000, -1),
  },
  { requiredKeys: [] },
);

const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('create order'), userId, currency: fc.constantFrom('EUR', 'USD', 'XXQ') }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('change order'), which, userId, ifMatch }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete order'), which, ifMatch }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('add goods'), which, line }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change goods'), which, line, to: fc.option(which), ifMatch }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete goods'), which, ifMatch }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

const isLine = ({ sku, name, quantity = 1, unitPrice = 0 }: Partial<ModelGoods>) =>
  sku !== '' && (name ?? '').length <= 200 && quantity > 0 && Number.isInteger(quantity) && unitPrice >= 0;

/** A model of the shop by its rules, beside a real one: the answers that it must give, and its final state. */
class Model {
  /** Includes deleted ones, because commands for them must be refused. */
  private readonly orders: ModelOrder[] = [];
  private readonly goods: ModelGoods[] = [];

  /** @param users an offset of user ids, so that each sequence has users of its own */
  constructor(
    private readonly kronika: KronikaProcess,
    private readonly users: number,
  ) {}

  /** @throws Error if the shop's answer differs from the model's */
  async run(command: Command): Promise<void> {
    if (command.do === 'create order') {
      const body = { userId: command.userId && command.userId + this.users, currency: command.currency };
      const isValid = body.userId > 0 && body.currency !== 'XXQ';
      const { id } = await this.expect(isValid ? 201 : 400, 1, 'POST', '/v1/order', body);
      if (isValid) this.orders.push({ id, ...body, version: 1, isDeleted: false });
    } else if (command.do === 'add goods') {
      const order = this.pick(this.orders, command.which);
      const body = { orderId: order?.id ?? UNKNOWN, ...command.line };
      const isValid = isLine(body);
      const status = !isValid ? 400 : !order || order.isDeleted ? 422 : 201;
      const { id } = await this.expect(status, 1, 'POST', '/v1/goods', body);
      const defaults = { sku: null, name: null, quantity: 1, unitPrice: 0 };
      if (status === 201) this.goods.push({ ...defaults, ...body, id, version: 1, isDeleted: false });
    } else if (command.do === 'change order') {
      const body = { userId: command.userId && command.userId + this.users };
      await this.change(this.orders, '/v1/order', command, body, body.userId > 0);
    } else if (command.do === 'change goods') {
      const target =
        command.to === null ? undefined : (this.pick(this.orders, command.to) ?? { id: UNKNOWN, isDeleted: true, currency: '' });
      const body = { ...command.line, ...(target && { orderId: target.id }) };
      const goods = this.pick(this.goods, command.which);
      const isMoved = target !== undefined && target.id !== goods?.orderId;
      const isRefused = isMoved && (target.isDeleted || this.keepsForeignPrice(goods, command.line, target.currency));
      await this.change(this.goods, '/v1/goods', command, body, isLine(body), isRefused);
    } else if (command.do === 'delete goods') {
      await this.change(this.goods, '/v1/goods', command);
    } else {
      const order = await this.change(this.orders, '/v1/order', command);
      if (!order) return;
      await settled(this.kronika.url);
      for (const goods of this.goods) if (goods.orderId === order.id) goods.isDeleted = true;
    }
  }

  /** Changes an entity, or deletes it if there is no body. @returns the entity, if the command succeeded */
  private async change<E extends ModelOrder | ModelGoods>(
    all: E[],
    path: string,
    command: { which: number; ifMatch?: string },
    body?: Partial<E>,
    isValid = true,
    isMoveRefused = false,
  ): Promise<E | undefined> {
    const entity = this.pick(all, command.which);
    const changes = Object.entries(body ?? {}).some(([field, value]) => entity?.[field as keyof E] !== value) || !body;
    const headers = command.ifMatch && { 'if-match': `"${(entity?.version ?? 1) + (command.ifMatch === 'right' ? 0 : 1)}"` };
    let status = 204;
    if (!isValid) status = 400;
    else if (!entity) status = 404;
    else if (entity.isDeleted) status = 409;
    else if (command.ifMatch === 'wrong') status = 412;
    else if (changes && isMoveRefused) status = 422;
    const version = (entity?.version ?? 0) + (changes ? 1 : 0);
    await this.expect(status, version, body ? 'PUT' : 'DELETE', `${path}/${entity?.id ?? UNKNOWN}`, body, headers || {});
    if (status !== 204 || !entity) return undefined;
    Object.assign(entity, body, { version, isDeleted: !body });
    return entity;
  }

  /** Whether goods would keep a price other than 0 in an order of another currency. */
  private keepsForeignPrice(goods: ModelGoods | undefined, { unitPrice }: Partial<ModelGoods>, currency: string): boolean {
    if (!goods || unitPrice !== undefined || goods.unitPrice === 0) return false;
    return this.orders.find(({ id }) => id === goods.orderId)?.currency !== currency;
  }

  private pick<E>(all: E[], which: number): E | undefined {
    return which < 0 ? undefined : all[which % Math.max(all.length, 1)];
  }

  private async expect(status: number, version: number, method: string, path: string, body?: object, headers = {}) {
    const answer = await this.kronika.command(method, path, body, headers);
    const wanted = { status, etag: status < 300 ? `"${version}"` : null };
    same(`${method} ${path}`, { status: answer.status, etag: answer.etag }, wanted);
    return answer;
  }

  /** @throws Error if order history, log and model disagree about the events after a position */
  async compare(start: number): Promise<void> {
    const { url } = this.kronika;
    const position = await settled(url);
    const get = (path: string) => this.kronika.query(`/v1/order-history${path}`, position);
    for (const user of [1, 2, 3].map((each) => each + this.users)) {
      const listed = this.listed.filter(({ user_id }) => user_id === user);
      same('list', (await get(`?limit=100&user_id=${user}`)).data.map(withoutTimes), listed);
      same('summary', (await get(`/summary?by=user&user_id=${user}`)).data, sumsByUser(listed));
    }
    for (const { id, isDeleted } of this.orders)
      same(
        `order ${id}`,
        withoutTimes(await get(`/${id}`)),
        isDeleted ? undefined : { ...this.listed.find((order) => order.id === id), goods: this.goodsOf(id) },
      );
    const folded = [...foldShop(await readLog(url, position, start)).values()];
    same(
      'log',
      folded.map(({ goods, ...order }) => ({ ...order, goods: [...goods.values()].map(withoutTimes) })),
      this.listed.map((order) => ({ ...order, goods: this.goodsOf(order.id) })),
    );
  }

  private liveGoods(orderId: number): ModelGoods[] {
    return this.goods.filter((goods) => goods.orderId === orderId && !goods.isDeleted);
  }

  private goodsOf(orderId: number) {
    return this.liveGoods(orderId).map(({ id, sku, name, quantity, unitPrice, version }) => {
      return { id, order_id: orderId, sku, name, quantity, unit_price: unitPrice, version };
    });
  }

  private get listed(): ListedOrder[] {
    const live = this.orders.filter(({ isDeleted }) => !isDeleted);
    return live.map(({ id, userId, currency, version }) => {
      const goods = this.liveGoods(id);
      const units = goods.reduce((sum, { quantity }) => sum + quantity, 0);
      const total = goods.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
      return { id, user_id: userId, currency, goods_count: goods.length, units, total, version };
    });
  }
}

/** An id that no entity has. */
const UNKNOWN = 4_000_000_000_000;

/** A document without the times that the database sets; undefined for a problem. */
// biome-ignore lint/suspicious/noExplicitAny: documents of several routes
function withoutTimes({ created_at, goods, ...rest }: any): object | undefined {
  if (!created_at) return undefined;
  return goods ? { ...rest, goods: goods.map(withoutTimes) } : rest;
}

function same(what: string, is: unknown, mustBe: unknown): void {
  if (!isDeepStrictEqual(is, mustBe)) throw new Error(`${what} is ${JSON.stringify(is)} and must be ${JSON.stringify(mustBe)}`);
}

fault('model', async (run) => {
  const kronika = await run.start({ DATABASE_URL: await run.database() });
  const counts = { sequences: 0, disagreements: 0, commands: 0 };
  const sequence = fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 30, size: 'max' }), async (commands) => {
    counts.sequences += 1;
    counts.commands += commands.length;
    run.progress(counts.sequences);
    const start = await settled(kronika.url);
    const model = new Model(kronika, counts.sequences * 10);
    for (const each of commands) await model.run(each);
    await model.compare(start);
  });
  const details = await fc.check(sequence, { numRuns: run.size, seed: run.seed });
  if (details.failed) {
    counts.disagreements = 1;
    console.error(fc.defaultReportMessage(details), details.errorInstance);
  }
  return counts;
});
