import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type Answer, BoundUser, NotFound, QueryRoute } from '#kronika';
import { CreativeInPath } from '../campaigns.input.js';
import { CREATIVES } from './creatives.view.js';
import { FindCreative } from './find-creative.query.js';
import { PREVIEW_HEADERS, previewPage } from './preview-page.js';

/** The page on which people watch a creative before they approve it. */
@ApiTags('ads')
@Controller('v1/ads/preview')
export class PreviewController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @QueryRoute({
    summary: 'A page that plays a creative',
    description:
      "A page for reviewers, in any approval state. It counts no views. For a third party's tag, it says that Kronika does not fetch it.",
    view: CREATIVES,
    content: { 'text/html': { schema: { type: 'string' } } },
    isOwned: true,
    problems: { 404: ['creative.not-found', 'creative.nothing-to-show'] },
  })
  async previewCreative(@Param() { id }: CreativeInPath, @BoundUser() boundTo?: number): Promise<Answer<string>> {
    const { position, body } = await this.queries.execute(new FindCreative(id, {}, boundTo));
    if (typeof body === 'string' || (body.media === null && body.tag === null))
      throw new NotFound('creative.nothing-to-show', `The creative ${id} has neither a video nor a tag yet.`);
    return { position, body: previewPage(body), headers: PREVIEW_HEADERS };
  }
}
