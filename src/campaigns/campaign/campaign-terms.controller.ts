import { Body, Controller, Param, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type CommandMeta, CommandRoute, Meta, Settings } from '#kronika';
import { CampaignInPath } from '../campaigns.input.js';
import { LimitsBody, limitsOf, RankBody, rankOf, TargetingBody, targetingOf } from './campaign-terms.input.js';
import { refusals } from './campaigns.controller.js';
import { SetLimits } from './set-limits.command.js';
import { SetRank } from './set-rank.command.js';
import { SetTargeting } from './set-targeting.command.js';

/** How much, to whom and before which others a campaign is shown. Each command replaces all of its part. */
@ApiTags('campaigns')
@Controller('v1/campaigns')
export class CampaignTermsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly settings: Settings,
  ) {}

  @Put(':id/limits')
  @CommandRoute({
    isOwned: true,
    summary: 'Set what it may deliver; a campaign that reaches a total limit is fulfilled, and runs again when it is raised',
    problems: refusals('campaign.per-day-over-impressions'),
  })
  setCampaignLimits(@Param() { id }: CampaignInPath, @Body() body: LimitsBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetLimits(id, limitsOf(body, this.settings.TIME_ZONE), meta));
  }

  @Put(':id/targeting')
  @CommandRoute({
    isOwned: true,
    summary: 'Set when and to whom it is shown',
    problems: refusals('campaign.hours-empty'),
  })
  setCampaignTargeting(@Param() { id }: CampaignInPath, @Body() body: TargetingBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetTargeting(id, targetingOf(body), meta));
  }

  @Put(':id/rank')
  @CommandRoute({ isOwned: true, summary: 'Set how it competes with other campaigns', problems: refusals() })
  setCampaignRank(@Param() { id }: CampaignInPath, @Body() body: RankBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetRank(id, rankOf(body), meta));
  }
}
