import { statfs } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { LOG, READ, VIEW } from '../database/database.js';
import { Replicas } from '../database/replicas.js';
import { CommandMeta, type Receipt } from '../event-log/command-meta.js';
import { EventLog } from '../event-log/event-log.js';
import { Followers } from '../followers/followers.js';
import { Settings } from '../settings.js';
import { Progresses } from '../subscriptions/progress.js';
import { withMeta } from '../subscriptions/sagas.js';
import { traced } from '../tracing.js';
import { ReadDatabase } from '../views/read-database.js';
import { AppMetrics } from './app-metrics.js';
import { EventStreamController } from './event-stream.controller.js';
import { HealthController } from './health.controller.js';
import type { AnsweredRequest } from './observed-requests.js';
import { problemOf } from './problems.js';
import { processMetrics } from './process-metrics.js';

/** Seconds. A query takes 1 to 5 ms, a command 5 to 50 ms, and waiting for a view at most 5 s. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Commands in a group, at most 32. */
const GROUP_BUCKETS = [1, 2, 4, 8, 16, 32];

/** Below the 10 s that Prometheus waits, so that it still gets the other metrics if the database does not answer. */
const MAX_DATABASE_WAIT_MS = 3_000;

/**
 * The metrics of `/metrics`. Labels have values from the code, such as route templates, and never from requests,
 * because each value creates a time series.
 */
