import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { VIEW } from '../database/database.js';
import { Replicas } from '../database/replicas.js';
import { EventTypes } from '../event-log/events.js';
import { Conflict } from '../event-log/refusal.js';
import { VerifyRows } from '../event-log/verify-rows.js';
import { Settings, StartError } from '../settings.js';
import { Delivery, type Reader, readerOf } from '../subscriptions/delivery.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { messageOf } from '../subscriptions/quarantine.js';
import type { Build } from '../subscriptions/subscription.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import {
  createBuild,
  findBuilds,
  findExpired,
  indexBuild,
  isLockTimeout,
  removeBuild,
  removeExpired,
  requireNoReaders,
  withBuildsLocked,
} from './build-store.js';
import { BuildWorker } from './build-worker.js';
import { dropLostBuilds } from './lost-builds.js';
import {
  failOperation,
  insertUpgrade,
  isWaiting,
  startOperation,
  type WaitingOperation,
  waitingOperations,
} from './operation.js';
import { bringBack } from './takeover.js';
import { OTHER_VERSION_SERVES } from './verification.js';
import { viewOptions } from './view.js';
import { ViewBuilder } from './view-builder.js';

/** Pause after a round without progress. */
const IDLE_PAUSE_MS = 500;

/** Delays before failed work is tried again. They double from the first one up to the maximum. */
const FIRST_BUILD_RETRY_DELAY_MS = 1_000;
const MAX_BUILD_RETRY_DELAY_MS = 10_000;

/**
 * Decides which builds of views there are; a `BuildWorker` brings them on. All that is known of a build is in the
 * database, so another process continues when one dies.
 *
 * | event                          | next               | serving     | previous       | check              |
 * |--------------------------------|--------------------|-------------|----------------|--------------------|
 * | code of another version starts | created *          | stays       | → next *       | stays              |
 * | a restore has lost its tables  | dropped            | dropped     | dropped        | dropped            |
 * | rebuild requested              | created **         | stays       | stays          | stays              |
 * | rollback requested             | replaced **        | stays       | → next         | stays              |
 * | verification requested         | stays              | stays       | stays          | created **         |
 * | next has reached the log's end | → serving          | → previous  | dropped        | stays              |
 * | check has reached serving      | stays              | stays       | stays          | compared, dropped  |
 * | 24 hours after its replacement |                    |             | dropped        |                    |
 * | it is beyond the log's end     | begins again       | stays       | stays          | begins again       |
 * | an event fails                 | its stream is parked for this build (not for previous, which gets no events)  |
 * | forget                         | dropped            | dropped     | dropped        | dropped            |
 *
 * \* The previous build becomes the next one if it has the version of the code; otherwise one is created at position
 * 0, and replaces a next build of a third version. On an empty log it is created as the one that serves.
 *
 * \** The operation fails if there is such a build of the code's version already.
 */
