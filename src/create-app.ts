import type { Socket } from 'node:net';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Logger, pino } from 'pino';
import { AppModule } from './app.module.js';
import { requireDecodable, useBodyParsers } from './shared/http/body-parsers.js';
import { PROBLEM_TYPE, Problem, ProblemFilter, problemDocument } from './shared/http/problems.js';
import type { DatabaseAccess } from './shared/kronika.module.js';
import type { Settings } from './shared/settings.js';
import { Subscriptions } from './shared/subscriptions/subscriptions.js';

const BODY_LIMIT = 1024 * 1024;

/** Builds the whole app, ready to listen; its subscriptions work from now on. */
export async function createApp(settings: Settings, access: DatabaseAccess): Promise<NestFastifyApplication> {
  const logger: Logger = pino({ level: settings.LOG_LEVEL });
  const adapter = new FastifyAdapter({
    loggerInstance: logger.child({}, { level: settings.LOG_LEVEL === 'info' ? 'warn' : settings.LOG_LEVEL }),
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: 'idle',
    // What the router refuses has not come to Nest.
    frameworkErrors: (error: Error, _: FastifyRequest, reply: FastifyReply) => {
      const problem = new Problem(400, 'request.malformed-text', error.message);
      reply.status(400).type(PROBLEM_TYPE).send(JSON.stringify(problemDocument(problem)));
    },
    // What Node's parser refuses has no request yet, so it is answered on the socket.
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) => {
      if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
      const problem =
        error.code === 'HPE_HEADER_OVERFLOW'
          ? new Problem(431, 'request.headers-too-large', 'The header is too large.')
          : new Problem(400, 'request.malformed', 'This is not HTTP.');
      const body = JSON.stringify(problemDocument(problem));
      socket.end(
        `HTTP/1.1 ${problem.status} Error\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    },
  } as never);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(settings, access), adapter, {
    logger: new PinoLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  const routes: { method: string; path: RegExp }[] = [];
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', ({ method, url }) => {
    const path = new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
    for (const each of [method].flat()) routes.push({ method: each, path });
  });
  fastify.addHook('onRequest', async ({ raw }) => requireDecodable(raw.url?.split('?')[1] ?? ''));
  useBodyParsers(app, BODY_LIMIT);
  app.useGlobalFilters(
    new ProblemFilter((path) => [...new Set(routes.flatMap((route) => (route.path.test(path) ? route.method : [])))]),
  );
  describe(app);
  await app.init();
  await fastify.ready();
  await app.get(Subscriptions).start();
  return app;
}

/** OpenAPI at `/openapi.json`, Swagger UI at `/docs`. */
function describe(app: NestFastifyApplication): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Kronika')
    .setDescription('Commands answer with success or a refusal, never with data; queries never change anything.')
    .setVersion('1')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', raw: ['json'], customSiteTitle: 'Kronika' });
}

/** Nest's log lines on pino, so that all lines of the process have one form. */
class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}
  private at = (level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal') => (message: unknown, ...rest: unknown[]) => {
    const [context] = rest.slice(-1);
    this.pino[level]({ context }, message instanceof Error ? (message.stack ?? message.message) : String(message));
  };
  // Nest tells at each start which modules and routes it has set up: of use when looking for a fault only.
  log = this.at('debug');
  error = this.at('error');
  warn = this.at('warn');
  debug = this.at('debug');
  verbose = this.at('trace');
  fatal = this.at('fatal');
}
