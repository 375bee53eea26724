import type { Command } from '@nestjs/cqrs';
import type { CommandMeta, Receipt } from '#kronika';
import type { Schedule } from '../campaigns/campaign/campaign.events.js';
import { CreateCampaign } from '../campaigns/campaign/create-campaign.command.js';
import { DeleteCampaign } from '../campaigns/campaign/delete-campaign.command.js';
import { RenameCampaign } from '../campaigns/campaign/rename-campaign.command.js';
import { SetCurrency } from '../campaigns/campaign/set-currency.command.js';
import { SetPaused } from '../campaigns/campaign/set-paused.command.js';
import { SetPlacements } from '../campaigns/campaign/set-placements.command.js';
import { SetPrice } from '../campaigns/campaign/set-price.command.js';
import { SetSchedule } from '../campaigns/campaign/set-schedule.command.js';
import { UndoChanges } from '../campaigns/campaign/undo-changes.command.js';
import { AddSection } from '../campaigns/portfolio/add-section.command.js';
import { CreatePortfolio } from '../campaigns/portfolio/create-portfolio.command.js';
import { MoveSection } from '../campaigns/portfolio/move-section.command.js';
import { RemoveSection } from '../campaigns/portfolio/remove-section.command.js';
import { RenamePortfolio } from '../campaigns/portfolio/rename-portfolio.command.js';
import { RenameSection } from '../campaigns/portfolio/rename-section.command.js';
import { CreatePublisher } from '../campaigns/publisher/create-publisher.command.js';
import { RenamePublisher } from '../campaigns/publisher/rename-publisher.command.js';
import { AddGoods } from '../goods/add-goods.command.js';
import { ChangeGoods } from '../goods/change-goods.command.js';
import { DeleteGoods } from '../goods/delete-goods.command.js';
import { ChangeOrder } from '../orders/change-order.command.js';
import { CreateOrder } from '../orders/create-order.command.js';
import { DeleteOrder } from '../orders/delete-order.command.js';
import { Dice, uuidOf } from './dice.js';
import { BRANDS, COLOURS, CURRENCIES, OCCASIONS, PRODUCTS, PUBLISHERS, type Sections, WEBSITES } from './vocabulary.js';

/** How many of each to make. An order has at most `goods` goods; a campaign is changed 5 to `changes` times. */
export interface Size {
  readonly publishers: number;
  readonly portfolios: number;
  readonly campaigns: number;
  readonly changes: number;
  readonly orders: number;
  readonly goods: number;
}

export const SIZES: Readonly<Record<string, Size>> = {
  small: { publishers: 1, portfolios: 2, campaigns: 8, changes: 12, orders: 20, goods: 4 },
  medium: { publishers: 3, portfolios: 6, campaigns: 60, changes: 40, orders: 300, goods: 12 },
  large: { publishers: 7, portfolios: 20, campaigns: 500, changes: 40, orders: 2_500, goods: 12 },
};

/** A command without its metadata. */
export interface StoryCommand {
  readonly name: string;
  readonly given: readonly unknown[];
  command(meta: CommandMeta): Command<Receipt>;
}

/**
 * The commands for one entity, one after the other. A story gets the receipt of each command before it yields the
 * next. Its commands depend on the ids and versions in the receipts, and on nothing else of them.
 */
export interface Story {
  /** Unique, and the same for the same seed. */
  readonly name: string;
  tell(): Generator<StoryCommand, void, Receipt>;
}

/** Stories that must run one after another. */
export type Lane = readonly Story[];

/** In ms. */
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function send<G extends readonly unknown[]>(
  type: new (...given: [...G, CommandMeta]) => Command<Receipt>,
  ...given: G
): StoryCommand {
  return { name: type.name, given, command: (meta) => new type(...given, meta) };
}

/** The id of the campaign with that number, from 1 on. */
export const campaignId = (seed: number, n: number): string => uuidOf(`${seed}/campaign-${n}`);

/** A section to add. */
interface Branch {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  /** Whether it is removed in the end. */
  readonly passing: boolean;
}

/** The final states of campaigns, in turn. */
const FATES = ['running', 'paused', 'past', 'running', 'unscheduled', 'coming', 'deleted', 'running'] as const;
type Fate = (typeof FATES)[number];

interface Campaign {
  readonly price: number;
  readonly currency: string;
  readonly schedule: Schedule;
  readonly placements: readonly string[];
  readonly paused: boolean;
  readonly name: string;
}

/** The commands that follow from a seed and a date. Pure; no rule refuses any of the commands. */
export class DemoData {
  private readonly branches: readonly (readonly Branch[])[];

  /** @param today schedules are laid around it: the ms of a midnight, UTC */
  constructor(
    private readonly seed: number,
    private readonly today: number,
    private readonly size: Size,
  ) {
    this.branches = numbers(size.portfolios).map((n) => this.branchesOf(n));
  }

