import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiQuery } from '@nestjs/swagger';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import { MAX_POD } from './decision.js';
import { MAX_BREAK_SECONDS } from './vmap.js';

const parameter = (name: string, description: string, schema: object, required = false) =>
  ApiQuery({ name, required, description, schema });

const AD_ID_SCHEMA = { type: 'string', format: 'uuid', pattern: '^[\\da-fA-F]{8}(-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}$' };

/** The schema of a parameter with any text. */
export const anyText = (maxLength: number, example: string) => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: '^[\\s\\S]*$',
  example,
});

const wholeNumber = (minimum: number, maximum: number, example: number) => ({ type: 'integer', minimum, maximum, example });

/** A parameter with the id of a campaign. */
export const CAMPAIGN_ID = { ...AD_ID_SCHEMA, example: EXAMPLE_IDS.campaign };

/** The parameters of an ad request. What a player adds is ignored, and so is what can't be read. */
export function AdRequest(): MethodDecorator {
  return applyDecorators(
    parameter('section', 'The section that the player stands in', { ...AD_ID_SCHEMA, example: EXAMPLE_IDS.section }, true),
    parameter('pod', 'How many ads may follow each other; absent: 1', wholeNumber(1, MAX_POD, 1)),
    parameter('max_seconds', 'How long the ads may be together', wholeNumber(1, 86_400, 30)),
    parameter('content_seconds', 'The length of the video; no ad is longer', wholeNumber(1, 864_000, 600)),
    parameter('language', 'Of the page; absent: the languages of the browser', anyText(200, 'cs')),
    parameter('viewer', 'The id of the viewer on the site, for limits a viewer; used only with consent', anyText(255, 'v-42')),
    parameter('gdpr', '0: the GDPR does not apply to the viewer', { type: 'string', enum: ['0', '1'], example: '0' }),
    parameter(
      'gdpr_consent',
      'The consent string of the viewer (IAB TCF 2)',
      anyText(4_000, 'CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA'),
    ),
    parameter('offset', 'Seconds until the ad is shown, because its break comes later', wholeNumber(1, MAX_BREAK_SECONDS, 300)),
  ) as MethodDecorator;
}

class ExplainedReasonDocument {
  @ApiProperty({ description: 'Stable', example: 'outside-schedule' })
  code!: string;

  @ApiProperty({ example: 'The campaign starts at 2026-12-01T00:00:00.000Z.' })
  detail!: string;
}

class ExplainedCandidateDocument {
  @ApiProperty({ format: 'uuid' })
  campaignId!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'Spring sale' })
  name!: string | null;

  @ApiProperty({ type: 'string', format: 'uuid', nullable: true, description: 'The creative that is shown, or would be' })
  creativeId!: string | null;

  @ApiProperty({
    enum: ['chosen', 'possible', 'outranked', 'refused'],
    description:
      '`chosen`: in the answer that was drawn. `possible`: it may be drawn as well. `outranked`: others come first. `refused`: it can not be shown',
  })
  outcome!: string;

  @ApiProperty({ type: [ExplainedReasonDocument] })
  reasons!: ExplainedReasonDocument[];
}

class ChosenAdDocument {
  @ApiProperty({ format: 'uuid' })
  campaignId!: string;

  @ApiProperty({ format: 'uuid' })
  creativeId!: string;

  @ApiProperty({ type: 'number', description: 'Its length; 0 if only the third party of its tag knows', example: 6 })
  seconds!: number;
}

class IgnoredParameterDocument {
  @ApiProperty({ example: 'pod' })
  parameter!: string;

  @ApiProperty({ example: 'is not a whole number above 0' })
  detail!: string;
}

export class ExplanationDocument {
  @ApiProperty({ format: 'date-time', description: 'The time that the request is explained for' })
  at!: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Why no request gets an ad at the moment; null: it may get one' })
  fault!: string | null;

  @ApiProperty({ type: [IgnoredParameterDocument], description: 'Parameters that can not be read' })
  ignored!: IgnoredParameterDocument[];

  @ApiProperty({ description: 'The address to give to a player' })
  tag!: string;

  @ApiProperty({ type: [ChosenAdDocument], description: 'The ads of one answer, drawn as for a request' })
  chosen!: ChosenAdDocument[];

  @ApiProperty({ type: [ExplainedCandidateDocument], description: 'The best first' })
  candidates!: ExplainedCandidateDocument[];
}
