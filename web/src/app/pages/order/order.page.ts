import { Component, computed, type ElementRef, effect, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { addressOf, liveQuery } from '../../api/live-query.js';
import { parkedStream, Quarantine } from '../../api/quarantine.js';
import type { components } from '../../api/schema.js';
import { Session } from '../../api/session.js';
import { Changes } from '../../outbox/changes.js';
import { isPending, type LoggedEvent } from '../../outbox/entry.js';
import { liesOver, shown } from '../../outbox/overlay.js';
import { stateWords } from '../../outbox/state-words.js';
import { ago, amountText, count, counted, exactTime, minorOf, money } from '../../ui/format.js';
import { Icon } from '../../ui/icon.js';
import { ParkedBadge } from '../../ui/parked-badge.js';
import {
  type Goods,
  type GoodsValues,
  goodsName,
  goodsStream,
  idFault,
  isTemporary,
  ORDERS_VIEW,
  OrderChanges,
  type OrderWithGoods,
  orderName,
  orderStream,
} from '../orders/order-changes.js';

type History = components['schemas']['OrderChangeListDocument'];

/** The limits of the server. */
const MAX_QUANTITY = 100_000;
const MAX_UNIT_PRICE = 100_000_000;

type Asks =
  | { readonly what: 'user' }
  | { readonly what: 'delete' }
  | { readonly what: 'goods'; readonly goods?: Goods }
  | { readonly what: 'move'; readonly goods: Goods };

/** One order: its goods, and all that happened to it and to them. */
@Component({
  selector: 'k-order-page',
  imports: [Icon, ParkedBadge, RouterLink],
  templateUrl: './order.page.html',
  styleUrl: './order.page.css',
})
export class OrderPage {
  // From the address.
  readonly id = input.required<string>();

  private readonly router = inject(Router);
  private readonly changes = inject(Changes);
  private readonly commands = inject(OrderChanges);
  private readonly quarantine = inject(Quarantine);
  protected readonly session = inject(Session);
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  /** Of an order that was created in this browser; its answer may be on its way. */
  private readonly creation = computed(() => {
    const id = this.id();
    return this.changes.entries().find(({ creates, created }) => creates !== undefined && (creates === id || created === id));
  });
  /** The real id as soon as it is known, which is a moment before the address has it. */
  protected readonly key = computed(() => this.creation()?.created ?? this.id());
  private readonly isNew = computed(() => isTemporary(this.key()));
  private readonly url = computed(() => (this.isNew() ? undefined : `/v1/order-history/${this.key()}`));
  private readonly isOfOrder = ({ stream, entityId, data }: LoggedEvent): boolean => {
    if (stream.startsWith('order-')) return entityId === this.key();
    if (!stream.startsWith('goods-')) return false;
    const { order_id, previous } = (data ?? {}) as { order_id?: number; previous?: { order_id?: number } };
    return String(order_id) === this.key() || String(previous?.order_id) === this.key();
  };
  private readonly since = () => this.creation()?.changes[0]?.position;
  protected readonly now = liveQuery<OrderWithGoods>(this.url, this.isOfOrder, { since: this.since });
  protected readonly history = liveQuery<History>(
    () => {
      const url = this.url();
      return url && addressOf(`${url}/history`, { sort: '-position', limit: 100 });
    },
    this.isOfOrder,
    { since: this.since },
  );

  private readonly answer = computed(() => {
    const answer = this.now.answer();
    return answer?.url === this.url() ? answer : undefined;
  });
  private readonly shown = computed(() => {
    const answer = this.answer();
    const lane = this.changes.lanes().get(orderStream(this.key()));
    // Every event of an order gives its row a version. Positions also pass events that the view has failed on.
    if (answer) return shown(answer.body, answer.position, lane, true);
    // It was just created here, and the server does not know it yet.
    const [first] = lane ?? [];
    const isCreated = first?.change.patch.created && liesOver(first.entry, first.change);
    return isCreated ? shown({ version: 0, goods: [] as readonly Goods[] } as OrderWithGoods, 0, lane) : undefined;
  });
  protected readonly order = computed(() => {
    const order = this.shown()?.row;
    const isGone = order?.deleted || this.now.problem()?.code === 'order.not-found';
    return isGone ? undefined : order;
  });
  protected readonly isDeleted = computed(() => this.shown()?.row.deleted === true);
  protected readonly isParked = parkedStream(
    ORDERS_VIEW,
    () => orderStream(this.key()),
    this.now,
    () => [...(this.shown()?.pending ?? []), ...this.goods().flatMap(({ pending }) => pending)],
  );
  protected readonly words = computed(() =>
    stateWords(this.shown()?.pending ?? [], this.changes.troublesByLane().get(orderStream(this.key())) ?? [], this.isParked()),
  );
  /** The goods with the changes that the server's answer does not have yet, also those that leave. */
  protected readonly goods = computed(() => {
    const lanes = this.changes.lanes();
    const position = this.answer()?.position ?? 0;
    const isParked = (id: number | string) => this.quarantine.has(goodsStream(id), ORDERS_VIEW);
    const rows = (this.shown()?.row.goods ?? []).map((row) => shown<Goods>(row, position, lanes.get(goodsStream(row.id)), true));
    const known = new Set(rows.map(({ row }) => goodsStream(row.id)));
    for (const [lane, all] of lanes) {
      if (!lane.startsWith('goods-') || known.has(lane)) continue;
      const isNewParked = this.quarantine.has(lane, ORDERS_VIEW);
      const { row, pending } = shown<Goods>({ version: 0 } as Goods, position, all, isNewParked);
      // Created here, or moved here from another order; the latter has no values until the server tells them.
      if (pending.length && row.created && String(row.order_id) === this.key() && !row.deleted) rows.push({ row, pending });
    }
    return rows.map(({ row, pending }) => ({
      row,
      isHere: !row.deleted && String(row.order_id) === this.key(),
      isParked: isParked(row.id),
      pending,
      words: stateWords(pending, this.changes.troublesByLane().get(goodsStream(row.id)) ?? [], isParked(row.id)),
      total: BigInt(row.quantity ?? 0) * BigInt(row.unit_price ?? 0),
    }));
  });
  protected readonly sums = computed(() => {
    const here = this.goods().filter(({ isHere }) => isHere);
    return {
      count: here.length,
      units: here.reduce((sum, { row }) => sum + row.quantity, 0),
      total: here.reduce((sum, { total }) => sum + total, 0n),
    };
  });

  protected readonly asks = signal<Asks | undefined>(undefined);
  protected readonly fault = signal('');

  protected readonly ago = ago;
  protected readonly exact = exactTime;
  protected readonly money = money;
  protected readonly count = count;
  protected readonly counted = counted;
  protected readonly amountText = amountText;
  protected readonly goodsName = goodsName;
  protected readonly orderName = orderName;
  protected readonly isTemporary = isTemporary;

  constructor() {
    // Once the server has chosen the id, this page is at its address.
    effect(() => {
      const creation = this.creation();
      if (isTemporary(this.id()) && creation?.created && !isPending(creation))
        void this.router.navigate(['/orders', creation.created], { replaceUrl: true });
    });
  }

  protected ask(asks: Asks): void {
    this.fault.set('');
    this.asks.set(asks);
    setTimeout(() => this.dialog().nativeElement.showModal());
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  protected saveUser(order: OrderWithGoods, user: string): void {
    const fault = idFault(user, 'The user');
    if (fault) return void this.fault.set(fault);
    this.close();
    this.commands.setUser(order, Number(user));
  }

  protected delete(order: OrderWithGoods): void {
    this.close();
    this.commands.delete(order);
    void this.router.navigate(['/orders']);
  }

  protected saveGoods(
    order: OrderWithGoods,
    goods: Goods | undefined,
    texts: { sku: string; name: string; quantity: string; price: string },
  ): void {
    const quantity = Number(texts.quantity);
    const price = texts.price.trim() ? minorOf(texts.price, order.currency) : 0;
    if (!/^\d+$/.test(texts.quantity.trim()) || quantity < 1 || quantity > MAX_QUANTITY)
      return void this.fault.set(`The quantity is a whole number from 1 to ${count(MAX_QUANTITY)}.`);
    if (price === undefined || price > MAX_UNIT_PRICE)
      return void this.fault.set(
        `The price is an amount of ${order.currency}, at most ${money(MAX_UNIT_PRICE, order.currency)}.`,
      );
    this.close();
    const values: GoodsValues = {
      sku: texts.sku.trim() || null,
      name: texts.name.trim() || null,
      quantity,
      unit_price: price,
      order_id: goods?.order_id ?? order.id,
    };
    if (goods) this.commands.changeGoods(goods, values);
    else this.commands.addGoods(values);
  }

  protected move(goods: Goods, to: string): void {
    const fault = idFault(to, 'The number of an order');
    if (fault) return void this.fault.set(fault);
    this.close();
    this.commands.changeGoods(goods, { ...goods, order_id: Number(to) });
  }

  protected deleteGoods(goods: Goods): void {
    this.commands.deleteGoods(goods);
  }
}
