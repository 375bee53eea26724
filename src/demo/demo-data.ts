import type { Receipt } from '#kronika';
import { AddMedia } from '../campaigns/creative/add-media.command.js';
import { CreateCreative } from '../campaigns/creative/create-creative.command.js';
import { SAMPLE_MEDIA } from '../campaigns/creative/sample-media.js';
import { SetApproval } from '../campaigns/creative/set-approval.command.js';
import { AddSection } from '../campaigns/portfolio/add-section.command.js';
import { CreatePortfolio } from '../campaigns/portfolio/create-portfolio.command.js';
import { MoveSection } from '../campaigns/portfolio/move-section.command.js';
import { RemoveSection } from '../campaigns/portfolio/remove-section.command.js';
import { RenamePortfolio } from '../campaigns/portfolio/rename-portfolio.command.js';
import { RenameSection } from '../campaigns/portfolio/rename-section.command.js';
import { CreatePublisher } from '../campaigns/publisher/create-publisher.command.js';
import { RenamePublisher } from '../campaigns/publisher/rename-publisher.command.js';
import { DAY_MS } from '../durations.js';
import { AddGoods } from '../goods/add-goods.command.js';
import { ChangeGoods } from '../goods/change-goods.command.js';
import { DeleteGoods } from '../goods/delete-goods.command.js';
import { ChangeOrder } from '../orders/change-order.command.js';
import { CreateOrder } from '../orders/create-order.command.js';
import { DeleteOrder } from '../orders/delete-order.command.js';
import { CAMPAIGN_FATES, type CampaignFate, CampaignHistory, type DemoSection } from './campaign-history.js';
import { Dice, uuidOf } from './dice.js';
import { type Story, type StoryCommand, send } from './story.js';
import { COLOURS, DEMO_CURRENCIES, PRODUCTS, PUBLISHER_NAMES, type Sections, WEBSITES } from './vocabulary.js';

/** Numbers of entities to make. An order has at most `goods` goods; a campaign is changed 5 to `changes` times. */
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

/** Stories that must run one after the other. */
export type Lane = readonly Story[];

/** The id of the campaign with that number, from 1 on. */
export const campaignId = (seed: number, n: number): string => uuidOf(`${seed}/campaign-${n}`);

/** The time over which orders are distributed, up to the present. */
const ORDERS_SPAN_MS = 90 * DAY_MS;

/** The commands that follow from a seed, a date and a size. Deterministic, and no rule refuses any of the commands. */
export class DemoData {
  /** The sections of each portfolio. */
  private readonly sections: readonly (readonly DemoSection[])[];
  private readonly histories: CampaignHistory;

  /**
   * @param now ms since 1970: orders were created in the 90 days before, and schedules lie around the last midnight,
   * UTC
   */
  constructor(
    private readonly seed: number,
    private readonly now: number,
    private readonly size: Size,
  ) {
    this.sections = numbers(size.portfolios).map((n) => this.sectionsOf(n));
    this.histories = new CampaignHistory(this.sections.flat(), now - (now % DAY_MS), size.changes);
  }

  /** Phases run in turn, and the lanes of a phase run concurrently. The first command runs alone. */
  get phases(): readonly (readonly Lane[])[] {
    const { publishers, portfolios, campaigns, orders } = this.size;
    return [
      [numbers(publishers).map((n) => this.publisher(n))],
      numbers(portfolios).map((n) => [this.portfolio(n)]),
      // All orders are one lane, because Postgres assigns ids to orders and goods in the order of their creation.
      [numbers(orders).map((n) => this.order(n)), ...numbers(campaigns).map((n) => [this.campaign(n)])],
      [
        ...numbers(portfolios).map((n) => [this.cleanUp(n)]),
        ...numbers(campaigns).flatMap((n) => (fateOf(n) === 'deleted' ? [] : [[this.creative(n)]])),
      ],
    ];
  }

  private story(name: string, commands: (dice: Dice) => Generator<StoryCommand, void, Receipt>): Story {
    return { name, commands: () => commands(new Dice(`${this.seed}/${name}`)) };
  }

  private id(name: string): string {
    return uuidOf(`${this.seed}/${name}`);
  }

  private publisher(n: number): Story {
    const id = this.id(`publisher-${n}`);
    const name = nth(PUBLISHER_NAMES, n);
    return this.story(`publisher-${n}`, function* (dice) {
      const isRenamed = dice.happens(0.4);
      yield send(CreatePublisher, id, isRenamed ? `${name} (new)` : name);
      if (isRenamed) yield send(RenamePublisher, id, name);
    });
  }

  private sectionsOf(n: number): DemoSection[] {
    const sections: DemoSection[] = [];
    const grow = (tree: Sections, parentId: string | null) => {
      for (const [name, below] of Object.entries(tree)) {
        const id = this.id(`portfolio-${n}/section-${sections.length + 1}`);
        sections.push({ id, name, parentId, passing: false });
        grow(below, id);
      }
    };
    grow((WEBSITES[(n - 1) % WEBSITES.length] as (typeof WEBSITES)[number]).sections, null);
    return [...sections, { id: this.id(`portfolio-${n}/passing`), name: 'Election 🗳️', parentId: null, passing: true }];
  }