  /**
   * They run one after another, and the lanes of one phase side by side. The very first command runs before all
   * others.
   */
  get phases(): readonly (readonly Lane[])[] {
    const { publishers, portfolios, campaigns, orders } = this.size;
    return [
      [numbers(publishers).map((n) => this.publisher(n))],
      numbers(portfolios).map((n) => [this.portfolio(n)]),
      // Postgres numbers orders and goods as they come, so all of them are one lane.
      [numbers(orders).map((n) => this.order(n)), ...numbers(campaigns).map((n) => [this.campaign(n)])],
      numbers(portfolios).map((n) => [this.cleanUp(n)]),
    ];
  }

  private story(name: string, tell: (dice: Dice) => Generator<StoryCommand, void, Receipt>): Story {
    return { name, tell: () => tell(new Dice(`${this.seed}/${name}`)) };
  }

  private id(name: string): string {
    return uuidOf(`${this.seed}/${name}`);
  }

  private publisher(n: number): Story {
    const id = this.id(`publisher-${n}`);
    const name = nth(PUBLISHERS, n);
    return this.story(`publisher-${n}`, function* (dice) {
      const isRenamed = dice.happens(0.4);
      yield send(CreatePublisher, id, isRenamed ? `${name} (new)` : name);
      if (isRenamed) yield send(RenamePublisher, id, name);
    });
  }

  private branchesOf(n: number): Branch[] {
    const branches: Branch[] = [];
    const grow = (sections: Sections, parentId: string | null) => {
      for (const [name, below] of Object.entries(sections)) {
        const id = this.id(`portfolio-${n}/section-${branches.length + 1}`);
        branches.push({ id, name, parentId, passing: false });
        grow(below, id);
      }
    };
    grow((WEBSITES[(n - 1) % WEBSITES.length] as (typeof WEBSITES)[number]).sections, null);
    return [...branches, { id: this.id(`portfolio-${n}/passing`), name: 'Election 🗳️', parentId: null, passing: true }];
  }

  private portfolio(n: number): Story {
    const id = this.id(`portfolio-${n}`);
    const publisherId = this.id(`publisher-${((n - 1) % this.size.publishers) + 1}`);
    const name = nth(
      WEBSITES.map((website) => website.name),
      n,
    );
    const branches = this.branches[n - 1] as readonly Branch[];
    return this.story(`portfolio-${n}`, function* (dice) {
      const isRenamed = dice.happens(0.3);
      yield send(CreatePortfolio, id, { name: isRenamed ? `${name} (beta)` : name, publisherId });
      if (isRenamed) yield send(RenamePortfolio, id, name);
      for (const { id: section, name, parentId } of branches) {
        const isRenamed = dice.happens(0.1);
        yield send(AddSection, id, { id: section, name: isRenamed ? `${name} ✨` : name, parentId });
        if (isRenamed) yield send(RenameSection, id, section, name);
      }
      const top = branches.filter(({ parentId }) => parentId === null).map((branch) => branch.id);
      const [last, before] = [top[top.length - 2] as string, top[0] as string];
      yield send(MoveSection, id, last, { parentId: null, before });
      if (dice.happens(0.5)) yield send(MoveSection, id, before, { parentId: null, before: last });
    });
  }

  /** By then campaigns are placed in what it removes. */
  private cleanUp(n: number): Story {
    const id = this.id(`portfolio-${n}`);
    const passing = (this.branches[n - 1] as readonly Branch[]).filter((branch) => branch.passing);
    return this.story(`portfolio-${n}/end`, function* () {
      for (const branch of passing) yield send(RemoveSection, id, branch.id);
    });
  }

  private campaign(n: number): Story {
    const id = campaignId(this.seed, n);
    const fate = FATES[(n - 1) % FATES.length] as Fate;
    return this.story(`campaign-${n}`, (dice) => this.historyOf(id, fate, dice));
  }

