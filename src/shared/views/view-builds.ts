import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { VIEW } from '../database/database.js';
import { EventTypes, type RecordedEvent } from '../event-log/events.js';
import { VerifyRows } from '../event-log/verify-rows.js';
import { Settings } from '../settings.js';
import { MAX_SCANNED_POSITIONS } from '../subscriptions/batch.js';
import { connectionOf, lockCheckpoint, moveCheckpoint } from '../subscriptions/checkpoints.js';
import { Delivery, type Reader, readerOf } from '../subscriptions/delivery.js';
import { FOLD_ENGINE } from '../subscriptions/fold-batch.js';
import { LogPoller } from '../subscriptions/log-poller.js';
import { messageOf, readUnparked } from '../subscriptions/quarantine.js';
import { type Build, wantedParameters, wantedSql } from '../subscriptions/subscription.js';
import { Subscriptions } from '../subscriptions/subscriptions.js';
import { viewOptions } from './view.js';
import { SCHEMAS, ViewBuilder } from './view-builder.js';
import type { RowDifference } from './view-table.js';

/** In ms: how often it looks for work, and how long it works on a build before it looks again. */
const LOOK = 500;
const SLICE = 500;

/** How long a takeover waits for those who read the tables, and how long until it tries again: the others wait behind it. */
const LOCK_TIMEOUT = '100ms';
const NEXT_TRY = 1_000;

/** How long a build is kept after it was replaced. */
const KEPT = '24 hours';

/** How many differing rows a report shows, of each kind. */
const SHOWN = 100;

const EXPIRED = `
  SELECT subscription, build, tables, operation FROM log.checkpoints
  WHERE build = 'previous' AND updated_at < clock_timestamp() - interval '${KEPT}'`;

const PREPARE_LOCK = 7_502_003;

/** What `log.operations` says of work on a view that somebody asked for. */
export type OperationKind = 'rebuild' | 'upgrade' | 'rollback' | 'verify';

/** A row of `log.checkpoints`. */
interface Checkpoint {
  readonly build: Build;
  readonly version: number;
  readonly position: number;
  readonly tables: string[];
  readonly operation: string | null;
}

type Unparsed = Omit<RecordedEvent, 'metadata'> & { readonly metadata: string };

/** An event as a build reads it: hardly any fold asks for metadata, and parsing them is a third of what reading costs. */
class EventOfPast implements RecordedEvent {
  readonly position: number;
  readonly stream: string;
  readonly version: number;
  readonly type: string;
  readonly schema: number;
  readonly data: unknown;
  readonly recordedAt: Date;
  private readonly unparsed: string;

  constructor({ position, stream, version, type, schema, data, metadata, recordedAt }: Unparsed) {
    this.position = position;
    this.stream = stream;
    this.version = version;
    this.type = type;
    this.schema = schema;
    this.data = data;
    this.recordedAt = recordedAt;
    this.unparsed = metadata;
  }

  get metadata(): RecordedEvent['metadata'] {
    return JSON.parse(this.unparsed);
  }
}

type Removed = Pick<Checkpoint, 'build' | 'tables' | 'operation'>;

/** Part of the log, read before it is wanted. */
interface Ahead {
  readonly after: number;
  readonly end: number;
  readonly events: RecordedEvent[];
  /** The incarnation of the log, as far as was known before they were read. */
  readonly from: string | undefined;
}

interface Operation {
  readonly id: string;
  readonly kind: OperationKind;
  readonly subscription: string;
}

/**
 * The builds of views. A version that does not serve yet, and a rebuild, are folded beside the build that serves, by whatever
 * processes have the code for it; when it has caught up, its tables change places with the old ones in one short transaction.
 * A verification is a build too, that is compared instead. All that is known of a build is in the database, so any process may
 * die, and another goes on.
 */
