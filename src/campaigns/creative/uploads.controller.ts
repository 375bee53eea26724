import { Controller, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CommandMeta, CommandRoute, EventLog, Meta, Uploads } from '#kronika';
import { CreativeInPath } from '../campaigns.input.js';
import { AddMedia } from './add-media.command.js';
import { creativeDecider, requireMediaAllowed } from './creative.decider.js';
import { MediaFiles } from './media-files.js';
import { MediaStore } from './media-store.js';
import { MEDIA_TYPES, type MediaType, probeMedia } from './probe-media.js';

const MAX_MEDIA_BYTES = 100 * 1024 * 1024;

@ApiTags('creatives')
@Controller('v1/creatives')
export class UploadsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly log: EventLog,
    private readonly uploads: Uploads,
    private readonly files: MediaFiles,
    private readonly store: MediaStore,
  ) {}

  @Post(':id/media')
  @CommandRoute({
    isOwned: true,
    summary: 'Upload the video of a creative',
    description:
      'The body is the file: H.264, AV1 or VP9 in mp4, or VP8, VP9 or AV1 in WebM. It may take half an hour, as long as something of it arrives every 15 s. Another video than before sets the approval back to pending.',
    upload: { types: MEDIA_TYPES, maxBytes: MAX_MEDIA_BYTES },
    problems: {
      404: ['creative.not-found'],
      409: ['creative.deleted'],
      412: ['creative.version-mismatch'],
      422: [
        'creative.tag-with-media',
        'media.empty',
        'media.unreadable',
        'media.truncated',
        'media.codec-unsupported',
        'media.without-duration',
      ],
    },
  })
  async uploadCreativeMedia(@Param() { id }: CreativeInPath, @Meta() meta: CommandMeta, @Req() request: FastifyRequest) {
    await this.requireAllowed(id, meta);
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() as MediaType;
    const file = await this.uploads.receive(request, async (pieces) => {
      const written = await this.files.write(pieces);
      return { ...written, fingerprint: written.sha256 };
    });
    try {
      const { sha256, bytes } = file;
      const probed = await probeMedia(file.path, type, bytes);
      await this.store.save(file, type);
      const bitrate = Math.round((bytes * 8_000) / probed.durationMs);
      return await this.commands.execute(new AddMedia(id, { sha256, bytes, type, ...probed, bitrate }, meta));
    } finally {
      await this.files.discard(file);
    }
  }

  /** Refuses a file that would be received in vain. A repeated command may have an answer although it would be refused. */
  private async requireAllowed(id: string, { actor, boundTo, ifMatch, once }: CommandMeta): Promise<void> {
    if (once) return;
    await this.log.transaction(new CommandMeta({ actor, boundTo, ifMatch }), ({ streams }) =>
      streams.change(creativeDecider, id, (creative) => {
        requireMediaAllowed(creative);
        return [];
      }),
    );
  }
}
