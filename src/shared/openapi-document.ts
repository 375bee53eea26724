import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { completeDocument, DESCRIPTION, SECURITY_SCHEMES } from './http/openapi.js';
import type { KronikaApp } from './kronika-app.js';
import { RootModule } from './root.module.js';
import { Settings } from './settings.js';

/** Descriptions of the tags of the engine's routes. */
const TAGS = {
  log: 'All events, in the order in which they happened',
  access: 'Signing in and out; for admins: API keys and the audit',
  operations: 'For operators: health, readers of the log, quarantine and timers',
};

/** The OpenAPI document of an app. The id of an operation is the name of the method that handles it. */
export function documentOf(app: INestApplication, { api = {}, about = {} }: KronikaApp): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Kronika')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addServer('/', 'The Kronika that serves this document');
  for (const [name, description] of Object.entries({ ...api.tags, ...TAGS })) builder.addTag(name, description);
  const { info, ...config } = builder.build();
  const license = { name: 'MIT', identifier: 'MIT' };
  const head = { ...config, info: { ...info, license }, components: { securitySchemes: SECURITY_SCHEMES } };
  return completeDocument(SwaggerModule.createDocument(app, head, { operationIdFactory: (_, method) => method }), api, about);
}

/** The document that an app serves, made without a database and without a start. */
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
  return documentOf(app, kronikaApp);
}
