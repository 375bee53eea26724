import { AsyncLocalStorage } from 'node:async_hooks';
import type { AddressInfo } from 'node:net';
import {
  type CanActivate,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  ForbiddenException,
  Get,
  HttpException,
  Injectable,
  Module,
  type NestInterceptor,
  NotFoundException,
  Query,
  ServiceUnavailableException,
  SetMetadata,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, HttpAdapterHost, Reflector } from '@nestjs/core';
import { ApiProperty } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { map } from 'rxjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Token } from '../../../src/shared/http/fields.js';
import { QueryRoute } from '../../../src/shared/http/queries.js';
import { LOG_ITSELF } from '../../../src/shared/http/waiting.js';
import { expectProblem } from '../../support/problem.js';
import { sendRaw } from '../../support/raw-request.js';
import { Shop } from '../../support/shop.js';

const Public = () => SetMetadata('public', true);
const User = createParamDecorator((_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest().user);

/** The tenant of a request, which a handler reads without a parameter. */
const tenants = new AsyncLocalStorage<string>();

/** Admits requests with the key, and identifies users by name. */
@Injectable()
class KeyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.get('public', context.getHandler())) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: object }>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { 'x-key': key, 'x-user': name, 'x-status': status } = request.headers;
    if (status === '401') {
      reply.header('WWW-Authenticate', 'Bearer');
      throw new UnauthorizedException('Who are you?');
    }
    if (status === '403') throw new ForbiddenException({ code: 'shop.closed', message: 'The shop is closed' });
    if (status === '404') throw new NotFoundException();
    if (status === '503') throw new ServiceUnavailableException('Later, please.');
    if (status === '429') {
      reply.header('Retry-After', '7');
      throw new HttpException('Not so fast', 429);
    }
    request.user = { name: String(name), roles: [] };
    // Everyone except the boss sees only their own orders.
    if (name && name !== 'boss' && request.url.startsWith('/v1/order-history'))
      (request.query as Record<string, string>).user_id = String(name);
    return key === 'the key';
  }
}

/** Adds the user to the answer that it intercepts. */
@Injectable()
class Signature implements NestInterceptor {
  intercept(context: ExecutionContext, next: { handle(): ReturnType<NestInterceptor['intercept']> }) {
    const { user } = context.switchToHttp().getRequest();
    return (next.handle() as never as import('rxjs').Observable<Record<string, unknown>>).pipe(
      map((answer) =>
        user && answer && 'position' in answer ? Object.assign(answer, { headers: { 'X-For': user.name } }) : answer,
      ),
    ) as never;
  }
}

class MineDocument {
  @ApiProperty()
  name!: string;
}

class MineParameters {
  @Token({ maximum: 10, optional: true, description: 'What is asked', example: 'x' })
  what?: string;
}

let calls = 0;

@Controller('v1')
class MineController {
  @Get('mine')
  @QueryRoute({ summary: 'What is mine', view: LOG_ITSELF, body: MineDocument })
  async mine(@Query() { what }: MineParameters, @User() user: { name: string }) {
    calls += 1;
    // Long enough for other requests to join.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { position: 1, body: { name: user.name, what } };
  }

  @Get('tenant')
  @QueryRoute({ summary: 'The tenant, read by the handler itself', view: LOG_ITSELF, body: MineDocument })
  @Public()
  async tenant() {
    calls += 1;
    // Long enough for other requests to join.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { position: 1, body: { name: tenants.getStore() } };
  }

  // A decorator below QueryRoute counts as well.
  @Get('open')
  @QueryRoute({ summary: 'What all may see', view: LOG_ITSELF, body: MineDocument })
  @Public()
  async open() {
    return { position: 1, body: { name: 'all' } };
  }

  @Get('never')
  @QueryRoute({ summary: 'What nobody may see', view: LOG_ITSELF, body: MineDocument })
  @UseGuards({ canActivate: () => false })
  async never() {
    return { position: 1, body: { name: 'nobody' } };
  }
}

const ran: string[] = [];

@Module({
  controllers: [MineController],
  providers: [
    { provide: APP_GUARD, useClass: KeyGuard },
    { provide: APP_INTERCEPTOR, useClass: Signature },
  ],
})
class GuardsModule {
  constructor({ httpAdapter }: HttpAdapterHost) {
    (httpAdapter.getInstance() as FastifyInstance).addHook('onRequest', (request, _, done) =>
      tenants.run(String(request.headers['x-tenant']), done),
    );
    // Like a plugin that a module registers.
    (httpAdapter.getInstance() as FastifyInstance).addHook('onRoute', (route) => {
      if (route.url !== '/v1/order-history' || route.method !== 'GET') return;
      route.preHandler = [
        ...[route.preHandler ?? []].flat(),
        (_, __, done) => {
          ran.push('preHandler');
          done();
        },
      ];
      route.preSerialization = [
        ...[route.preSerialization ?? []].flat(),
        (_, reply, payload, done) => {
          ran.push('preSerialization');
          reply.header('X-Later', typeof payload);
          done(null, payload);
        },
      ];
    });
  }
}

let shop: Shop;
let url: string;
beforeAll(async () => {
  shop = await Shop.open({}, [GuardsModule]);
  url = `http://127.0.0.1:${(shop.app.getHttpServer().address() as AddressInfo).port}`;
  for (const user of [1, 1, 2]) await shop.http.post('/v1/order').set('X-Key', 'the key').send({ userId: user }).expect(201);
  await shop.settle();
});
afterAll(() => shop.close());
beforeEach(() => {
  calls = 0;
  ran.length = 0;
});

