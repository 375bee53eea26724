import { type DynamicModule, Global, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_INTERCEPTOR, APP_PIPE, DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { dataSourceOptions, LOG, type Purpose, READ, VIEW } from './database/database.js';
import { ReadDatabase } from './database/read-database.js';
import { EventLog } from './event-log/event-log.js';
import { EventTypes } from './event-log/events.js';
import { ReceiptInterceptor } from './http/commands.js';
import { Cursors } from './http/cursor.js';
import { EventStreamController, StreamLimits } from './http/event-stream.controller.js';
import { HealthController } from './http/health.controller.js';
import { InputPipe } from './http/input.pipe.js';
import { LogController } from './http/log.controller.js';
import { AnswerInterceptor } from './http/queries.js';
import { Settings } from './settings.js';
import { LiveTail } from './subscriptions/live-tail.js';
import { Sagas } from './subscriptions/sagas.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { Tail } from './subscriptions/tail.js';
import { viewOptions } from './views/view.js';
import { ViewBuilder } from './views/view-builder.js';

/** Where the database is, and whether the roles of its schemas can be taken. */
export interface DatabaseAccess {
  readonly url: string;
  readonly roles: boolean;
}

/** The engine under the modules: log, subscriptions, views, and what all of HTTP has in common. */
@Global()
@Module({})
export class KronikaModule implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly subscriptions: Subscriptions,
    @Inject(getDataSourceToken(VIEW)) private readonly database: DataSource,
  ) {}

  static forRoot(settings: Settings, { url, roles }: DatabaseAccess): DynamicModule {
    const pool = (purpose: Purpose, name?: string) =>
      TypeOrmModule.forRoot({
        ...dataSourceOptions(purpose === READ ? (settings.READ_DATABASE_URL ?? url) : url, purpose, roles),
        name,
        autoLoadEntities: true,
        retryAttempts: 0,
      });
    return {
      module: KronikaModule,
      imports: [DiscoveryModule, CqrsModule.forRoot(), pool('write'), pool('view', VIEW), pool('read', READ), pool('log', LOG)],
      controllers: [HealthController, LogController, EventStreamController],
      providers: [
        { provide: Settings, useValue: settings },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_INTERCEPTOR, useClass: ReceiptInterceptor },
        { provide: APP_INTERCEPTOR, useClass: AnswerInterceptor },
        EventLog,
        EventTypes,
        ReadDatabase,
        Cursors,
        Tail,
        LiveTail,
        StreamLimits,
        Subscriptions,
        Sagas,
      ],
      exports: [Settings, EventLog, EventTypes, ReadDatabase, Cursors, Subscriptions, CqrsModule],
    };
  }

  /** Every provider marked `@View` becomes a subscription. */
  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      if (instance && viewOptions(instance.constructor)) this.subscriptions.add(new ViewBuilder(instance, this.database));
    }
  }
}
