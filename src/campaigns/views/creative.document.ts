import { ApiProperty } from '@nestjs/swagger';
import { PageDocument, sql } from '#kronika';
import { EXAMPLE_IDS } from '../campaigns.input.js';
import type { Creative } from '../creative/creative.decider.js';
import type { Approval, ApprovalState, CreativeMedia, UniversalAdId } from '../creative/creative.events.js';
import type { CreativeRow } from './creatives.view.js';

class UniversalAdIdDocument implements UniversalAdId {
  @ApiProperty({ example: 'ad-id.org' })
  idRegistry!: string;

  @ApiProperty({ example: 'CNPA0484000H' })
  idValue!: string;
}

class MediaDocument implements CreativeMedia {
  @ApiProperty({
    description: 'The name of its bytes: `/v1/ads/media/{sha256}` has them',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  sha256!: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 126_000 })
  bytes!: number;

  @ApiProperty({ enum: ['video/mp4', 'video/webm'], example: 'video/mp4' })
  type!: CreativeMedia['type'];

  @ApiProperty({ type: 'integer', description: 'In pixels', example: 640 })
  width!: number;

  @ApiProperty({ type: 'integer', description: 'In pixels', example: 360 })
  height!: number;

  @ApiProperty({ type: 'integer', example: 6_000 })
  durationMs!: number;

  @ApiProperty({ description: 'The codec parameter string of RFC 6381', example: 'avc1.64001f' })
  codec!: string;

  @ApiProperty({ type: 'integer', description: 'In bits a second, of the whole file', example: 168_000 })
  bitrate!: number;
}

class ApprovalDocument implements Approval {
  @ApiProperty({ enum: ['pending', 'approved', 'rejected'], example: 'approved' })
  state!: ApprovalState;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  reason!: string | null;
}

export class CreativeDocument {
  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.creative })
  id!: string;

  @ApiProperty({ type: 'string', format: 'uuid', example: EXAMPLE_IDS.campaign })
  campaignId!: string;

  @ApiProperty({ example: 'Spring sale, 20 s' })
  name!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'https://shop.example/spring?from=video' })
  clickThrough!: string | null;

  @ApiProperty({ type: 'integer', description: 'Its share among the creatives of the campaign', example: 100 })
  weight!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Seconds until a viewer may skip it', example: 5 })
  skipAfter!: number | null;

  @ApiProperty({ type: UniversalAdIdDocument, nullable: true })
  universalAdId!: UniversalAdId | null;

  @ApiProperty({ type: 'string', nullable: true, description: "The address of a third party's VAST", example: null })
  tag!: string | null;

  @ApiProperty({ type: MediaDocument, nullable: true, description: 'Null: there is no video yet' })
  media!: CreativeMedia | null;

  @ApiProperty()
  approval!: ApprovalDocument;

  @ApiProperty({ type: 'integer', example: 3 })
  version!: number;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  createdAt!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-02-01T10:00:00.000Z' })
  updatedAt!: string;
}

export class CreativeListDocument {
  @ApiProperty({ type: [CreativeDocument] })
  data!: CreativeDocument[];

  @ApiProperty()
  page!: PageDocument;
}

/** A `SELECT` of creatives under the property names of the row class, joined with the users that own them. */
export const SELECT_CREATIVES = sql`SELECT id, campaign_id AS "campaignId", name, sort_name AS "sortName",
  click_through AS "clickThrough", weight, skip_after AS "skipAfter", universal_ad_id AS "universalAdId", tag, media,
  approval, approval_reason AS "approvalReason", version, created_at AS "createdAt", updated_at AS "updatedAt"
  FROM read.creatives JOIN read.creative_owners ON owned_campaign = campaign_id`;

/** The document of a creative from its row in the view. */
export function creativeOfRow(row: CreativeRow): CreativeDocument {
  const { foldedName: _, sortName: __, approval: state, approvalReason: reason, createdAt, updatedAt, ...creative } = row;
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { ...creative, approval: { state, reason }, ...times };
}

/** The document of a creative from its state as folded from events. */
export function creativeOfState(id: string, version: number, creative: Creative): CreativeDocument {
  const { created: _, deleted: __, ...shown } = creative;
  return { id, ...shown, version };
}