const get = async (path: string, headers: Record<string, string>) => {
  const response = await fetch(`${url}${path}`, { headers });
  // biome-ignore lint/suspicious/noExplicitAny: whatever the route answers
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
};
const KEY = { 'x-key': 'the key' };

describe('a guard', () => {
  it.each(['/v1/order-history', '/v1/order-history/summary?by=user', '/v1/events', '/v1/campaigns', '/v1/views', '/v1/mine'])(
    'is asked for each of many requests that are the same: %s',
    async (path) => {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => get(path, n === 25 ? KEY : {})));
      expect(answers.map(({ status }) => status)).toEqual(answers.map((_, n) => (n === 25 ? 200 : 403)));
      for (const [n, { body, headers }] of answers.entries()) {
        if (n === 25) continue;
        expect(body).toEqual({
          type: 'about:blank',
          title: 'Forbidden',
          status: 403,
          code: 'request.forbidden',
          detail: 'Forbidden resource.',
        });
        expect(headers.get('content-type')).toMatch('application/problem+json');
      }
    },
  );

  it('is asked before a view is waited for', async () => {
    const headers = { 'Wait-For-Position': '9007199254740991' };
    for (const path of ['/v1/order-history', '/v1/order/1', '/v1/order-history.csv', '/v1/events/stream'])
      expectProblem(await sendRaw(shop, 'GET', path, headers), { status: 403, code: 'request.forbidden' });
  });

  it.each([
    ['401', 'request.unauthorized', ['www-authenticate', 'Bearer']],
    ['403', 'shop.closed', []],
    ['404', 'request.not-found', []],
    ['429', 'request.too-many-requests', ['retry-after', '7']],
    ['503', 'server.service-unavailable', []],
  ])('that answers %s decides, on every kind of route', async (status, code, [name, value]) => {
    for (const [method, path] of [
      ['GET', '/v1/order-history'],
      ['GET', '/v1/order/1'],
      ['GET', '/v1/order-history.csv'],
      ['GET', '/healthz'],
      ['DELETE', '/v1/order/1'],
    ] as const) {
      const answered = await sendRaw(shop, method, path, { 'X-Status': status });
      expectProblem(answered, { status: Number(status), code });
      expect(answered.headers).not.toHaveProperty('allow');
      if (name) expect(answered.headers[name]).toBe(value);
    }
  });

  it('belongs to its route, wherever its decorator is written', async () => {
    expect((await get('/v1/open', {})).body).toEqual({ name: 'all' });
    expect((await get('/v1/never', KEY)).status).toBe(403);
  });

  it('does not change the answers of unknown addresses and methods', async () => {
    expectProblem(await sendRaw(shop, 'GET', '/v1/nothing'), { status: 404, code: 'route.not-found' });
    expectProblem(await sendRaw(shop, 'PATCH', '/v1/order/1'), { status: 405, code: 'route.method-not-allowed' });
    expectProblem(await sendRaw(shop, 'GET', '/docs/nothing'), { status: 404, code: 'route.not-found' });
  });
});

describe('requests that are the same', () => {
  it('differ if a header differs, because a handler may read it without a parameter', async () => {
    const asked = Array.from({ length: 30 }, (_, n) => `tenant ${n % 3}`);
    const answers = await Promise.all(asked.map((tenant) => get('/v1/tenant', { 'x-tenant': tenant })));
    expect(answers.map(({ body }) => body.name)).toEqual(asked);
    expect(calls).toBeLessThan(20);
  });

  it('share an answer', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => get('/v1/mine', { ...KEY, 'x-user': 'ann' })));
    expect(new Set(answers.map(({ body }) => body.name))).toEqual(new Set(['ann']));
    expect(calls).toBeLessThan(20);
  });

  it('of different users get an answer each', async () => {
    const users = Array.from({ length: 60 }, (_, n) => `user${n % 3}`);
    const answers = await Promise.all(users.map((user) => get('/v1/mine', { ...KEY, 'x-user': user })));
    expect(answers.map(({ body }) => body.name)).toEqual(users);
  });

  it('get an answer each if the guard changes their parameters', async () => {
    const users = Array.from({ length: 60 }, (_, n) => ['boss', '1', '2'][n % 3] as string);
    const answers = await Promise.all(users.map((user) => get('/v1/order-history', { ...KEY, 'x-user': user })));
    const expected: Record<string, number[]> = { boss: [1, 1, 2], 1: [1, 1], 2: [2] };
    expect(answers.map(({ body }) => body.data.map((order: { user_id: number }) => order.user_id).sort())).toEqual(
      users.map((user) => expected[user]),
    );
  });

  it('get an answer each if an interceptor changes it for each user', async () => {
    const users = Array.from({ length: 60 }, (_, n) => `${(n % 2) + 1}`);
    // The handler gets the same parameters and headers for both.
    const answers = await Promise.all(users.map((user) => get('/v1/events', { ...KEY, 'x-user': user })));
    expect(answers.map(({ headers }) => headers.get('x-for'))).toEqual(users);
  });
});

it('hooks that other modules set on a route run with the values that they expect', async () => {
  const { headers, status } = await get('/v1/order-history', KEY);
  expect(status).toBe(200);
  expect(ran).toEqual(['preHandler', 'preSerialization']);
  // The handler's own answer, because that hook was registered first.
  expect(headers.get('x-later')).toBe('object');
});
