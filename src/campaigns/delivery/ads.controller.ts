import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { afterArrivals, EmbedRoute, InvalidInput, NotFound, pointer, Unavailable } from '#kronika';
import { adHeaders } from './ad-headers.js';
import { AdKeys } from './ad-keys.js';
import type { AdParameters } from './ad-question.js';
import { AdRequest, anyText } from './ads.documents.js';
import { Ads } from './ads.js';
import { isInvalidTraffic } from './client.js';
import { BEACONS, type Beacon, Counting, CountingBusy } from './counting.js';
import { TOKEN_CHARACTERS } from './token.js';
import { readBreaks, vmapOf } from './vmap.js';

const XML = 'text/xml; charset=utf-8';
const XML_CONTENT = { 'text/xml': { schema: { type: 'string' } } };

/** A transparent image of one pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

const NO_STORE = 'no-store';

const known: ReadonlySet<string> = new Set(BEACONS);

@ApiTags('ads')
@Controller('v1/ads')
export class AdsController {
  constructor(
    private readonly ads: Ads,
    private readonly keys: AdKeys,
    private readonly counting: Counting,
  ) {}

  @Get('vast')
  @EmbedRoute({
    summary: 'The ads for a section, as VAST 4.2',
    description:
      'What players ask for. A known section always gets a document; without an ad, it has only an address for the error.',
    content: XML_CONTENT,
    isOriginOnly: true,
    problems: { 400: ['request.invalid'], 404: ['section.not-found'] },
  })
  @AdRequest()
  async findAds(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    reply.headers(adHeaders(request.headers.origin));
    const document = await this.ads.vast(request);
    await afterArrivals();
    reply.header('content-type', XML).header('cache-control', NO_STORE).send(document);
  }

  @Get('vmap')
  @EmbedRoute({
    summary: 'The breaks of a video, as VMAP 1.0.1',
    description: 'Each break names the address of its ads.',
    content: XML_CONTENT,
    isOriginOnly: true,
    problems: { 400: ['request.invalid'], 404: ['section.not-found'] },
  })
  @AdRequest()
  @ApiQuery({
    name: 'breaks',
    required: false,
    description: 'Up to 50 of `start`, `end` and times such as `00:05:00`, separated by commas; absent: `start`',
    schema: anyText(1_000, 'start,00:05:00,end'),
  })
  async findBreaks(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    reply.headers(adHeaders(request.headers.origin));
    const parameters = request.query as AdParameters;
    const place = this.ads.place(parameters);
    const { breaks: given = 'start', content_seconds } = parameters;
    const contentSeconds =
      typeof content_seconds === 'string' && /^\d{1,6}$/.test(content_seconds) ? Number(content_seconds) : null;
    const breaks = typeof given === 'string' ? readBreaks(given, contentSeconds) : undefined;
    if (!breaks)
      throw new InvalidInput([
        {
          pointer: pointer('breaks'),
          code: 'not-breaks',
          detail: 'must be start, end or times such as 00:05:00 before 03:45:00, separated by commas, each once',
        },
      ]);
    const tagOf = (seconds: number) => this.ads.tagOf(place, parameters, seconds > 0 ? { offset: String(seconds) } : {});
    reply
      .header('content-type', XML)
      .header('cache-control', NO_STORE)
      .send(vmapOf(breaks, ({ seconds }) => tagOf(seconds)));
  }

  @Get('e/:token/:event')
  @Beacons('A player reports what it shows, by loading an image')
  noteEvent(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.note(request, reply);
  }

  @Post('e/:token/:event')
  @Beacons('A player reports what it shows')
  sendEvent(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.note(request, reply);
  }

  private async note(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { headers, params, query, ip } = request;
    reply.headers(adHeaders(headers.origin)).header('cache-control', NO_STORE);
    const { token: text, event } = params as { token: string; event: string };
    if (!known.has(event)) throw new NotFound('ad.event-unknown', 'Ads have no such event.');
    const token = await this.keys.open(text);
    if (!token) throw new NotFound('ad.not-found', 'No ad was given out with this token.');
    const { code } = query as AdParameters;
    const details = {
      errorCode: typeof code === 'string' ? code : null,
      isInvalid: isInvalidTraffic(headers),
      address: ip,
    };
    try {
      await this.counting.count(token, event as Beacon, details);
    } catch (error) {
      if (error instanceof CountingBusy)
        throw new Unavailable('server.busy', 'The event can not be counted at the moment. Send it again.', 1);
      throw error;
    }
    reply.header('content-type', 'image/gif').send(PIXEL);
  }
}

function Beacons(summary: string): MethodDecorator {
  return (target, name, descriptor) => {
    for (const decorate of [
      EmbedRoute({
        summary,
        description: 'The addresses stand in the VAST document. Answered once the event is counted; an ad and event count once.',
        content: { 'image/gif': {} },
        isOriginOnly: true,
        problems: { 404: ['ad.not-found', 'ad.event-unknown'], 503: ['server.busy'] },
      }),
      ApiParam({
        name: 'token',
        description: 'What Kronika sealed into the address',
        schema: { type: 'string', pattern: `^[\\w-]{${TOKEN_CHARACTERS}}$`, example: 'A'.repeat(TOKEN_CHARACTERS) },
      }),
      ApiParam({
        name: 'event',
        description: 'What has happened',
        schema: { type: 'string', enum: [...BEACONS], example: 'impression' },
      }),
      ApiQuery({ name: 'code', required: false, description: 'With `error`: the code of VAST', schema: anyText(20, '401') }),
    ])
      decorate(target, name, descriptor);
  };
}