@Injectable()
export class ViewBuilds implements OnModuleInit {
  private readonly logger = new Logger('Views');
  private readonly views = new Map<string, object>();
  private readonly readers = new Map<string, Reader>();
  private readonly worker: BuildWorker;
  /** Names of views whose builds are not prepared yet. */
  private readonly unprepared = new Set<string>();
  /** Those of them whose log went back while this process ran. */
  private readonly restored = new Set<string>();
  /** Failed work, and the time until which it is not tried again. */
  private readonly postponed = new Map<string, { readonly until: number; readonly delay: number }>();

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly discovery: DiscoveryService,
    private readonly subscriptions: Subscriptions,
    delivery: Delivery,
    private readonly poller: LogPoller,
    private readonly types: EventTypes,
    verifyRows: VerifyRows,
    private readonly settings: Settings,
    private readonly replicas: Replicas,
  ) {
    this.worker = new BuildWorker(database, subscriptions, delivery, poller, verifyRows, replicas);
  }

  /** Makes every provider marked `@View` a subscription. */
  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      const options = instance && viewOptions(instance.constructor);
      if (!options) continue;
      this.views.set(options.name, instance);
      this.subscriptions.add(this.builder(options.name, 'serving'));
    }
  }

  /** To be called before the subscriptions start. */
  async start(): Promise<void> {
    for (const name of this.views.keys()) {
      try {
        await this.prepare(this.builder(name, 'serving'));
      } catch (error) {
        if (!isLockTimeout(error)) throw error;
        this.logger.warn(`Tables of ${name} are in use, by a dump perhaps. Its new build begins when they are not.`);
        this.unprepared.add(name);
      }
    }
    if (this.settings.isFolding) this.poller.rewound$.subscribe(() => this.prepareAgain());
    if (this.settings.isFolding || this.unprepared.size) this.subscriptions.run('builds', () => this.round());
  }

  /**
   * Deletes all builds of a subscription that is no longer in the code.
   *
   * @returns whether there were any
   * @throws Conflict `view.in-use` if its tables are in use
   */
  async forget(name: string): Promise<boolean> {
    try {
      await requireNoReaders(this.database, this.replicas, name);
      return await withBuildsLocked(this.database, name, async (manager) => {
        const builds = await findBuilds(manager, name, 'FOR UPDATE');
        for (const build of builds.values()) await removeBuild(manager, name, build);
        for (const table of ['quarantine', 'timers'])
          await manager.query(`DELETE FROM log.${table} WHERE subscription = $1`, [name]);
        return builds.size > 0;
      });
    } catch (error) {
      if (isLockTimeout(error)) throw new Conflict('view.in-use', `Tables of ${name} are in use, by a dump perhaps. Try again.`);
      throw error;
    }
  }

  private builder(name: string, build: Build): ViewBuilder {
    return new ViewBuilder(this.views.get(name) as object, this.database, build, this.types);
  }

  /** The log may have gone back to before the builds of this version were created. */
  private prepareAgain(): void {
    for (const name of this.views.keys()) {
      this.unprepared.add(name);
      this.restored.add(name);
    }
  }

  /** Ensures a build of the view's version: the one that serves, or one that will replace it. */
  private prepare(view: ViewBuilder): Promise<void> {
    return withBuildsLocked(this.database, view.name, async (manager) => {
      const isLost = (await dropLostBuilds(manager, view)).has('serving');
      const builds = await findBuilds(manager, view.name);
      // Left to the process that has the later version, because both would replace each other's builds.
      if (this.restored.has(view.name) && (builds.get('serving')?.version ?? 0) > view.version) return;
      const [serving, previous, check] = [builds.get('serving'), builds.get('previous'), builds.get('check')];
      if (serving?.version === view.version && !isLost) {
        await requireSameColumns(manager, view);
        if (check && check.version !== view.version) await removeBuild(manager, view.name, check);
        return;
      }
      if (builds.get('next')?.version !== view.version) {
        const [{ last }] = await manager.query('SELECT log.last_position() AS last');
        if ((!serving || isLost) && last === 0) {
          await createBuild(manager, view, null);
          await indexBuild(manager, view);
          return;
        }
        const next = this.builder(view.name, 'next');
        const returning = previous?.version === view.version ? previous : undefined;
        const operation = await insertUpgrade(manager, view.name, returning?.position ?? 0);
        if (returning) await bringBack(manager, next, operation);
        else await createBuild(manager, next, operation);
      }
      // Removed last, because the new build inherits its skipped events.
      if (serving && isLost) await removeBuild(manager, view.name, serving);
    });
  }

  /**
   * One round of the work that can be done now. Each view and build is tried separately, so the failure or lock of one
   * does not delay the others.
   */
  private async round(): Promise<void> {
    for (const name of this.unprepared)
      await this.attempt(`prepare ${name}`, async () => {
        await this.prepare(this.builder(name, 'serving'));
        this.unprepared.delete(name);
        this.restored.delete(name);
      });
    // A process that is no worker runs this loop only until all views are prepared.
    if (!this.settings.isFolding) return this.subscriptions.pause(IDLE_PAUSE_MS);
    for (const operation of await waitingOperations(this.database, [...this.views.keys()]))
      await this.attempt(`${operation.kind} ${operation.subscription}`, () => this.begin(operation));
    for (const name of await findExpired(this.database))
      await this.attempt(`drop the previous build of ${name}`, () => this.dropExpired(name));
    let isBusy = false;
    // In turn, to leave connections to the subscriptions that serve.
    for (const [key, reader] of await this.unfinished())
      isBusy = (await this.attempt(key, () => this.worker.advance(reader), reader)) || isBusy;
    if (!isBusy) await this.subscriptions.pause(IDLE_PAUSE_MS);
  }

  /**
   * Does work unless it has just failed. Tables in use, or any other failure, postpone it.
   *
   * @returns the result of the work: whether more can be done without a pause
   */
  private async attempt(key: string, work: () => Promise<unknown>, reader?: Reader): Promise<boolean> {
    const { until, delay } = this.postponed.get(key) ?? { until: 0, delay: FIRST_BUILD_RETRY_DELAY_MS };
    if (until > Date.now()) return false;
    try {
      const isBusy = await work();
      this.postponed.delete(key);
      return isBusy === true;
    } catch (error) {
      this.postponed.set(key, { until: Date.now() + delay, delay: Math.min(delay * 2, MAX_BUILD_RETRY_DELAY_MS) });
      if (isLockTimeout(error)) return false;
      this.logger.error(`${key} failed${reader ? ` after position ${reader.position}` : ''}: ${(error as Error).stack}`);
      if (reader) await this.subscriptions.noteFailure(reader, messageOf(error));
      return false;
    }
  }

  /** The builds that are folded in the version of the code, each by a key. */
  private async unfinished(): Promise<Map<string, Reader>> {
    const rows: { subscription: string; build: Build; version: number }[] = await this.database.query(
      `SELECT subscription, build, version FROM log.checkpoints WHERE build IN ('next', 'check') AND subscription = ANY ($1)`,
      [[...this.views.keys()]],
    );
    const known = new Map(this.readers);
    this.readers.clear();
    for (const { subscription, build, version } of rows) {
      const key = `${build} ${subscription}`;
      const reader = known.get(key) ?? readerOf(this.builder(subscription, build));
      if (reader.subscription.version === version) this.readers.set(key, reader);
    }
    return this.readers;
  }

  /** Begins an operation, in the first process that gets the lock. */
  private begin({ id, kind, subscription: name }: WaitingOperation): Promise<void> {
    return withBuildsLocked(this.database, name, async (manager) => {
      if (!(await isWaiting(manager, id))) return;
      const builds = await findBuilds(manager, name);
      const view = this.builder(name, kind === 'verify' ? 'check' : 'next');
      const previous = builds.get('previous');
      if (builds.get(view.build)?.version === view.version) return failOperation(manager, id, 'Another one is under way.');
      if (kind === 'verify' && builds.get('serving')?.version !== view.version)
        return failOperation(manager, id, OTHER_VERSION_SERVES);
      if (kind === 'rollback' && !previous) return failOperation(manager, id, 'There is nothing to go back to.');
      if (kind === 'rollback' && previous?.version !== view.version) {
        const answer = `What it replaced was version ${previous?.version}: start the code of that version, and it takes over.`;
        return failOperation(manager, id, answer);
      }
      await startOperation(manager, id, kind === 'rollback' ? (previous?.position ?? 0) : 0);
      if (kind === 'rollback') await bringBack(manager, view, id);
      else await createBuild(manager, view, id);
    });
  }

  private async dropExpired(name: string): Promise<void> {
    await requireNoReaders(this.database, this.replicas, name, ['previous']);
    return withBuildsLocked(this.database, name, (manager) => removeExpired(manager, name));
  }
}

/** @throws StartError if the row classes were changed, and the version of the view was not raised */
async function requireSameColumns(manager: EntityManager, view: ViewBuilder): Promise<void> {
  for (const table of view.tables) {
    const column = await table.differingColumn(manager);
    if (column !== undefined)
      throw new StartError(
        `The table read.${table.name} is of version ${view.version} of the view ${view.name}, and ${table.row.name} has ` +
          `other columns (${column}): raise the version of the view, so that its tables are built anew.`,
      );
  }
}
