import { applyDecorators, Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Choice, Id, Text, Token, Whole } from '../http/fields.js';
import { ApiProblems } from '../http/openapi.js';
import { Cursors, cutPage, PageCursor, PageDocument, PageLimit } from '../http/paging.js';
import { ROLES, type Role } from '../http/principal.js';
import { Problem } from '../http/problems.js';
import { type Answer, QueryRoute } from '../http/queries.js';
import { RouteRules } from '../http/route-rules.js';
import { LOG_ITSELF } from '../http/waiting.js';
import { Settings } from '../settings.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { type ApiKey, ApiKeys, DEFAULT_DAYS, MAX_DAYS, MAX_KEY_NAME_LENGTH } from './api-keys.js';

const EXAMPLE_ID = '4fQ2mZ8xT1kB';

class CreateKeyBody {
  @Text({ maximum: MAX_KEY_NAME_LENGTH, description: 'For display; several keys may have the same name', example: 'warehouse' })
  name!: string;

  @Choice({ of: ROLES, description: 'The role of requests with this key', example: 'operator' })
  role!: Role;

  @Id({
    optional: true,
    description: 'The only user whose orders and campaigns the key gives access to; absent: all users',
    example: 42,
  })
  userId?: number;

  @Whole({
    minimum: 1,
    maximum: MAX_DAYS,
    optional: true,
    default: DEFAULT_DAYS,
    description: 'Days until it expires',
    example: DEFAULT_DAYS,
  })
  days: number = DEFAULT_DAYS;
}

class CreatedKeyDocument {
  @ApiProperty({ example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({
    description: 'To be sent as `Authorization: Bearer …`. No other response contains it',
    example: `kro_${EXAMPLE_ID}_…`,
  })
  key!: string;
}

class KeyDocument implements ApiKey {
  @ApiProperty({ example: EXAMPLE_ID })
  id!: string;

  @ApiProperty({ example: 'warehouse' })
  name!: string;

  @ApiProperty({ enum: ROLES, example: 'operator' })
  role!: Role;

  @ApiProperty({ type: 'integer', format: 'int64', nullable: true, example: 42 })
  userId!: number | null;

  @ApiProperty({ enum: ['active', 'expired', 'revoked'], example: 'active' })
  state!: ApiKey['state'];

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-01-31T09:30:00.000Z' })
  createdAt!: Date;

  @ApiProperty({ description: 'The actor; `shell` for `npm run keys`', example: 'shell' })
  createdBy!: string;

  @ApiProperty({ type: 'string', format: 'date-time', example: '2026-05-01T09:30:00.000Z' })
  expiresAt!: Date;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, example: null })
  revokedAt!: Date | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  revokedBy!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'Accurate to the minute', example: null })
  lastUsedAt!: Date | null;
}

class KeyListDocument {
  @ApiProperty({ type: [KeyDocument] })
  data!: KeyDocument[];

  @ApiProperty()
  page!: PageDocument;
}

class KeyInPath {
  @Token({ maximum: 12, description: 'The id of the key, as in the list', example: EXAMPLE_ID })
  id!: string;
}

class FindKeysParameters {
  @PageLimit('keys')
  limit: number = 20;

  @PageCursor()
  cursor?: string;
}

/**
 * The route options that both commands share. They append no events, so their responses have no version or position.
 */
const KeyCommand = (status: number, summary: string, description: string, conflicts: string[]) =>
  applyDecorators(
    RouteRules({ access: { role: 'admin' } }),
    HttpCode(status),
    ApiOperation({ summary, description }),
    ApiProblems({
      409: conflicts,
      503: ['database.unavailable'],
    }),
  );

/** Routes with which admins manage API keys. */
@ApiTags('access')
@Controller('v1')
export class KeysController {
  constructor(
    private readonly keys: ApiKeys,
    private readonly cursors: Cursors,
    private readonly poller: LogPoller,
    private readonly settings: Settings,
  ) {}

  @Post('keys')
  @KeyCommand(
    201,
    'Create an API key',
    'The only command that answers with data, because the key is not stored and can not be read later. For the same reason it takes ' +
      'no `Idempotency-Key`: if the response is lost, revoke the key and create another one.',
    ['key.not-in-use'],
  )
  @ApiResponse({
    status: 201,
    description: 'Created',
    type: CreatedKeyDocument,
    headers: { Location: { description: 'The path of the key', schema: { type: 'string', example: `/v1/keys/${EXAMPLE_ID}` } } },
  })
  async createKey(
    @Body() order: CreateKeyBody,
    @Req() { principal }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedKeyDocument> {
    // Refused with `AUTH=none`, because any client could create an admin's key and keep it until `AUTH` is on.
    if (!this.settings.hasKeys)
      throw new Problem(409, 'key.not-in-use', 'The setting AUTH does not enable keys. Create keys with npm run keys.');
    const created = await this.keys.create(order, principal.actor);
    reply.headers({ location: `/v1/keys/${created.id}`, 'cache-control': 'no-store' });
    return created;
  }

  @Get('keys')
  @QueryRoute({
    summary: 'API keys, the newest first',
    description: 'Active, expired and revoked ones, without their secrets.',
    view: LOG_ITSELF,
    body: KeyListDocument,
    role: 'admin',
  })
  async findKeys(@Query() { limit, cursor }: FindKeysParameters): Promise<Answer<KeyListDocument>> {
    const bound = { list: 'keys' };
    const place = await this.cursors.read(bound, cursor);
    const after = place && { createdAt: String(place.value), id: String(place.id) };
    const { rows, last } = cutPage(await this.keys.page(limit + 1, after), limit);
    const lastPlace = last && { value: last.createdAt.toISOString(), id: last.id };
    const { page, headers } = await this.cursors.endOfPage({ bound, limit, path: '/v1/keys' }, lastPlace);
    return { position: this.poller.horizon, headers, body: { data: rows, page } };
  }

  @Get('keys/:id')
  @QueryRoute({
    summary: 'One API key, without its secret',
    view: LOG_ITSELF,
    body: KeyDocument,
    role: 'admin',
    problems: { 404: ['key.not-found'] },
  })
  async findKey(@Param() { id }: KeyInPath): Promise<Answer<KeyDocument>> {
    return { position: this.poller.horizon, body: await this.keys.one(id) };
  }

  @Delete('keys/:id')
  @KeyCommand(
    204,
    'Revoke an API key',
    'It ends at once in this process and within 5 s in others, with its open streams. The last active key of an admin is kept, ' +
      'unless admins can sign in at an issuer (`AUTH` has `oidc`); `npm run keys -- revoke` revokes it in any case.',
    ['key.last-admin'],
  )
  @ApiResponse({ status: 204, description: 'Revoked now, or before' })
  @ApiProblems({ 404: ['key.not-found'] })
  async revokeKey(
    @Param() { id }: KeyInPath,
    @Req() { principal }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    // The key may be that of this request, whose response must still be sent.
    principal.open?.leave(reply.raw);
    await this.keys.revoke(id, principal.actor, this.settings.AUTH !== 'keys');
  }
}
