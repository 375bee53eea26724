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
import { CampaignInPath, EXAMPLE_IDS } from '../campaigns.input.js';
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
    description: 'Made by the client, so that it can go on with it before the answer comes',
    example: EXAMPLE_IDS.campaign,
  })
  id!: string;

  @Name({ maximum: MAX_NAME_LENGTH, example: 'Spring sale' })
  name!: string;

  @Id({ description: 'Whose campaign it is', example: 42 })
  userId!: number;

  @CurrencyCode({ optional: true, description: 'The currency of its price, ISO 4217; absent: the setting CURRENCY' })
  currency?: string;
}

export class NameBody {
  @Name({ maximum: MAX_NAME_LENGTH, example: 'Summer sale' })
  name!: string;
}

/** That it is more than 0 is a rule of the domain. */
const AMOUNT = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER, refusedBelow: 1 };

export class CurrencyBody {
  @CurrencyCode({ description: 'ISO 4217', example: 'CZK' })
  currency!: string;

  @Whole({
    ...AMOUNT,
    optional: true,
    description: 'More than 0: the price in minor units of the new currency. Without it the number of the price stays',
    example: 31000,
  })
  amount?: number;
}

export class PriceBody {
  @Whole({
    ...AMOUNT,
    description: 'More than 0: what 1,000 views cost, in minor units of its currency',
    example: 1250,
  })
  amount!: number;
}

export class ScheduleBody {
  @DateOrMoment({
    nullable: true,
    description: 'From then on; a date means from the start of that day',
    example: '2026-03-01T00:00:00.000Z',
  })
  start!: string | null;

  @DateOrMoment({
    nullable: true,
    description:
      'Until then, and after the start; a date means to the end of that day, and is kept and shown as the moment when the next one begins. Null, as the start is then: no schedule',
    example: '2126-04-01T00:00:00.000Z',
  })
  end!: string | null;

  @TimeZone({ description: 'The time zone of dates; absent: the setting TIME_ZONE' })
  tz?: string;
}

/**
 * A schedule in moments.
 *
 * @param zone of dates, where the body names none
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
    description: 'The sections of websites where it may show, in place of all those before',
    example: [EXAMPLE_IDS.section],
  })
  sections!: string[];
}

export class PausedBody {
  @Flag({ description: 'True: it must not run; false: it may', example: true })
  paused!: boolean;
}

export class UndoBody {
  @Whole({ minimum: 1, maximum: 2_147_483_647, description: 'The version to go back to', example: 2 })
  version!: number;
}

/** The refusals of every command to a campaign, and those of this one. */
const refusals = (...codes: string[]) => ({
  404: ['campaign.not-found'],
  409: ['campaign.deleted'],
  412: ['campaign.version-mismatch'],
  422: codes,
});

const NAME_REFUSALS = ['campaign.name-empty', 'campaign.name-too-long', 'campaign.name-with-control-characters'];

@ApiTags('campaigns')
@Controller('v1/campaigns')
export class CampaignsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly settings: ShopSettings,
  ) {}

  @Post()
  @CommandRoute({
    summary: 'Create a campaign; the same id with the same content again is a success',
    creates: '/v1/campaigns',
    exampleId: EXAMPLE_IDS.campaign,
    problems: {
      409: ['campaign.deleted', 'campaign.id-taken'],
      412: ['campaign.version-mismatch'],
      422: [...NAME_REFUSALS, 'campaign.currency-unknown'],
    },
  })
  createCampaign(@Body() { id, name, userId, currency = this.settings.CURRENCY }: CreateCampaignBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new CreateCampaign(id, { name, userId, currency }, meta));
  }

  @Put(':id/name')
  @CommandRoute({ summary: 'Rename a campaign', problems: refusals(...NAME_REFUSALS) })
  renameCampaign(@Param() { id }: CampaignInPath, @Body() { name }: NameBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new RenameCampaign(id, name, meta));
  }

  @Put(':id/currency')
  @CommandRoute({
    summary: 'Set the currency of its price, and with it the price',
    problems: refusals('campaign.currency-unknown', 'campaign.price-not-positive'),
  })
  setCampaignCurrency(@Param() { id }: CampaignInPath, @Body() { currency, amount }: CurrencyBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetCurrency(id, currency, amount, meta));
  }

  @Put(':id/price')
  @CommandRoute({ summary: 'Set what 1,000 views cost', problems: refusals('campaign.price-not-positive') })
  setCampaignPrice(@Param() { id }: CampaignInPath, @Body() { amount }: PriceBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetPrice(id, amount, meta));
  }

  @Put(':id/schedule')
  @CommandRoute({
    summary: 'Set when it may run, or that it has no schedule; at its end the campaign ends by itself',
    problems: refusals('campaign.schedule-incomplete', 'campaign.end-not-after-start'),
  })
  setCampaignSchedule(@Param() { id }: CampaignInPath, @Body() body: ScheduleBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetSchedule(id, scheduleOf(body, this.settings.TIME_ZONE), meta));
  }

  @Put(':id/placements')
  @CommandRoute({ summary: 'Set the sections where it may show', problems: refusals('campaign.section-not-found') })
  setCampaignPlacements(@Param() { id }: CampaignInPath, @Body() { sections }: PlacementsBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetPlacements(id, sections, meta));
  }

  @Put(':id/paused')
  @CommandRoute({ summary: 'Pause or resume a campaign', problems: refusals() })
  setCampaignPaused(@Param() { id }: CampaignInPath, @Body() { paused }: PausedBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetPaused(id, paused, meta));
  }

  @Post(':id/undo')
  @CommandRoute({
    summary: 'Make a campaign what it was at an earlier version, by the events that lead there',
    problems: {
      ...refusals('campaign.version-without-price', 'campaign.currency-unknown', 'campaign.section-not-found'),
      404: ['campaign.not-found', 'campaign.version-not-found'],
    },
  })
  undoCampaignChanges(@Param() { id }: CampaignInPath, @Body() { version }: UndoBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new UndoChanges(id, version, meta));
  }

  @Delete(':id')
  @CommandRoute({ summary: 'Delete a campaign; nothing can be done to it after that', problems: refusals() })
  deleteCampaign(@Param() { id }: CampaignInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new DeleteCampaign(id, meta));
  }
}
