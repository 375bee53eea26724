import { effect, Injectable, inject } from '@angular/core';
import { Router } from '@angular/router';
import type { components } from '../../api/schema.js';
import { Changes } from '../../outbox/changes.js';
import { type Command, type Entry, withRealIds } from '../../outbox/entry.js';
import { uuid } from '../../outbox/uuid.js';
import { counted } from '../../ui/format.js';
import { Toasts } from '../../ui/toasts.js';

interface Local {
  readonly deleted?: boolean;
  /** It was created in this browser. */
  readonly created?: boolean;
}

/** Sums beyond 2^53 come as `bigint`; ids that the server has not chosen yet are text. */
export type Order = Omit<components['schemas']['OrderDocument'], 'id' | 'total'> &
  Local & { readonly id: number | string; readonly total: number | bigint };
export type Goods = Omit<components['schemas']['GoodsDocument'], 'id' | 'order_id'> &
  Local & { readonly id: number | string; readonly order_id: number | string };
export type OrderWithGoods = Order & { readonly goods: readonly Goods[] };

/** What a person sets of goods. */
export type GoodsValues = Pick<Goods, 'sku' | 'name' | 'quantity' | 'unit_price' | 'order_id'>;

/** The view that lists and pages of orders are read from. */
export const ORDERS_VIEW = 'order-history';

export const orderStream = (id: number | string): string => `order-${id}`;
export const goodsStream = (id: number | string): string => `goods-${id}`;

const TEMPORARY = /^new-/;

/** Whether the server has not chosen the id yet. */
export const isTemporary = (id: number | string): boolean => TEMPORARY.test(String(id));

/** `#17`, or `new order`. */
export const orderName = (id: number | string): string => (isTemporary(id) ? 'the new order' : `order #${id}`);

export const goodsName = ({ id, name, sku }: Pick<Goods, 'id' | 'name' | 'sku'>): string =>
  name ? `“${name}”` : (sku ?? (isTemporary(id) ? 'the new goods' : `goods #${id}`));

/** Why a number would be refused; empty: it would not. */
export function idFault(text: string, what: string): string {
  return /^\d{1,16}$/.test(text.trim()) && Number(text) >= 1 && Number.isSafeInteger(Number(text))
    ? ''
    : `${what} is a whole number from 1.`;
}

type NewCommand = Omit<Command, 'page' | 'needs'> & Partial<Pick<Command, 'page'>>;

