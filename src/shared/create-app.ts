import type { LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { type Logger, pino } from 'pino';
import { serverOptions, useRequestRules } from './http/requests.js';
import { Senders } from './http/senders.js';
import { boundShutdown } from './http/shutdown.js';
import type { DatabaseAccess } from './kronika.module.js';
import type { KronikaApp } from './kronika-app.js';
import { documentOf } from './openapi-document.js';
import { RootModule } from './root.module.js';
import type { Settings } from './settings.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { ViewBuilds } from './views/view-builds.js';

/**
 * Builds the whole app, ready to listen; its subscriptions work from now on.
 *
 * @param modules more modules beside the app's own
 */
export async function createApp(
  kronikaApp: KronikaApp,
  settings: Settings,
  access: DatabaseAccess,
  modules: Type[] = [],
): Promise<NestFastifyApplication> {
  const logger: Logger = pino({ level: settings.LOG_LEVEL });
  const senders = new Senders(settings);
  const adapter = new FastifyAdapter({
    loggerInstance: logger.child({}, { level: settings.LOG_LEVEL === 'info' ? 'warn' : settings.LOG_LEVEL }),
    ...serverOptions(senders),
    forceCloseConnections: 'idle',
  } as never);
  const app = await NestFactory.create<NestFastifyApplication>(RootModule.of(kronikaApp, settings, access, modules), adapter, {
    logger: new PinoLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  boundShutdown(fastify);
  await useRequestRules(app, senders);
  describe(app, kronikaApp);
  await app.init();
  await fastify.ready();
  await app.get(ViewBuilds).start();
  await app.get(Subscriptions).start();
  return app;
}

/**
 * OpenAPI at `/openapi.json`, Swagger UI at `/docs`; the document is made when first asked for, since few starts need
 * it.
 */
function describe(app: NestFastifyApplication, { api }: KronikaApp): void {
  SwaggerModule.setup('docs', app, () => documentOf(app, api), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Kronika',
    // Else the page would ask an outside address whether the document is valid.
    swaggerOptions: { validatorUrl: 'none' },
  });
}

/** Nest's log lines on pino, so that all lines of the process have one form. */
class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}
  private at =
    (level: 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal') =>
    (message: unknown, ...rest: unknown[]) => {
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
