import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Choice, type CommandMeta, CommandRoute, Meta, Name, Text, Uuid, Whole } from '#kronika';
import { CreativeInPath, EXAMPLE_IDS, UndoBody } from '../campaigns.input.js';
import { MAX_NAME_LENGTH } from '../campaigns.refusals.js';
import { CreateCreative } from './create-creative.command.js';
import type { ApprovalState, UniversalAdId } from './creative.events.js';
import { UniversalAdIdField, WebAddress } from './creative.fields.js';
import { DeleteCreative } from './delete-creative.command.js';
import { RenameCreative } from './rename-creative.command.js';
import { SetApproval } from './set-approval.command.js';
import { SetClickThrough } from './set-click-through.command.js';
import { SetCreativeWeight } from './set-creative-weight.command.js';
import { UndoCreativeChanges } from './undo-creative-changes.command.js';

const STANDARD_WEIGHT = 100;

const WEIGHT = {
  minimum: 1,
  maximum: 1_000,
  description: 'Its share among the creatives of the campaign: one with 200 is shown twice as often as one with 100',
  example: STANDARD_WEIGHT,
};

const CLICK_THROUGH = { nullable: true, description: 'The address that a click opens; null: none' };

export const APPROVAL_STATES: readonly ApprovalState[] = ['pending', 'approved', 'rejected'];

export class CreateCreativeBody {
  @Uuid({ description: 'Chosen by the client', example: EXAMPLE_IDS.creative })
  id!: string;

  @Uuid({ description: 'The campaign that shows it', example: EXAMPLE_IDS.campaign })
  campaignId!: string;

  @Name({ maximum: MAX_NAME_LENGTH, example: 'Spring sale, 20 s' })
  name!: string;

  @WebAddress({ ...CLICK_THROUGH, optional: true, default: null, example: 'https://shop.example/spring?from=video' })
  clickThrough: string | null = null;

  @Whole({ ...WEIGHT, optional: true, default: STANDARD_WEIGHT })
  weight: number = STANDARD_WEIGHT;

  @Whole({
    minimum: 0,
    maximum: 3_600,
    optional: true,
    nullable: true,
    default: null,
    description: 'Seconds until a viewer may skip it; null: never',
    example: 5,
  })
  skipAfter: number | null = null;

  @UniversalAdIdField({
    optional: true,
    nullable: true,
    default: null,
    description: 'Its identifier in a registry of ads, which VAST carries; null: none',
    example: { idRegistry: 'ad-id.org', idValue: 'CNPA0484000H' },
  })
  universalAdId: UniversalAdId | null = null;

  @WebAddress({
    optional: true,
    nullable: true,
    default: null,
    description:
      "The address of a third party's VAST, which players fetch and Kronika never does. A creative with a tag has neither media nor clickThrough nor skipAfter; null: it has media",
    example: null,
  })
  tag: string | null = null;
}

export class CreativeNameBody {
  @Name({ maximum: MAX_NAME_LENGTH, example: 'Spring sale, 30 s' })
  name!: string;
}

export class ClickThroughBody {
  @WebAddress({ ...CLICK_THROUGH, example: 'https://shop.example/summer' })
  clickThrough!: string | null;
}

export class WeightBody {
  @Whole(WEIGHT)
  weight!: number;
}

export class ApprovalBody {
  @Choice({ of: APPROVAL_STATES, description: 'Only an approved creative is shown', example: 'approved' })
  state!: ApprovalState;

  @Text({
    maximum: 500,
    optional: true,
    nullable: true,
    default: null,
    description: 'Why, for people; null: no reason is given',
    example: 'The sound is fine now',
  })
  reason: string | null = null;
}

/** @param codes the command's own 422 refusals, besides those that every command to a creative has */
const refusals = (...codes: string[]) => ({
  404: ['creative.not-found'],
  409: ['creative.deleted'],
  412: ['creative.version-mismatch'],
  422: codes,
});

const CREATIVE_NAME_REFUSALS = ['creative.name-empty', 'creative.name-too-long', 'creative.name-with-control-characters'];

const CLICK_THROUGH_REFUSALS = [
  'creative.click-through-malformed',
  'creative.click-through-with-credentials',
  'creative.tag-with-click-through',
];

@ApiTags('creatives')
@Controller('v1/creatives')
export class CreativesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute({
    isOwned: true,
    summary: 'Create a creative of a campaign; repeating it with the same content succeeds',
    description: 'It is shown once it has a video, or a tag, and is approved.',
    creates: '/v1/creatives',
    exampleId: EXAMPLE_IDS.creative,
    problems: {
      409: ['creative.deleted', 'creative.id-taken'],
      412: ['creative.version-mismatch'],
      422: [
        ...CREATIVE_NAME_REFUSALS,
        ...CLICK_THROUGH_REFUSALS,
        'creative.campaign-not-found',
        'creative.tag-malformed',
        'creative.tag-with-credentials',
        'creative.tag-not-public',
        'creative.tag-with-skip-after',
      ],
    },
  })
  createCreative(@Body() { id, ...content }: CreateCreativeBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new CreateCreative(id, content, meta));
  }

  @Put(':id/name')
  @CommandRoute({ isOwned: true, summary: 'Rename a creative', problems: refusals(...CREATIVE_NAME_REFUSALS) })
  renameCreative(@Param() { id }: CreativeInPath, @Body() { name }: CreativeNameBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new RenameCreative(id, name, meta));
  }

  @Put(':id/click-through')
  @CommandRoute({
    isOwned: true,
    summary: 'Set or remove the address that a click opens',
    problems: refusals(...CLICK_THROUGH_REFUSALS),
  })
  setCreativeClickThrough(
    @Param() { id }: CreativeInPath,
    @Body() { clickThrough }: ClickThroughBody,
    @Meta() meta: CommandMeta,
  ) {
    return this.commands.execute(new SetClickThrough(id, clickThrough, meta));
  }

  @Put(':id/weight')
  @CommandRoute({ isOwned: true, summary: 'Set its share among the creatives of the campaign', problems: refusals() })
  setCreativeWeight(@Param() { id }: CreativeInPath, @Body() { weight }: WeightBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetCreativeWeight(id, weight, meta));
  }

  @Put(':id/approval')
  @CommandRoute({
    summary: 'Approve or reject a creative',
    description: 'Another video sets it back to pending. A sender that is bound to a user can not approve its own creatives.',
    problems: refusals('creative.without-media'),
  })
  setCreativeApproval(@Param() { id }: CreativeInPath, @Body() { state, reason }: ApprovalBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new SetApproval(id, { state, reason }, meta));
  }

  @Post(':id/undo')
  @CommandRoute({
    isOwned: true,
    summary: 'Restore an earlier version of a creative by new events; approvals are not restored',
    problems: {
      ...refusals('creative.version-without-media'),
      404: ['creative.not-found', 'creative.version-not-found'],
    },
  })
  undoCreativeChanges(@Param() { id }: CreativeInPath, @Body() { version }: UndoBody, @Meta() meta: CommandMeta) {
    return this.commands.execute(new UndoCreativeChanges(id, version, meta));
  }

  @Delete(':id')
  @CommandRoute({ isOwned: true, summary: 'Delete a creative; later commands to it are refused', problems: refusals() })
  deleteCreative(@Param() { id }: CreativeInPath, @Meta() meta: CommandMeta) {
    return this.commands.execute(new DeleteCreative(id, meta));
  }
}
