import type { Receipt } from '#kronika';
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
import { DAY_MS, HOUR_MS } from '../durations.js';
import type { Dice } from './dice.js';
import { type StoryCommand, send } from './story.js';
import { BRANDS, DEMO_CURRENCIES, OCCASIONS, PRODUCTS } from './vocabulary.js';

/** A section to add. */
export interface DemoSection {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  /** Whether the portfolio's last story removes it. */
  readonly passing: boolean;
}

/** The final states of campaigns. Campaign n has the state at n modulo their number. */
export const CAMPAIGN_FATES = ['running', 'paused', 'past', 'running', 'unscheduled', 'coming', 'deleted', 'running'] as const;
export type CampaignFate = (typeof CAMPAIGN_FATES)[number];

/** The fields that the commands of a campaign have set so far. */
interface CampaignFields {
  readonly price: number;
  readonly currency: string;
  readonly schedule: Schedule;
  readonly placements: readonly string[];
  readonly paused: boolean;
  readonly name: string;
}

/** The commands of one campaign, from its creation to its final state. */
export class CampaignHistory {
  /**
   * @param sections of all portfolios
   * @param today the day around which schedules lie: a midnight UTC in ms since 1970
   * @param maxChanges at least 5
   */
  constructor(
    private readonly sections: readonly DemoSection[],
    private readonly today: number,
    private readonly maxChanges: number,
  ) {}

  *historyOf(id: string, fate: CampaignFate, dice: Dice): Generator<StoryCommand, void, Receipt> {
    const userId = dice.whole(1, 20);
    let now: CampaignFields = {
      name: campaignName(dice),
      currency: dice.one(DEMO_CURRENCIES),
      price: dice.whole(8, 60) * 25,
      schedule: { start: null, end: null },
      placements: this.placements(dice),
      paused: false,
    };
    const past: { readonly version: number; readonly campaign: CampaignFields }[] = [];
    yield send(CreateCampaign, id, { name: now.name, userId, currency: now.currency });
    yield send(SetPrice, id, now.price);
    past.push({ ...(yield send(SetPlacements, id, now.placements)), campaign: now });

    // Five fewer, for the two changes above and at most three below.
    for (let left = dice.whole(5, this.maxChanges) - 5; left > 0; left--) {
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
        now = { ...now, currency: dice.one(DEMO_CURRENCIES), price: dice.whole(8, 60) * 25 };
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
    // The last command, because a running worker appends an event of its own if the schedule has ended.
    yield send(SetSchedule, id, this.schedule(fate, dice));
  }

  /** A few sections, at least one of which is never removed. */
  private placements(dice: Dice): string[] {
    const staying = this.sections.filter(({ passing }) => !passing);
    const passing = this.sections.filter((section) => section.passing);
    const chosen = [...dice.some(staying, dice.whole(1, 4)), ...(dice.happens(0.3) ? [dice.one(passing)] : [])];
    return chosen.map(({ id }) => id);
  }

  private schedule(fate: Exclude<CampaignFate, 'deleted'>, dice: Dice): Schedule {
    if (fate === 'unscheduled') return { start: null, end: null };
    const days: Record<Exclude<typeof fate, 'unscheduled'>, [number, number]> = {
      running: [-dice.whole(1, 60), dice.whole(7, 120)],
      paused: [-dice.whole(1, 60), dice.whole(7, 120)],
      past: [-dice.whole(40, 120), -dice.whole(2, 30)],
      coming: [dice.whole(3, 30), dice.whole(31, 120)],
    };
    const [start, end] = days[fate].map((day) => new Date(this.today + day * DAY_MS + dice.whole(0, 23) * HOUR_MS).toISOString());
    return { start: start as string, end: end as string };
  }
}

const campaignName = (dice: Dice): string => `${dice.one(BRANDS)}: ${dice.one(PRODUCTS).name}, ${dice.one(OCCASIONS)}`;
