/** Nest on Fastify alone: a route that answers with the head and body that its parent sent; reports its address. */
import 'reflect-metadata';
import { Controller, Get, Header, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

process.once('message', async ({ headers, body }) => {
  class Constant {
    answer() {
      return body;
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(Constant.prototype, 'answer');
  Get('v1/ads/vast')(Constant.prototype, 'answer', descriptor);
  for (const [name, value] of Object.entries(headers)) Header(name, value)(Constant.prototype, 'answer', descriptor);
  Controller()(Constant);
  class App {}
  Module({ controllers: [Constant] })(App);
  const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  process.send(await app.getUrl());
});
process.once('disconnect', () => process.exit(0));
