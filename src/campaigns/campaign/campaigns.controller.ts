import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import {
  type CommandMeta,
  CommandRoute,
  DateOrMoment,
  Flag,
  Id,
  isDate,
  Meta,
  Name,
  spanOf,
  TimeZone,
  Uuid,
  Uuids,
  Whole,
} from '#kronika';
import { CurrencyCode } from '../../money/currency.fields.js';
import { ShopSettings } from '../../shop-settings.js';
import { CampaignInPath, EXAMPLE_IDS, UndoBody } from '../campaigns.input.js';
import { MAX_NAME_LENGTH } from '../campaigns.refusals.js';
import type { Schedule } from './campaign.events.js';
import { CreateCampaign } from './create-campaign.command.js';
import { DeleteCampaign } from './delete-campaign.command.js';
import { RenameCampaign } from './rename-campaign.command.js';
import { SetCurrency } from './set-currency.command.js';
import { SetPaused } from './set-paused.command.js';
import { SetPlacements } from './set-placements.command.js';
import { SetPrice } from './set-price.command.js';
import { SetSchedule } from './set-schedule.command.js';
import { UndoChanges } from './undo-changes.command.js';

export class CreateCampaignBody {
  @Uuid({
    description: 'Chosen by the client, which can use it before the response arrives',
    example: EXAMPLE_IDS.campaign,
  })
  id!: string;

  @Name({ maximum: MAX_NAME_LENGTH, example: 'Spring sale' })
  name!: string;

  @Id({ description: 'The user that the campaign belongs to', example: 42 })
  userId!: number;

  @CurrencyCode({ optional: true, description: 'The currency of its price, ISO 4217; absent: the setting CURRENCY' })
  currency?: string;
}

export class NameBody {
  @Name({ maximum: MAX_NAME_LENGTH, example: 'Summer sale' })
  name!: string;
}

/** Admits every integer, because "more than 0" is a rule of the domain with a refusal code of its own. */
const AMOUNT = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER, refusedBelow: 1 };

export class CurrencyBody {
  @CurrencyCode({ description: 'ISO 4217', example: 'CZK' })
  currency!: string;

  @Whole({
    ...AMOUNT,
    optional: true,
    description: 'The price in minor units of the new currency, more than 0. Absent: the price keeps its number',
    example: 31000,
  })
  amount?: number;
}

export class PriceBody {
  @Whole({
    ...AMOUNT,
    description: 'The price of 1,000 views in minor units of its currency, more than 0',
    example: 1250,
  })
  amount!: number;
}

export class ScheduleBody {
  @DateOrMoment({
    nullable: true,
    description: 'The time from which the campaign may run; a date means the start of that day',
    example: '2026-03-01T00:00:00.000Z',
  })
  start!: string | null;

  @DateOrMoment({
    nullable: true,
    description:
      'The time until which the campaign may run, after the start. A date means the end of that day, and is saved and shown as the moment when the next day begins. Null, as the start must be too: no schedule',
    example: '2126-04-01T00:00:00.000Z',
  })
  end!: string | null;

  @TimeZone({ description: 'The time zone of dates; absent: the setting TIME_ZONE' })
  tz?: string;
}

/**
 * Converts the dates of a schedule to moments.
 *
 * @param zone time zone of dates, unless the body has one
 */
export function scheduleOf({ start, end, tz: given }: ScheduleBody, zone: string): Schedule {
  const tz = given ?? zone;
  const endOf = (text: string) => spanOf(text, tz)[isDate(text) ? 'after' : 'first'];
  return { start: start && spanOf(start, tz).first, end: end && endOf(end) };
}

export class PlacementsBody {
  @Uuids({
    minimum: 0,
    maximum: 1_000,
    description: 'The sections where it may be shown; they replace the earlier ones',
    example: [EXAMPLE_IDS.section],
  })
  sections!: string[];
}

export class PausedBody {
  @Flag({ description: 'True: pauses the campaign; false: resumes it', example: true })
  paused!: boolean;
}

