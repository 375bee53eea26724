import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { completeDocument, DESCRIPTION } from './http/openapi.js';
import type { ApiDescription, KronikaApp } from './kronika-app.js';
import { RootModule } from './root.module.js';
import { Settings } from './settings.js';

/** The engine's own routes. */
const TAGS = {
  log: 'All events, in the order in which they happened',
  operations: 'For operators: health, readers of the log, quarantine and timers',
};

/** The OpenAPI document of an app. An operation's id is the name of the method that handles it. */
export function documentOf(app: INestApplication, api: ApiDescription = {}): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Kronika')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addServer('/', 'The Kronika that serves this document');
  for (const [name, description] of Object.entries({ ...api.tags, ...TAGS })) builder.addTag(name, description);
  const { info, ...config } = builder.build();
  const license = { name: 'MIT', identifier: 'MIT' };
  // There is no authentication yet.
  const head = { ...config, info: { ...info, license }, security: [] };
  return completeDocument(SwaggerModule.createDocument(app, head, { operationIdFactory: (_, method) => method }), api);
}

/** The document that an app serves, made without a database and without starting anything. */
export async function previewDocument(kronikaApp: KronikaApp): Promise<OpenAPIObject> {
  const nowhere = { url: 'postgres://localhost', roles: true };
  const app = await NestFactory.create(
    RootModule.of(kronikaApp, new (kronikaApp.settings ?? Settings)(), nowhere),
    new FastifyAdapter(),
    {
      preview: true,
      logger: false,
      abortOnError: false,
    },
  );
  return documentOf(app, kronikaApp.api);
}
