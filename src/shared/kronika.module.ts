import { type DynamicModule, Global, Module, type Provider, type Type } from '@nestjs/common';
import { APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Access } from './access/access.js';
import { AccessLog } from './access/access-log.js';
import { ApiKeys } from './access/api-keys.js';
import { AuditController } from './access/audit.controller.js';
import { Audit } from './access/audit.js';
import { Cookies } from './access/cookies.js';
import { ErasuresController } from './access/erasures.controller.js';
import { Erasures } from './access/erasures.js';
import { FailedSignIns } from './access/failed-sign-ins.js';
import { Issuer, IssuerLimits } from './access/issuer.js';
import { KeysController } from './access/keys.controller.js';
import { Oidc } from './access/oidc.js';
import { SessionController } from './access/session.controller.js';
import { Sessions } from './access/sessions.js';
import { SignInController } from './access/sign-in.controller.js';
import { SignIns } from './access/sign-ins.js';
import { AppTables } from './database/app-tables.js';
import { dataSourceOptions, LOG, type Purpose, READ, VIEW } from './database/database.js';
import { LogOrigin, type Origin } from './database/log-origin.js';
import { Replicas } from './database/replicas.js';
import { EntityHistory } from './event-log/entity-history.js';
import { EventLog } from './event-log/event-log.js';
import { EventTypes } from './event-log/events.js';
import { OutcomePurge } from './event-log/outcome-purge.js';
import { VerifyRows } from './event-log/verify-rows.js';
import { Followers } from './followers/followers.js';
import { Mark } from './followers/mark.js';
import { ABOUT_MEMBERS, AboutController, type AboutMembers } from './http/about.controller.js';
import { AppMetrics } from './http/app-metrics.js';
import { EventStreamController, StreamLimits } from './http/event-stream.controller.js';
import { HealthController } from './http/health.controller.js';
import { InputPipe } from './http/input.pipe.js';
import { LogController } from './http/log.controller.js';
import { MetricsController } from './http/metrics.controller.js';
import { Metrics } from './http/metrics.js';
import { Cursors } from './http/paging.js';
import { QuarantineController } from './http/quarantine.controller.js';
import { UploadLimits, Uploads } from './http/uploads.js';
import { ViewsController } from './http/views.controller.js';
import { Relay } from './relay/relay.js';
import { Settings } from './settings.js';
import { Attention } from './subscriptions/attention.js';
import { CancelTimerHandler } from './subscriptions/cancel-timer.command.js';
import { CheckpointFeed } from './subscriptions/checkpoint-feed.js';
import { Delivery } from './subscriptions/delivery.js';
import { DurableCqrs } from './subscriptions/durable-cqrs.js';
import { EntityWithParts } from './subscriptions/entity-with-parts.js';
import { LiveFeed } from './subscriptions/live-feed.js';
import { LogFollower } from './subscriptions/log-follower.js';
import { LogPoller } from './subscriptions/log-poller.js';
import { Progresses } from './subscriptions/progress.js';
import { ReleaseStreamHandler } from './subscriptions/release-stream.command.js';
import { Subscriptions } from './subscriptions/subscriptions.js';
import { AppOperations } from './views/app-operations.js';
import { OperateViewHandler } from './views/operate-view.command.js';
import { ReadDatabase } from './views/read-database.js';
import { VersionCheck } from './views/version-check.js';
import { ViewBuilds } from './views/view-builds.js';

/** Where the database is, and whether Kronika may use the roles of its schemas. */
export interface DatabaseAccess {
  readonly url: string;
  readonly roles: boolean;
  /** Present if the database is a follower. */
  readonly origin?: Origin;
}

/**
 * The engine under the modules: log, subscriptions, views, and the common parts of HTTP. Global, so that a module
 * injects what it needs without importing it.
 */
@Global()
@Module({})
export class KronikaModule {
  static forRoot(settings: Settings, { url, roles, origin }: DatabaseAccess, about: AboutMembers = {}): DynamicModule {
    // Sagas, handlers and timers run at the origin only.
    if (origin) settings.ROLES = settings.ROLES.replace('worker', 'views');
    const pool = (purpose: Purpose, name?: string) =>
      TypeOrmModule.forRoot({
        ...dataSourceOptions(url, purpose, roles),
        name,
        autoLoadEntities: true,
        retryAttempts: 0,
      });
    // An app's own class of settings is injected under its own name as well.
    const own = settings.constructor as Type<Settings>;
    const ownSettings: Provider[] = own === Settings ? [] : [{ provide: own, useValue: settings }];
    return {
      module: KronikaModule,
      imports: [DiscoveryModule, CqrsModule.forRoot(), pool('write'), pool('view', VIEW), pool('read', READ), pool('log', LOG)],
      controllers: [
        HealthController,
        MetricsController,
        AboutController,
        LogController,
        EventStreamController,
        ViewsController,
        QuarantineController,
        SessionController,
        SignInController,
        KeysController,
        AuditController,
        ErasuresController,
      ],
      providers: [
        { provide: Settings, useValue: settings },
        ...ownSettings,
        { provide: ABOUT_MEMBERS, useValue: about },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: Replicas, useValue: new Replicas(url, roles, settings.READ_DATABASE_URL ?? []) },
        { provide: LogOrigin, useValue: new LogOrigin(origin) },
        AppTables,
        EventLog,
        EventTypes,
        OutcomePurge,
        EntityHistory,
        ReadDatabase,
        Metrics,
        AppMetrics,
        Cursors,
        LogPoller,
        LogFollower,
        EntityWithParts,
        Attention,
        Delivery,
        Progresses,
        LiveFeed,
        CheckpointFeed,
        StreamLimits,
        UploadLimits,
        Uploads,
        Subscriptions,
        Relay,
        Mark,
        Followers,
        DurableCqrs,
        VerifyRows,
        VersionCheck,
        ViewBuilds,
        AppOperations,
        OperateViewHandler,
        ReleaseStreamHandler,
        CancelTimerHandler,
        ApiKeys,
        AccessLog,
        IssuerLimits,
        Issuer,
        Oidc,
        Sessions,
        Cookies,
        FailedSignIns,
        SignIns,
        Audit,
        Erasures,
        Access,
      ],
      exports: [
        Settings,
        ...ownSettings,
        AppTables,
        EventLog,
        EventTypes,
        EntityHistory,
        EntityWithParts,
        Attention,
        AppOperations,
        AppMetrics,
        ReadDatabase,
        Cursors,
        LogPoller,
        LogFollower,
        Subscriptions,
        StreamLimits,
        UploadLimits,
        Uploads,
        CqrsModule,
      ],
    };
  }
}
