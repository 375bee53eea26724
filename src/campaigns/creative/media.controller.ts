import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EmbedRoute, field, NotFound, StreamLimits, sendFile } from '#kronika';
import { adHeaders } from '../delivery/ad-headers.js';
import { MediaStore } from './media-store.js';
import { SAMPLE_MEDIA } from './sample-media.js';

const SHA256 = /^[\da-f]{64}$/;

class MediaInPath {
  @field(
    (value) =>
      typeof value === 'string' && SHA256.test(value)
        ? undefined
        : { code: 'malformed-token', detail: 'must be a SHA-256 of 64 hex digits in lower case' },
    { type: 'string', minLength: 1, maxLength: 64, pattern: SHA256.source },
    { description: 'The SHA-256 of the file, from the `media` of a creative', example: SAMPLE_MEDIA.sha256 },
  )
  sha256!: string;
}

const CONTENT = { 'video/mp4': { schema: {} }, 'video/webm': { schema: {} } };

const ETAG = {
  ETag: { description: 'The SHA-256, in quotes', schema: { type: 'string', example: `"${SAMPLE_MEDIA.sha256}"` } },
} as const;

/** The video files of creatives, as players fetch them. */
@ApiTags('ads')
@Controller('v1/ads/media')
export class MediaController {
  constructor(
    private readonly store: MediaStore,
    private readonly limits: StreamLimits,
  ) {}

  @Get(':sha256')
  @ApiResponse({ status: 200, description: 'The whole file', content: CONTENT, headers: ETAG })
  @ApiResponse({ status: 206, description: 'The part that `Range` names', content: CONTENT, headers: ETAG })
  @ApiResponse({ status: 304, description: 'The file that `If-None-Match` names', headers: ETAG })
  @EmbedRoute({
    summary: 'The file of a video',
    description:
      'Of several ranges, none is served alone: the answer is the whole file. What is at an address never changes. Pages of all sites may play it.',
    content: CONTENT,
    isOriginOnly: true,
    problems: {
      400: ['request.invalid'],
      404: ['media.not-found'],
      416: ['request.range-not-satisfiable'],
      503: ['server.disk-full'],
    },
  })
  async findMedia(@Param() { sha256 }: MediaInPath, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    reply.headers(adHeaders(request.headers.origin));
    const media = await this.store.find(sha256);
    if (!media) throw new NotFound('media.not-found', `There is no media file ${sha256}.`);
    await sendFile(request, reply, { ...media, etag: `"${sha256}"`, patience: this.limits.patience });
  }
}