/** @param codes the command's own 422 refusals, besides those that every command to a campaign has */
export const refusals = (...codes: string[]) => ({
  404: ['campaign.not-found'],
  409: ['campaign.deleted'],
  412: ['campaign.version-mismatch'],
  422: codes,
});

const CAMPAIGN_NAME_REFUSALS = ['campaign.name-empty', 'campaign.name-too-long', 'campaign.name-with-control-characters'];

@ApiTags('campaigns')
@Controller('v1/campaigns')
export class CampaignsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly settings: ShopSettings,
  ) {}

  @Post()
  @CommandRoute({
    isOwned: true,
    summary: 'Create a campaign; repeating it with the same content succeeds',
    creates: '/v1/campaigns',
    exampleId: EXAMPLE_IDS.campaign,
    problems: {
      409: ['campaign.deleted', 'campaign.id-taken'],
      412: ['campaign.version-mismatch'],
      422: [...CAMPAIGN_NAME_REFUSALS, 'campaign.currency-unknown'],
    },
  })
  createCampaign(@Body() { id, name, userId, currency = this.settings.CURRENCY }: CreateCampaignBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new CreateCampaign(id, { name, userId, currency }, meta));
  }

  @Put(':id/name')
  @CommandRoute({ isOwned: true, summary: 'Rename a campaign', problems: refusals(...CAMPAIGN_NAME_REFUSALS) })
  renameCampaign(@Param() { id }: CampaignInPath, @Body() { name }: NameBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new RenameCampaign(id, name, meta));
  }

  @Put(':id/currency')
  @CommandRoute({
    isOwned: true,
    summary: 'Set the currency of its price, and the price if one is given',
    problems: refusals('campaign.currency-unknown', 'campaign.price-not-positive', 'campaign.currency-with-budget'),
  })
  setCampaignCurrency(@Param() { id }: CampaignInPath, @Body() { currency, amount }: CurrencyBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetCurrency(id, currency, amount, meta));
  }

  @Put(':id/price')
  @CommandRoute({ isOwned: true, summary: 'Set the price of 1,000 views', problems: refusals('campaign.price-not-positive') })
  setCampaignPrice(@Param() { id }: CampaignInPath, @Body() { amount }: PriceBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetPrice(id, amount, meta));
  }

  @Put(':id/schedule')
  @CommandRoute({
    isOwned: true,
    summary: 'Set or remove its schedule; the campaign ends by itself at the end of the schedule',
    problems: refusals('campaign.schedule-incomplete', 'campaign.end-not-after-start'),
  })
  setCampaignSchedule(@Param() { id }: CampaignInPath, @Body() body: ScheduleBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetSchedule(id, scheduleOf(body, this.settings.TIME_ZONE), meta));
  }

  @Put(':id/placements')
  @CommandRoute({
    isOwned: true,
    summary: 'Set the sections where it may be shown',
    problems: refusals('campaign.section-not-found'),
  })
  setCampaignPlacements(@Param() { id }: CampaignInPath, @Body() { sections }: PlacementsBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetPlacements(id, sections, meta));
  }

  @Put(':id/paused')
  @CommandRoute({ isOwned: true, summary: 'Pause or resume a campaign', problems: refusals() })
  setCampaignPaused(@Param() { id }: CampaignInPath, @Body() { paused }: PausedBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetPaused(id, paused, meta));
  }

  @Post(':id/undo')
  @CommandRoute({
    isOwned: true,
    summary: 'Restore an earlier version of a campaign by new events',
    problems: {
      ...refusals(
        'campaign.version-without-price',
        'campaign.currency-unknown',
        'campaign.currency-with-budget',
        'campaign.section-not-found',
      ),
      404: ['campaign.not-found', 'campaign.version-not-found'],
    },
  })
  undoCampaignChanges(@Param() { id }: CampaignInPath, @Body() { version }: UndoBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new UndoChanges(id, version, meta));
  }

  @Delete(':id')
  @CommandRoute({ isOwned: true, summary: 'Delete a campaign; later commands to it are refused', problems: refusals() })
  deleteCampaign(@Param() { id }: CampaignInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new DeleteCampaign(id, meta));
  }
}