/** Commands to orders and their goods, in words and with a way back where there is one. */
@Injectable({ providedIn: 'root' })
export class OrderChanges {
  private readonly changes = inject(Changes);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);
  /** Commands that gave an id, by the temporary one, since a form may be older than the answer that told the real one. */
  private readonly creations = new Map<string, Entry>();

  constructor() {
    effect(() => this.remember());
  }

  /** @returns the temporary id of the order */
  create(userId: number, currency: string): string {
    const id = `new-${uuid()}`;
    const patch = {
      ...{ id, user_id: userId, currency, created_at: new Date().toISOString() },
      ...{ goods_count: 0, units: 0, total: 0, created: true },
    };
    void this.add({
      label: `Create an order of user ${userId}`,
      page: `/orders/${id}`,
      request: { method: 'POST', url: '/v1/order', body: { userId, currency } },
      changes: [{ lane: orderStream(id), patch, fields: ['*'] }],
      creates: id,
    });
    return id;
  }

  setUser({ id, user_id: before, version }: Order, userId: number): void {
    if (userId === before) return;
    const command = (user: number, seen?: number) => ({
      label: `Set the user of ${orderName(id)} to ${user}`,
      request: { method: 'PUT', url: `/v1/order/${id}`, body: { userId: user } },
      changes: [{ lane: orderStream(id), patch: { user_id: user }, fields: ['user_id'], seen }],
    });
    void this.addWithUndo(command(userId, version || undefined), () => command(before));
  }

  delete({ id, version }: Order): void {
    void this.add({
      label: `Delete ${orderName(id)}`,
      page: '/orders',
      request: { method: 'DELETE', url: `/v1/order/${id}` },
      changes: [{ lane: orderStream(id), patch: { deleted: true }, fields: ['*'], seen: version || undefined }],
    });
  }

  addGoods(values: GoodsValues): void {
    const id = `new-${uuid()}`;
    const name = goodsName({ id, ...values });
    const creation = {
      label: `Add ${counted(values.quantity, 'piece')} of ${name} to ${orderName(values.order_id)}`,
      request: { method: 'POST', url: '/v1/goods', body: bodyOf(values) },
      changes: [
        { lane: goodsStream(id), patch: { id, ...values, created_at: new Date().toISOString(), created: true }, fields: ['*'] },
      ],
      creates: id,
    };
    void this.addWithUndo(creation, () => ({
      label: `Take ${name} out of ${orderName(values.order_id)}`,
      request: { method: 'DELETE', url: `/v1/goods/${id}` },
      changes: [{ lane: goodsStream(id), patch: { deleted: true }, fields: ['*'] }],
    }));
  }

  /** Changes what is different; another order moves the goods there. */
  changeGoods(goods: Goods, values: GoodsValues): void {
    const different = differenceOf(goods, values);
    if (!Object.keys(different).length) return;
    const isMove = 'order_id' in different;
    const command = (patch: Partial<GoodsValues>, to: number | string, seen?: number) => ({
      label: isMove ? `Move ${goodsName(goods)} to ${orderName(to)}` : `Change ${goodsName(goods)} of ${orderName(to)}`,
      request: { method: 'PUT', url: `/v1/goods/${goods.id}`, body: bodyOf(patch) },
      // The list of orders knows by the patch which order has the goods.
      changes: [{ lane: goodsStream(goods.id), patch: { ...patch, order_id: to }, fields: Object.keys(patch), seen }],
    });
    void this.addWithUndo(command(different, values.order_id, goods.version || undefined), () =>
      command(differenceOf({ ...goods, ...values }, goods), goods.order_id),
    );
  }

  deleteGoods(goods: Goods): void {
    const { id, order_id } = goods;
    void this.add({
      label: `Take ${goodsName(goods)} out of ${orderName(order_id)}`,
      request: { method: 'DELETE', url: `/v1/goods/${id}` },
      changes: [{ lane: goodsStream(id), patch: { deleted: true, order_id }, fields: ['*'], seen: goods.version || undefined }],
    });
  }

  private remember(): void {
    for (const entry of this.changes.entries()) if (entry.creates) this.creations.set(entry.creates, entry);
  }

  private add(command: NewCommand): Promise<string> {
    this.remember();
    const text = JSON.stringify([command.request, command.changes]);
    const named = [...this.creations.values()].filter(
      ({ creates = '' }) => creates !== command.creates && text.includes(creates),
    );
    const needs = named.filter(({ created }) => !created).map(({ id }) => id);
    return this.changes.add(withRealIds({ page: this.router.url, needs, ...command }, named));
  }

  private async addWithUndo(command: NewCommand, undo: () => NewCommand): Promise<void> {
    const id = await this.add(command);
    const run = async () => {
      if (!(await this.changes.cancel(id))) await this.add(undo());
    };
    this.toasts.show(command.label, { command: id, action: { label: 'Undo', run: () => void run() } });
  }
}

const NAMES: Readonly<Record<string, string>> = { unit_price: 'unitPrice', order_id: 'orderId' };

const bodyOf = (values: Partial<GoodsValues>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [NAMES[name] ?? name, value]));

const VALUES = ['sku', 'name', 'quantity', 'unit_price', 'order_id'] as const;

function differenceOf(before: GoodsValues, after: GoodsValues): Partial<GoodsValues> {
  return Object.fromEntries(VALUES.filter((name) => before[name] !== after[name]).map((name) => [name, after[name]]));
}
