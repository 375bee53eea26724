import cookie from '@fastify/cookie';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Logger } from 'pino';
import { Access } from './access/access.js';
import { Erasures } from './access/erasures.js';
import { Mark } from './followers/mark.js';
import { Metrics } from './http/metrics.js';
import { type AnsweredRequest, observeRequests } from './http/observed-requests.js';
import { leaveToOrigin } from './http/origin-only.js';
import type { Authenticate } from './http/principal.js';
import { redirectHome, serverOptions, useRequestRules } from './http/requests.js';
import { Senders } from './http/senders.js';
import { boundShutdown } from './http/shutdown.js';
import { WebPages } from './http/web-pages.js';
import type { DatabaseAccess } from './kronika.module.js';
import type { KronikaApp } from './kronika-app.js';
import { createLogger, PinoLogger } from './log.js';
import { documentOf } from './openapi-document.js';
import { Relay } from './relay/relay.js';
import { RootModule } from './root.module.js';
import type { Settings } from './settings.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { ViewBuilds } from './views/view-builds.js';

/**
 * Builds the whole app, ready to listen, and starts its subscriptions.
 *
 * @param modules more modules beside the app's own
 * @param authenticate replaces the app's own authentication, for tests
 */
export async function createApp(
  kronikaApp: KronikaApp,
  settings: Settings,
  database: DatabaseAccess,
  modules: Type[] = [],
  authenticate?: Authenticate,
): Promise<NestFastifyApplication> {
  const logger = await createLogger(settings);
  const senders = new Senders(settings);
  const adapter = new FastifyAdapter({
    // Below that level, Fastify logs each request with its whole address. `observeRequests` logs requests instead.
    loggerInstance: logger.child({}, logger.isLevelEnabled('info') ? { level: 'warn' } : {}),
    ...serverOptions(senders, settings),
    forceCloseConnections: 'idle',
  } as never);
  const app = await NestFactory.create<NestFastifyApplication>(RootModule.of(kronikaApp, settings, database, modules), adapter, {
    logger: new PinoLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  boundShutdown(fastify);
  const metrics = app.get(Metrics);
  const logAccess = settings.ACCESS_LOG === 'on' && logger.isLevelEnabled('info') ? accessLog(logger) : undefined;
  observeRequests(fastify, logAccess !== undefined, (answer) => {
    metrics.answered(answer);
    logAccess?.(answer);
  });
  // Cookies are parsed only where a session may matter.
  await fastify.register(cookie, { hook: false });
  const access = app.get(Access);
  access.audit(fastify);
  const pages = kronikaApp.web === undefined ? undefined : await WebPages.read(kronikaApp.web);
  if (kronikaApp.web !== undefined && !pages) logger.warn(`There are no built pages in ${kronikaApp.web}, so none are served`);
  const elsewhere = pages?.answerOf ?? redirectHome(access.home);
  await useRequestRules(app, senders, authenticate ?? access.authenticate, elsewhere, settings);
  if (database.origin) leaveToOrigin(fastify, database.origin);
  pages?.register(fastify);
  describe(app, kronikaApp);
  await app.init();
  await fastify.ready();
  if (!database.origin) await app.get(Erasures).start();
  await app.get(ViewBuilds).start();
  await app.get(Subscriptions).start();
  await app.get(Relay).start();
  app.get(Mark).start();
  return app;
}

/** Routes that machines poll, and that are not logged. */
const UNLOGGED_ROUTES = ['/healthz', '/readyz', '/metrics'];

/** @returns a function that writes the log line of a request */
function accessLog(logger: Logger): (answer: AnsweredRequest) => void {
  const lines = logger.child({ context: 'Access' });
  return ({ isLive, isAborted, ms, ...fields }) => {
    const { method, route, status } = fields;
    if (UNLOGGED_ROUTES.includes(route)) return;
    const line = { ...fields, ms: Math.round(ms * 10) / 10, ...(isAborted && !isLive ? { aborted: true } : {}) };
    lines.info(line, `${method} ${route} ${status}`);
  };
}

/**
 * Serves OpenAPI at `/openapi.json` and Swagger UI at `/docs`. The document is made at the first request, because most
 * processes never serve it.
 */
function describe(app: NestFastifyApplication, kronikaApp: KronikaApp): void {
  SwaggerModule.setup('docs', app, () => documentOf(app, kronikaApp), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Kronika',
    // Otherwise the page would send the document to an outside validator.
    swaggerOptions: { validatorUrl: 'none' },
  });
}
