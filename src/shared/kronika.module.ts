import { type DynamicModule, Global, Module, type Provider, type Type } from '@nestjs/common';
import { APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { dataSourceOptions, LOG, type Purpose, READ, VIEW } from './database/database.js';
import { EntityHistory } from './event-log/entity-history.js';
import { EventLog } from './event-log/event-log.js';
import { EventTypes } from './event-log/events.js';
import { OutcomePurge } from './event-log/outcome-purge.js';
import { VerifyRows } from './event-log/verify-rows.js';
import { EventStreamController, StreamLimits } from './http/event-stream.controller.js';
import { HealthController } from './http/health.controller.js';
import { InputPipe } from './http/input.pipe.js';
import { LogController } from './http/log.controller.js';
import { Cursors } from './http/paging.js';
import { QuarantineController } from './http/quarantine.controller.js';
import { ViewsController } from './http/views.controller.js';
import { Settings } from './settings.js';
import { CancelTimerHandler } from './subscriptions/cancel-timer.command.js';
import { Delivery } from './subscriptions/delivery.js';
import { DurableCqrs } from './subscriptions/durable-cqrs.js';
import { LiveFeed } from './subscriptions/live-feed.js';
import { LogPoller } from './subscriptions/log-poller.js';
import { Progresses } from './subscriptions/progress.js';
import { ReleaseStreamHandler } from './subscriptions/release-stream.command.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { OperateViewHandler } from './views/operate-view.command.js';
import { ReadDatabase } from './views/read-database.js';
import { ViewBuilds } from './views/view-builds.js';

/** Where the database is, and whether the roles of its schemas can be taken. */
export interface DatabaseAccess {
  readonly url: string;
  readonly roles: boolean;
}

/**
 * The engine under the modules: log, subscriptions, views, and what all of HTTP has in common. Global, so a module
 * injects what it needs without importing it.
 */
@Global()
@Module({})
export class KronikaModule {
  static forRoot(settings: Settings, { url, roles }: DatabaseAccess): DynamicModule {
    const pool = (purpose: Purpose, name?: string) =>
      TypeOrmModule.forRoot({
        ...dataSourceOptions(purpose === READ ? (settings.READ_DATABASE_URL ?? url) : url, purpose, roles),
        name,
        autoLoadEntities: true,
        retryAttempts: 0,
      });
    // An app's own class of settings is injected as well.
    const own = settings.constructor as Type<Settings>;
    const ownSettings: Provider[] = own === Settings ? [] : [{ provide: own, useValue: settings }];
    return {
      module: KronikaModule,
      imports: [DiscoveryModule, CqrsModule.forRoot(), pool('write'), pool('view', VIEW), pool('read', READ), pool('log', LOG)],
      controllers: [HealthController, LogController, EventStreamController, ViewsController, QuarantineController],
      providers: [
        { provide: Settings, useValue: settings },
        ...ownSettings,
        { provide: APP_PIPE, useClass: InputPipe },
        EventLog,
        EventTypes,
        OutcomePurge,
        EntityHistory,
        ReadDatabase,
        Cursors,
        LogPoller,
        Delivery,
        Progresses,
        LiveFeed,
        StreamLimits,
        Subscriptions,
        DurableCqrs,
        VerifyRows,
        ViewBuilds,
        OperateViewHandler,
        ReleaseStreamHandler,
        CancelTimerHandler,
      ],
      exports: [
        Settings,
        ...ownSettings,
        EventLog,
        EventTypes,
        EntityHistory,
        ReadDatabase,
        Cursors,
        LogPoller,
        Subscriptions,
        StreamLimits,
        CqrsModule,
      ],
    };
  }
}
