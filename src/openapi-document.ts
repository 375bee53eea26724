import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module.js';
import { completeDocument, DESCRIPTION } from './shared/http/openapi.js';
import { Settings } from './shared/settings.js';

const TAGS = {
  orders: 'Commands to orders',
  goods: 'Commands to the goods of orders',
  'order history': 'Orders with their goods: found, exported and summed up',
  campaigns: 'Video-ad campaigns, where they may show, and the names of everything',
  portfolios: 'Websites of publishers, each with its tree of sections',
  publishers: 'Owners of portfolios',
  log: 'All events, in the order in which they happened',
  operations: 'For those who run Kronika: health, readers of the log, quarantine and timers',
};

/** The OpenAPI document of an app. An operation's id is the name of the method that handles it. */
export function documentOf(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Kronika')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addServer('/', 'The Kronika that serves this document');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const { info, ...config } = builder.build();
  const license = { name: 'MIT', identifier: 'MIT' };
  // There is no authentication yet.
  const head = { ...config, info: { ...info, license }, security: [] };
  return completeDocument(SwaggerModule.createDocument(app, head, { operationIdFactory: (_, method) => method }));
}

/** The document that an app serves, made without a database and without starting anything. */
export async function previewDocument(): Promise<OpenAPIObject> {
  const nowhere = { url: 'postgres://localhost', roles: true };
  const app = await NestFactory.create(AppModule.forRoot(new Settings(), nowhere), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return documentOf(app);
}