@Injectable()
export class ViewBuilds implements OnModuleInit {
  private readonly logger = new Logger('Views');
  private readonly views = new Map<string, object>();
  private readonly readers = new Map<string, Reader>();
  private readonly ahead = new WeakMap<Reader, Promise<Ahead>>();
  private readonly notBefore = new Map<string, number>();

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly discovery: DiscoveryService,
    private readonly subscriptions: Subscriptions,
    private readonly delivery: Delivery,
    private readonly poller: LogPoller,
    private readonly types: EventTypes,
    private readonly verifyRows: VerifyRows,
    private readonly settings: Settings,
  ) {}

  /** Every provider marked `@View` becomes a subscription. */
  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      const options = instance && viewOptions(instance.constructor);
      if (!options) continue;
      this.views.set(options.name, instance);
      this.subscriptions.add(this.builder(options.name, 'serving'));
    }
  }

  /** Call it before the subscriptions start. */
  async start(): Promise<void> {
    for (const name of this.views.keys()) await this.prepare(this.builder(name, 'serving'));
    if (this.settings.isWorker) this.subscriptions.run('builds', () => this.look());
  }

  /** Deletes all there is of a reader of the log that the code has no more. @returns whether there was any */
  forget(name: string): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      await this.lock(manager, name);
      const builds = await this.builds(manager, name, 'FOR UPDATE');
      for (const build of builds.values()) await this.remove(manager, name, build);
      await manager.query('DELETE FROM log.timers WHERE subscription = $1', [name]);
      return builds.size > 0;
    });
  }

  private builder(name: string, build: Build): ViewBuilder {
    return new ViewBuilder(this.views.get(name) as object, this.database, build, this.types);
  }

  /** Sees to it that there is a build of the view's version: the one that serves, or one that is to take its place. */
  private async prepare(view: ViewBuilder): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.lock(manager, view.name);
      const builds = await this.builds(manager, view.name);
      let serving = builds.get('serving');
      if (serving?.version === view.version) {
        const check = builds.get('check');
        if (check && check.version !== view.version) await this.remove(manager, view.name, check);
        if (await this.hasTables(manager, view)) return;
        // Schema read was left out of a backup, say.
        await this.remove(manager, view.name, serving);
        serving = undefined;
      }
      if (builds.get('next')?.version === view.version) return;
      if (!serving && (await this.lastPosition(manager)) === 0) {
        await this.create(manager, view, null);
        for (const table of view.tables) await table.index(manager);
        await manager.query('UPDATE log.checkpoints SET indexed = true WHERE subscription = $1', [view.name]);
        return;
      }
      const [{ id }] = await manager.query(
        `INSERT INTO log.operations (kind, subscription, actor, state, started_at)
         VALUES ('upgrade', $1, 'kronika', 'running', clock_timestamp()) RETURNING id`,
        [view.name],
      );
      if (builds.get('previous')?.version === view.version) await this.bringBack(manager, view.name, id);
      else await this.create(manager, this.builder(view.name, 'next'), id);
    });
  }

  private async look(): Promise<void> {
    const operations: Operation[] = await this.database.query(
      `SELECT id, kind, subscription FROM log.operations WHERE state = 'waiting' ORDER BY created_at LIMIT 10`,
    );
    for (const operation of operations) if (this.views.has(operation.subscription)) await this.begin(operation);
    await this.dropExpired();
    const open: { subscription: string; build: Build; version: number; isBeyondLog: boolean }[] = await this.database.query(
      `SELECT subscription, build, version, position > log.last_position() AS "isBeyondLog" FROM log.checkpoints
       WHERE build IN ('next', 'check')`,
    );
    const keys = new Set(open.map(({ subscription, build }) => `${build} ${subscription}`));
    for (const key of this.readers.keys()) if (!keys.has(key)) this.readers.delete(key);
    let worked = false;
    // One after the other, so that they leave connections to those who serve.
    for (const { subscription, build, version, isBeyondLog } of open) {
      if (!this.views.has(subscription)) continue;
      const key = `${build} ${subscription}`;
      const reader = this.readers.get(key) ?? readerOf(this.builder(subscription, build));
      if (reader.subscription.version !== version || (this.notBefore.get(key) ?? 0) > Date.now()) continue;
      this.readers.set(key, reader);
      try {
        if (isBeyondLog) await this.startAgain(reader);
        worked = (await this.advance(reader)) || worked;
      } catch (error) {
        this.logger.error(`Build ${key} failed after position ${reader.position}: ${(error as Error).stack}`);
        await this.subscriptions.noteFailure(reader, messageOf(error));
        this.notBefore.set(key, Date.now() + NEXT_TRY);
      }
    }
    if (!worked) await this.subscriptions.pause(LOOK);
  }

  /** Takes up what somebody asked for, once, whichever process comes first. */
  private async begin({ id, kind, subscription: name }: Operation): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.lock(manager, name);
      const [waiting] = await manager.query(`SELECT FROM log.operations WHERE id = $1 AND state = 'waiting'`, [id]);
      if (!waiting) return;
      const builds = await this.builds(manager, name);
      const target = kind === 'verify' ? 'check' : 'next';
      const view = this.builder(name, target);
      const fail = (error: string) =>
        manager.query(`UPDATE log.operations SET state = 'failed', error = $2, ended_at = clock_timestamp() WHERE id = $1`, [
          id,
          error,
        ]);
      if (builds.get(target)?.version === view.version) return fail('Another one is under way.');
      if (kind === 'verify' && builds.get('serving')?.version !== view.version)
        return fail('The build that serves is of another version than the code.');
      const previous = builds.get('previous');
      if (kind === 'rollback' && previous?.version !== view.version)
        return fail(
          previous
            ? `What it replaced was version ${previous.version}: start the code of that version, and it takes over.`
            : 'There is nothing to go back to.',
        );
      await manager.query(
        `UPDATE log.operations SET state = 'running', started_at = clock_timestamp(), position = $2 WHERE id = $1`,
        [id, kind === 'rollback' ? previous?.position : 0],
      );
      if (kind === 'rollback') await this.bringBack(manager, name, id);
      else await this.create(manager, view, id);
    });
  }

  /** The log was restored without this build, so some of what it folded never happened. */
  private async startAgain(reader: Reader): Promise<void> {
    const view = reader.subscription as ViewBuilder;
    await this.database.transaction(async (manager) => {
      await this.lock(manager, view.name);
      const known = (await this.builds(manager, view.name, 'FOR UPDATE')).get(view.build);
      if (!known || known.position <= (await this.lastPosition(manager))) return;
      // The operation goes on, with another build.
      await manager.query('UPDATE log.checkpoints SET operation = NULL WHERE subscription = $1 AND build = $2', [
        view.name,
        view.build,
      ]);
      await this.create(manager, view, known.operation);
    });
    reader.position = 0;
    this.ahead.delete(reader);
  }

  /** @returns whether there is more to do at once */
  private async advance(reader: Reader): Promise<boolean> {
    const view = reader.subscription as ViewBuilder;
    const end = Date.now() + SLICE;
    const { incarnation } = this.poller;
    let isBehind = true;
    while (isBehind && Date.now() < end && !this.subscriptions.stopped.aborted) {
      const target = await this.targetOf(view);
      const position = await this.batch(reader, target, incarnation);
      if (position === undefined) return false;
      reader.position = position;
      isBehind = position < target;
    }
    if (isBehind || this.subscriptions.stopped.aborted) return true;
    if (view.build === 'check') {
      await this.compare(view);
      return true;
    }
    if (await this.index(view)) return true;
    while (await this.delivery.release(reader));
    if (await this.takeOver(view)) return false;
    this.notBefore.set(`${view.build} ${view.name}`, Date.now() + NEXT_TRY);
    return true;
  }

  /** As `Delivery.batch`; what comes after the batch is read at the same time, so that Postgres reads while this process folds. */
  private async batch(reader: Reader, target: number, incarnation?: string): Promise<number | undefined> {
    const ahead = this.ahead.get(reader) ?? this.readAhead(reader, reader.position, target, incarnation);
    this.ahead.delete(reader);
    const { after, end, events, from } = await ahead;
    if (after !== reader.position) return this.delivery.batch(reader, target, undefined, incarnation);
    if (end < target) {
      const next = this.readAhead(reader, end, target, incarnation);
      // Whoever takes it up is told; but nobody may.
      next.catch(() => undefined);
      this.ahead.set(reader, next);
    }
    return this.delivery.batch(reader, end, events, from);
  }

  /** Without regard to streams that are parked: that is to be known when the events are handled. */
  private async readAhead({ subscription }: Reader, after: number, target: number, from?: string): Promise<Ahead> {
    const { batchSize } = subscription;
    const end = Math.min(target, after + MAX_SCANNED_POSITIONS);
    const rows: Unparsed[] = await this.database.query(
      `SELECT position, stream, version, type, schema, data, metadata::text, recorded_at AS "recordedAt" FROM log.events
       WHERE position > $1 AND position <= $2 AND ${wantedSql(4)} ORDER BY position LIMIT $3`,
      [after, end, batchSize, ...wantedParameters(subscription)],
    );
    const events = rows.map((row) => new EventOfPast(row));
    return { after, end: events.length < batchSize ? end : (events.at(-1)?.position ?? end), events, from };
  }

  /** How far a build may go: to the end of the log, or if it is to be compared, not beyond what it is compared with. */
  private async targetOf({ name, build }: ViewBuilder): Promise<number> {
    // Not the poller's horizon, which may be older: a build takes over only once it has reached the end of the log.
    const [{ target }] = await this.database.query(
      build === 'check'
        ? `SELECT coalesce(max(position), 0) AS target FROM log.checkpoints WHERE subscription = $1 AND build = 'serving'`
        : 'SELECT log.horizon() AS target WHERE $1::text IS NOT NULL',
      [name],
    );
    return target;
  }

  /** Adds the indexes to a build that has caught up; before, they would only slow it down. @returns false if it had them */
  private index(view: ViewBuilder): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      await manager.query(`SET LOCAL transaction_timeout = '1h'`);
      if ((await lockCheckpoint(await connectionOf(manager), view, 'give up')) === undefined) return true;
      const [, isMissing] = await manager.query(
        'UPDATE log.checkpoints SET indexed = true WHERE subscription = $1 AND build = $2 AND NOT indexed',
        [view.name, view.build],
      );
      if (isMissing) for (const table of view.tables) await table.index(manager);
      return isMissing > 0;
    });
  }

  /**
   * The next build takes the place of the one that serves. Both checkpoints are locked, so neither moves; what is missing of
   * the next one is folded here, so that its position is not behind; then their tables change places. A reader has locked
   * its tables before its snapshot, so it sees rows and checkpoint of the same build.
   *
   * @returns false if it has to be tried again
   */
  private async takeOver(view: ViewBuilder): Promise<boolean> {
    try {
      return await this.database.transaction(async (manager) => {
        await manager.query(`SET LOCAL lock_timeout = '2s'`);
        await this.lock(manager, view.name);
        const builds = await this.builds(manager, view.name, 'FOR UPDATE');
        const [next, serving, previous] = [builds.get('next'), builds.get('serving'), builds.get('previous')];
        if (next?.version !== view.version) return true;
        // Where the serving build is beyond the log, what it folded last never happened.
        const isInLog = serving && serving.position <= (await this.lastPosition(manager));
        const target = Math.max(next.position, isInLog ? serving.position : await this.targetOf(view));
        if (!(await this.foldUpTo(manager, view, next.position, target))) return false;
        // Nobody reads these, but autovacuum may be at them, and gives way only after a second.
        await manager.query(`LOCK TABLE ${tablesIn('next', next.tables)} IN ACCESS EXCLUSIVE MODE`);
        if (previous) await this.remove(manager, view.name, previous);
        // Whoever comes to read waits behind this lock; so whoever reads for long must not make it wait.
        await manager.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
        if (serving) {
          if (serving.tables.length)
            await manager.query(`LOCK TABLE ${tablesIn('serving', serving.tables)} IN ACCESS EXCLUSIVE MODE`);
          await this.rename(manager, view.name, serving, 'previous');
        }
        await this.rename(manager, view.name, next, 'serving');
        await this.end(manager, next.operation, target, null);
        this.logger.log(`${view.name} is served by a new build of version ${view.version} from position ${target} on`);
        return true;
      });
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03') throw error;
      return false;
    }
  }

  /** Folds what is missing. @returns false if that is more than a moment's work */
  private async foldUpTo(manager: EntityManager, view: ViewBuilder, after: number, target: number): Promise<boolean> {
    const events = await readUnparked(manager, view, after, target, view.batchSize);
    if (events.length === view.batchSize) return false;
    await FOLD_ENGINE.handle(view, events, manager);
    await moveCheckpoint(await connectionOf(manager), view, target);
    return true;
  }

  /** Compares the build that was folded for it with the one that serves, at one position. */
  private async compare(view: ViewBuilder): Promise<void> {
    const [open] = await this.database.query(
      `SELECT operation, tables FROM log.checkpoints WHERE subscription = $1 AND build = 'check'`,
      [view.name],
    );
    if (!open) return;
    const rows = await this.verifyRows.ofTypes(view.types, SHOWN);
    await this.database.transaction('REPEATABLE READ', async (manager) => {
      await manager.query(`SET LOCAL transaction_timeout = '1h'`);
      // Before the snapshot, so that no other build takes over between the two.
      await manager.query(`LOCK TABLE ${tablesIn('serving', open.tables)} IN ACCESS SHARE MODE`);
      const after = await lockCheckpoint(await connectionOf(manager), view, 'give up');
      const serving = (await this.builds(manager, view.name)).get('serving');
      if (after === undefined || !serving) return;
      for (let at = after; at < serving.position; ) {
        const events = await readUnparked(manager, view, at, serving.position, view.batchSize);
        await FOLD_ENGINE.handle(view, events, manager);
        at = events.length === view.batchSize ? (events.at(-1)?.position ?? at) : serving.position;
      }
      let differing = rows.differing;
      const differences: RowDifference[] = [...rows.rows];
      for (const table of view.tables) {
        const found = await table.compare(manager, SCHEMAS.serving, SHOWN);
        differing += found.differing;
        differences.push(...found.rows);
      }
      const parked: object[] = await manager.query(
        `SELECT build, stream, position FROM log.quarantine
         WHERE subscription = $1 AND build IN ('serving', 'check') AND state = 'parked' ORDER BY position LIMIT ${SHOWN}`,
        [view.name],
      );
      await this.end(manager, open.operation, serving.position, { position: serving.position, differing, differences, parked });
      await this.remove(manager, view.name, { build: 'check', tables: open.tables, operation: open.operation });
    });
  }

  private async end(manager: EntityManager, operation: string | null, position: number, result: object | null): Promise<void> {
    await manager.query(
      `UPDATE log.operations SET state = 'done', position = $2, result = $3, ended_at = clock_timestamp() WHERE id = $1`,
      [operation, position, result],
    );
  }

  private async dropExpired(): Promise<void> {
    const expired: { subscription: string }[] = await this.database.query(EXPIRED);
    for (const { subscription } of expired)
      await this.database.transaction(async (manager) => {
        await this.lock(manager, subscription);
        // Another one may have been replaced meanwhile.
        const [previous] = await manager.query(`${EXPIRED} AND subscription = $1 FOR UPDATE`, [subscription]);
        if (previous) await this.remove(manager, subscription, previous);
      });
  }

  /** What was replaced is to take over again, once it has caught up. */
  private async bringBack(manager: EntityManager, name: string, operation: string): Promise<void> {
    const builds = await this.builds(manager, name, 'FOR UPDATE');
    const next = builds.get('next');
    if (next) await this.remove(manager, name, next);
    await this.rename(manager, name, builds.get('previous') as Checkpoint, 'next');
    await manager.query(`UPDATE log.checkpoints SET operation = $2 WHERE subscription = $1 AND build = 'next'`, [
      name,
      operation,
    ]);
  }

  private async create(manager: EntityManager, view: ViewBuilder, operation: string | null): Promise<void> {
    const known = (await this.builds(manager, view.name, 'FOR UPDATE')).get(view.build);
    if (known) await this.remove(manager, view.name, known);
    for (const table of view.tables) await table.create(manager);
    await manager.query(
      `INSERT INTO log.checkpoints (subscription, version, position, build, tables, indexed, operation)
       VALUES ($1, $2, 0, $3, $4, false, $5)`,
      [view.name, view.version, view.build, view.tables.map(({ name }) => name), operation],
    );
  }

  /** Another name for a build, and with it another schema for its tables. */
  private async rename(manager: EntityManager, name: string, { build, tables }: Checkpoint, to: Build): Promise<void> {
    for (const table of tables) {
      await manager.query(`DROP TABLE IF EXISTS ${tablesIn(to, [table])}`);
      await manager.query(`ALTER TABLE ${tablesIn(build, [table])} SET SCHEMA ${SCHEMAS[to]}`);
    }
    await manager.query(
      'UPDATE log.checkpoints SET build = $3, updated_at = clock_timestamp(), failure = NULL WHERE subscription = $1 AND build = $2',
      [name, build, to],
    );
    await manager.query('UPDATE log.quarantine SET build = $3 WHERE subscription = $1 AND build = $2', [name, build, to]);
  }

  /** Drops a build; what was to come of it comes no more. */
  private async remove(manager: EntityManager, name: string, { build, tables, operation }: Removed): Promise<void> {
    await manager.query(
      `UPDATE log.operations SET state = 'failed', error = 'Another build took its place.', ended_at = clock_timestamp()
       WHERE id = $1 AND state = 'running'`,
      [operation],
    );
    for (const table of tables) await manager.query(`DROP TABLE IF EXISTS ${tablesIn(build, [table])}`);
    await manager.query('DELETE FROM log.checkpoints WHERE subscription = $1 AND build = $2', [name, build]);
    await manager.query(`DELETE FROM log.quarantine WHERE subscription = $1 AND build = $2`, [name, build]);
  }

  private async builds(manager: EntityManager, name: string, lock: 'FOR UPDATE' | '' = ''): Promise<Map<Build, Checkpoint>> {
    const rows: Checkpoint[] = await manager.query(
      `SELECT build, version, position, tables, operation FROM log.checkpoints WHERE subscription = $1 ORDER BY build ${lock}`,
      [name],
    );
    return new Map(rows.map((row) => [row.build, row]));
  }

  private async hasTables(manager: EntityManager, { tables, build }: ViewBuilder): Promise<boolean> {
    const [{ missing }] = await manager.query(
      'SELECT count(*) FILTER (WHERE to_regclass(t) IS NULL) AS missing FROM unnest($1::text[]) AS t',
      [tables.map(({ name }) => tablesIn(build, [name]))],
    );
    return missing === 0;
  }

  private async lastPosition(manager: EntityManager): Promise<number> {
    const [{ last }] = await manager.query('SELECT log.last_position() AS last');
    return last;
  }

  /** One process at a time decides which builds there are. */
  private async lock(manager: EntityManager, name: string): Promise<void> {
    await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [PREPARE_LOCK, name]);
  }
}

/** The names of tables with their schema, quoted. */
function tablesIn(build: Build, tables: readonly string[]): string {
  return tables.map((table) => `${SCHEMAS[build]}."${table.replaceAll('"', '""')}"`).join(', ');
}
