import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiQuery, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EmbedRoute, InvalidInput, LOG_ITSELF, pointer } from '#kronika';
import { type AdParameters, ANY_UUID } from './ad-question.js';
import { AdRequest, CAMPAIGN_ID, ExplanationDocument } from './ads.documents.js';
import { Ads } from './ads.js';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

@ApiTags('ads')
@Controller('v1/ads')
export class ExplainController {
  constructor(private readonly ads: Ads) {}

  @Get('explain')
  @EmbedRoute({
    summary: 'What an ad request would get and why, without effect',
    description: 'Takes the parameters of an ad request. Use it to find out why a campaign is not shown.',
    role: 'reader',
    view: LOG_ITSELF,
    isOriginOnly: true,
    content: { 'application/json': { schema: { $ref: getSchemaPath(ExplanationDocument) } } },
    problems: { 400: ['request.invalid', 'position.beyond-log'], 404: ['section.not-found'] },
  })
  @ApiExtraModels(ExplanationDocument)
  @AdRequest()
  @ApiQuery({
    name: 'at',
    required: false,
    description: 'For this time; absent: now',
    schema: { type: 'string', format: 'date-time', pattern: MOMENT.source },
  })
  @ApiQuery({
    name: 'campaign',
    required: false,
    description: 'Explain this campaign even if it is not placed there',
    schema: CAMPAIGN_ID,
  })
  async explainAds(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { at, campaign } = request.query as AdParameters;
    const moment = at === undefined ? undefined : momentOf(at);
    if (campaign !== undefined && !(typeof campaign === 'string' && ANY_UUID.test(campaign)))
      throw new InvalidInput([{ pointer: pointer('campaign'), code: 'not-a-uuid', detail: 'must be a UUID' }]);
    const { position, body } = await this.ads.explain(request, moment, campaign?.toLowerCase());
    reply.header('event-position', String(position)).header('cache-control', 'no-store').send(body);
  }
}

/** @throws InvalidInput */
function momentOf(at: string | readonly string[]): number {
  const moment = typeof at === 'string' && MOMENT.test(at) ? Date.parse(at) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  const detail = 'must be a moment such as 2026-01-31T09:30:00Z (in a URL, + is written %2B)';
  throw new InvalidInput([{ pointer: pointer('at'), code: 'not-a-date', detail }]);
}