@Injectable()
export class Metrics implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly requests = this.histogram(
    'kronika_http_request_duration_seconds',
    'Requests by the template of their route; live streams only if they were refused',
    DURATION_BUCKETS,
    ['method', 'route', 'status'],
  );
  private readonly commands = new Counter({
    name: 'kronika_commands_total',
    help: 'Commands of clients and sagas: done, repeated (the outcome of an earlier execution), or the code of a problem',
    labelNames: ['command', 'outcome'],
    registers: [this.registry],
  });
  private readonly commits = this.histogram(
    'kronika_commit_commands',
    'How many commands were committed together, of commits that appended events',
    GROUP_BUCKETS,
  );
  private readonly events = new Counter({
    name: 'kronika_events_appended_total',
    help: 'Events that this process appended to the log',
    registers: [this.registry],
  });
  private readonly ready = this.gauge('kronika_ready', 'Whether /readyz answers 200');
  private readonly degraded = this.gauge('kronika_degraded_reasons', 'How many reasons /readyz names for being degraded');
  private readonly horizon = this.gauge('kronika_log_position', 'The horizon: up to here subscriptions may read the log');
  private readonly lag = this.ofSubscription('kronika_subscription_lag_positions', 'Positions between checkpoint and horizon');
  private readonly lagSeconds = this.ofSubscription(
    'kronika_subscription_lag_seconds',
    'Age of the oldest event after the checkpoint',
  );
  private readonly quarantined = this.ofSubscription('kronika_subscription_quarantined_streams', 'Streams in quarantine');
  private readonly failing = this.ofSubscription('kronika_subscription_failing', 'Whether it is stuck on a failure and retries');
  private readonly failedTimers = this.ofSubscription('kronika_subscription_failed_timers', 'Timers of a saga that failed');
  private readonly connections = this.gauge('kronika_pool_connections', 'Open connections to the database', ['pool']);
  private readonly idle = this.gauge('kronika_pool_idle_connections', 'Connections that are not in use', ['pool']);
  private readonly waiting = this.gauge('kronika_pool_waiting', 'Requests that wait for a connection', ['pool']);
  private readonly poolSize = this.gauge('kronika_pool_max_connections', 'The most connections that a pool opens', ['pool']);
  private readonly replicaLag = this.gauge('kronika_replica_lag_seconds', 'How far a replica is behind the primary', ['replica']);
  private readonly replicaInUse = this.gauge('kronika_replica_in_use', 'Whether a replica gets queries', ['replica']);
  private readonly followerLag = this.gauge('kronika_follower_lag_bytes', 'WAL that a follower has not confirmed', ['slot']);
  private readonly followerInUse = this.gauge('kronika_follower_connected', 'Whether a follower follows', ['slot']);
  private readonly originLag = this.gauge('kronika_origin_lag_seconds', 'In a follower: age of what the origin sent last');
  private readonly streams = this.gauge('kronika_live_streams', 'Open live streams of events');
  private readonly exports = this.gauge('kronika_exports', 'Exports under way');
  private readonly freeDisk?: Gauge;
  private readonly pools: readonly (readonly [name: string, pool: Pool])[];

  constructor(
    private readonly log: EventLog,
    private readonly bus: CommandBus,
    private readonly progresses: Progresses,
    private readonly readDatabase: ReadDatabase,
    private readonly modules: ModuleRef,
    private readonly settings: Settings,
    private readonly replicas: Replicas,
    private readonly followers: Followers,
    private readonly ofApp: AppMetrics,
    @InjectDataSource() write: DataSource,
    @InjectDataSource(VIEW) view: DataSource,
    @InjectDataSource(READ) read: DataSource,
    @InjectDataSource(LOG) log_: DataSource,
  ) {
    const sources = Object.entries({ write, view, read, log: log_ });
    this.pools = [
      ...sources.map(([name, { driver }]) => [name, (driver as PostgresDriver).master] as const),
      ...replicas.all.map(({ name, pool }) => [`replica ${name}`, pool] as const),
    ];
    if (!settings.DATABASE_URL)
      this.freeDisk = this.gauge('kronika_disk_free_bytes', 'Free disk space for the data of the embedded Postgres');
  }

  onModuleInit(): void {
    this.log.appended$.subscribe(({ commands, events }) => {
      this.commits.observe(commands);
      this.events.inc(events);
    });
    this.observeCommands();
  }

  /** Records an answered request. */
  answered({ method, route, status, ms, isAborted, isLive }: AnsweredRequest): void {
    if (isLive) return;
    const outcome = isAborted ? 'aborted' : `${Math.floor(status / 100)}xx`;
    this.requests.observe({ method, route, status: outcome }, ms / 1_000);
  }

  /** All metrics as Prometheus reads them; those of the database are missing if it is silent. */
  async read(): Promise<string> {
    this.readPools();
    this.streams.set(this.modules.get(EventStreamController, { strict: false }).open);
    this.exports.set(this.readDatabase.openStreams);
    await Promise.all([
      within(MAX_DATABASE_WAIT_MS, this.readReadiness()),
      within(MAX_DATABASE_WAIT_MS, this.readProgress()),
      within(MAX_DATABASE_WAIT_MS, this.readFollowers()),
      this.readDisk(),
    ]);
    return (await Promise.all([this.registry.metrics(), this.ofApp.registry.metrics(), processMetrics().metrics()])).join('\n');
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Observes the command bus, because commands of clients and of sagas both use it. */
  private observeCommands(): void {
    const execute = this.bus.execute.bind(this.bus) as (command: ICommand, context?: unknown) => Promise<unknown>;
    this.bus.execute = ((command: ICommand & { meta?: unknown }, context?: unknown) => {
      const { name } = command.constructor;
      const meta = command.meta instanceof CommandMeta ? command.meta : undefined;
      const attributes = { 'kronika.command_id': meta?.commandId };
      const run = async (traceparent: string | undefined) =>
        execute(meta && traceparent !== meta.traceparent ? withMeta(command, meta.within(traceparent)) : command, context);
      const failureOf = (error: unknown) => (problemOf(error).status < 500 ? undefined : error);
      return traced(`command ${name}`, { causes: [meta?.traceparent], attributes }, run, failureOf).then(
        (receipt) => {
          this.count(name, (receipt as Receipt | undefined)?.repeated ? 'repeated' : 'done');
          return receipt;
        },
        (error) => {
          this.count(name, problemOf(error).code);
          throw error;
        },
      );
    }) as CommandBus['execute'];
  }

  private count(command: string, outcome: string): void {
    this.commands.inc({ command, outcome });
  }

  private readPools(): void {
    for (const [pool, { totalCount, idleCount, waitingCount, options }] of this.pools) {
      this.connections.set({ pool }, totalCount);
      this.idle.set({ pool }, idleCount);
      this.waiting.set({ pool }, waitingCount);
      this.poolSize.set({ pool }, options.max);
    }
    for (const { replica, lagSeconds, problem } of this.replicas.states) {
      this.replicaLag.set({ replica }, lagSeconds ?? Number.NaN);
      this.replicaInUse.set({ replica }, Number(problem === null));
    }
  }

  private async readReadiness(): Promise<void> {
    this.ready.set(0);
    const reasons = await this.modules.get(HealthController, { strict: false }).reasons();
    this.ready.set(1);
    this.degraded.set(reasons.length);
  }

  private async readFollowers(): Promise<void> {
    const [followers, origin] = [await this.followers.all(), await this.followers.ofOrigin()];
    for (const gauge of [this.followerLag, this.followerInUse]) gauge.reset();
    for (const { slot, lagBytes, problem } of followers) {
      this.followerLag.set({ slot }, lagBytes);
      this.followerInUse.set({ slot }, Number(problem === null));
    }
    this.originLag.set(origin?.lagSeconds ?? (origin ? Number.NaN : 0));
  }

  private async readProgress(): Promise<void> {
    const ofSubscriptions = [this.lag, this.lagSeconds, this.quarantined, this.failing, this.failedTimers];
    // A build that was removed must have no value, and neither must one whose progress is unknown.
    for (const gauge of ofSubscriptions) gauge.reset();
    const { horizon, progresses } = await this.progresses.all();
    this.horizon.set(horizon);
    for (const { name: subscription, build, state, lag, lagSeconds, quarantined, failedTimers } of progresses) {
      const labels = { subscription, build };
      this.lag.set(labels, lag);
      this.lagSeconds.set(labels, lagSeconds);
      this.quarantined.set(labels, quarantined);
      this.failing.set(labels, Number(state === 'failing'));
      this.failedTimers.set(labels, failedTimers);
    }
  }

  private async readDisk(): Promise<void> {
    const found = this.freeDisk && (await statfs(this.settings.DATA_DIR).catch(() => undefined));
    if (found) this.freeDisk?.set(found.bavail * found.bsize);
  }

  private gauge<L extends string>(name: string, help: string, labelNames: L[] = []): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private ofSubscription(name: string, help: string) {
    return this.gauge(name, help, ['subscription', 'build']);
  }

  private histogram<L extends string>(name: string, help: string, buckets: number[], labelNames: L[] = []): Histogram<L> {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }
}

/**
 * Resolves when the work ends, and at the latest after this time, whether it succeeded or not. A failure leaves its
 * metrics out.
 */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work.catch(() => undefined), timeout]);
  clearTimeout(timer);
}