  private portfolio(n: number): Story {
    const id = this.id(`portfolio-${n}`);
    const publisherId = this.id(`publisher-${((n - 1) % this.size.publishers) + 1}`);
    const name = nth(
      WEBSITES.map((website) => website.name),
      n,
    );
    const sections = this.sections[n - 1] as readonly DemoSection[];
    return this.story(`portfolio-${n}`, function* (dice) {
      const isRenamed = dice.happens(0.3);
      yield send(CreatePortfolio, id, { name: isRenamed ? `${name} (beta)` : name, publisherId });
      if (isRenamed) yield send(RenamePortfolio, id, name);
      for (const { id: section, name, parentId } of sections) {
        const isRenamed = dice.happens(0.1);
        yield send(AddSection, id, { id: section, name: isRenamed ? `${name} ✨` : name, parentId });
        if (isRenamed) yield send(RenameSection, id, section, name);
      }
      const top = sections.filter(({ parentId }) => parentId === null).map((section) => section.id);
      const [last, before] = [top[top.length - 2] as string, top[0] as string];
      yield send(MoveSection, id, last, { parentId: null, before });
      if (dice.happens(0.5)) yield send(MoveSection, id, before, { parentId: null, before: last });
    });
  }

  /** Removes some sections after campaigns have been placed in them. */
  private cleanUp(n: number): Story {
    const id = this.id(`portfolio-${n}`);
    const passing = (this.sections[n - 1] as readonly DemoSection[]).filter((section) => section.passing);
    return this.story(`portfolio-${n}/end`, function* () {
      for (const section of passing) yield send(RemoveSection, id, section.id);
    });
  }

  private campaign(n: number): Story {
    const id = campaignId(this.seed, n);
    return this.story(`campaign-${n}`, (dice) => this.histories.historyOf(id, fateOf(n), dice));
  }

  /** The sample video, approved, so that the campaign is shown where it can run. */
  private creative(n: number): Story {
    const id = this.id(`creative-${n}`);
    const content = {
      campaignId: campaignId(this.seed, n),
      name: 'Six seconds',
      clickThrough: `https://shop.example/?campaign=${n}`,
      weight: 100,
      universalAdId: null,
      tag: null,
    };
    return this.story(`creative-${n}`, function* (dice) {
      yield send(CreateCreative, id, { ...content, skipAfter: dice.happens(0.5) ? 3 : null });
      yield send(AddMedia, id, SAMPLE_MEDIA);
      yield send(SetApproval, id, { state: 'approved', reason: null });
    });
  }

  private order(n: number): Story {
    const { now } = this;
    const { goods: most, orders } = this.size;
    // Ids grow as these times do. The dice have a label of their own, so that the times do not change the other data.
    const part = new Dice(`${this.seed}/order-${n}/time`).whole(0, 999) / 1_000;
    const ordered = now - Math.ceil(ORDERS_SPAN_MS * (1 - (n - 1 + part) / orders));
    return this.story(`order-${n}`, function* (dice) {
      const [user, currency] = [dice.whole(1, 40), dice.one(DEMO_CURRENCIES)];
      const { id } = yield {
        name: CreateOrder.name,
        given: [user, currency],
        command: (meta) => new CreateOrder(user, currency, meta, new Date(ordered)),
      };
      const order = Number(id);
      for (let left = dice.whole(0, most), minute = 1; left > 0; left--, minute++) {
        const fields = { orderId: order, ...goodsOf(dice) };
        const added = new Date(Math.min(now, ordered + minute * 60_000));
        const { id } = yield { name: AddGoods.name, given: [fields], command: (meta) => new AddGoods(fields, meta, added) };
        const goods = Number(id);
        if (dice.happens(0.08)) yield send(ChangeGoods, goods, { quantity: dice.whole(6, 9) });
        if (dice.happens(0.04)) yield send(DeleteGoods, goods);
      }
      if (dice.happens(0.05)) yield send(ChangeOrder, order, dice.whole(41, 60));
      if (dice.happens(0.04)) yield send(DeleteOrder, order);
    });
  }
}

const fateOf = (n: number) => CAMPAIGN_FATES[(n - 1) % CAMPAIGN_FATES.length] as CampaignFate;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** @returns a unique name for each number from 1 on */
function nth(names: readonly string[], n: number): string {
  const round = Math.ceil(n / names.length);
  const name = names[(n - 1) % names.length] as string;
  return round === 1 ? name : `${name} ${round}`;
}

function goodsOf(dice: Dice) {
  const { name, sku, price } = dice.one(PRODUCTS);
  const quantity = dice.happens(0.7) ? 1 : dice.whole(2, 5);
  const unitPrice = dice.happens(0.2) ? Math.round(price * 0.9) : price;
  // Some goods have no SKU, because sellers need not use them.
  if (dice.happens(0.05)) return { sku: null, name: null, quantity, unitPrice };
  return { sku: `${sku}-${dice.whole(1, 20)}`, name: `${dice.one(COLOURS)} · ${name}`, quantity, unitPrice };
}