  private *historyOf(id: string, fate: Fate, dice: Dice): Generator<StoryCommand, void, Receipt> {
    const userId = dice.whole(1, 20);
    let now: Campaign = {
      name: campaignName(dice),
      currency: dice.one(CURRENCIES),
      price: dice.whole(8, 60) * 25,
      schedule: { start: null, end: null },
      placements: this.placements(dice),
      paused: false,
    };
    const past: { readonly version: number; readonly campaign: Campaign }[] = [];
    yield send(CreateCampaign, id, { name: now.name, userId, currency: now.currency });
    yield send(SetPrice, id, now.price);
    past.push({ ...(yield send(SetPlacements, id, now.placements)), campaign: now });

    // The two before, and what its fate takes, count as well.
    for (let left = dice.whole(5, this.size.changes) - 5; left > 0; left--) {
      const chosen = dice.whole(1, 16);
      let receipt: Receipt;
      if (chosen <= 2) {
        now = { ...now, name: campaignName(dice) };
        receipt = yield send(RenameCampaign, id, now.name);
      } else if (chosen <= 6) {
        now = { ...now, price: dice.whole(8, 60) * 25 };
        receipt = yield send(SetPrice, id, now.price);
      } else if (chosen <= 8) {
        now = { ...now, schedule: this.schedule(dice.happens(0.7) ? 'running' : 'coming', dice) };
        receipt = yield send(SetSchedule, id, now.schedule);
      } else if (chosen <= 11) {
        now = { ...now, placements: dice.happens(0.1) ? [] : this.placements(dice) };
        receipt = yield send(SetPlacements, id, now.placements);
      } else if (chosen <= 14) {
        now = { ...now, paused: !now.paused };
        receipt = yield send(SetPaused, id, now.paused);
      } else if (chosen === 15) {
        now = { ...now, currency: dice.one(CURRENCIES), price: dice.whole(8, 60) * 25 };
        receipt = yield send(SetCurrency, id, now.currency, now.price);
      } else {
        const { version, campaign } = dice.one(past);
        now = campaign;
        receipt = yield send(UndoChanges, id, version);
      }
      past.push({ version: receipt.version, campaign: now });
    }

    if (fate === 'deleted') {
      yield send(DeleteCampaign, id);
      return;
    }
    if (now.paused !== (fate === 'paused')) yield send(SetPaused, id, fate === 'paused');
    if (now.placements.length === 0) yield send(SetPlacements, id, this.placements(dice));
    // The last of all: once its end is past, a worker that runs meanwhile adds an event of its own.
    yield send(SetSchedule, id, this.schedule(fate, dice));
  }

  /** A few sections of all, one of which at least stays. */
  private placements(dice: Dice): string[] {
    const branches = this.branches.flat();
    const staying = branches.filter(({ passing }) => !passing);
    const passing = branches.filter((branch) => branch.passing);
    const chosen = [...dice.some(staying, dice.whole(1, 4)), ...(dice.happens(0.3) ? [dice.one(passing)] : [])];
    return chosen.map(({ id }) => id);
  }

  private schedule(fate: Exclude<Fate, 'deleted'>, dice: Dice): Schedule {
    if (fate === 'unscheduled') return { start: null, end: null };
    const days: Record<Exclude<typeof fate, 'unscheduled'>, [number, number]> = {
      running: [-dice.whole(1, 60), dice.whole(7, 120)],
      paused: [-dice.whole(1, 60), dice.whole(7, 120)],
      past: [-dice.whole(40, 120), -dice.whole(2, 30)],
      coming: [dice.whole(3, 30), dice.whole(31, 120)],
    };
    const [start, end] = days[fate].map((day) => new Date(this.today + day * DAY + dice.whole(0, 23) * HOUR).toISOString());
    return { start: start as string, end: end as string };
  }

  private order(n: number): Story {
    const most = this.size.goods;
    return this.story(`order-${n}`, function* (dice) {
      const { id } = yield send(CreateOrder, dice.whole(1, 40), dice.one(CURRENCIES));
      const order = Number(id);
      for (let left = dice.whole(0, most); left > 0; left--) {
        const { id } = yield send(AddGoods, { orderId: order, ...goodsOf(dice) });
        const goods = Number(id);
        if (dice.happens(0.08)) yield send(ChangeGoods, goods, { quantity: dice.whole(6, 9) });
        if (dice.happens(0.04)) yield send(DeleteGoods, goods);
      }
      if (dice.happens(0.05)) yield send(ChangeOrder, order, dice.whole(41, 60));
      if (dice.happens(0.04)) yield send(DeleteOrder, order);
    });
  }
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** @returns a name for each number from 1 on, none twice */
function nth(names: readonly string[], n: number): string {
  const round = Math.ceil(n / names.length);
  const name = names[(n - 1) % names.length] as string;
  return round === 1 ? name : `${name} ${round}`;
}

const campaignName = (dice: Dice): string => `${dice.one(BRANDS)}: ${dice.one(PRODUCTS).name}, ${dice.one(OCCASIONS)}`;

function goodsOf(dice: Dice) {
  const { name, sku, price } = dice.one(PRODUCTS);
  const quantity = dice.happens(0.7) ? 1 : dice.whole(2, 5);
  const unitPrice = dice.happens(0.2) ? Math.round(price * 0.9) : price;
  // Some sellers use no SKUs.
  if (dice.happens(0.05)) return { sku: null, name: null, quantity, unitPrice };
  return { sku: `${sku}-${dice.whole(1, 20)}`, name: `${dice.one(COLOURS)} · ${name}`, quantity, unitPrice };
}
