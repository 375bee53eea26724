import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Replicas } from '../database/replicas.js';
import type { VerifyRows } from '../event-log/verify-rows.js';
import { connectionOf, lockCheckpoint } from '../subscriptions/checkpoints.js';
import type { Delivery, Reader } from '../subscriptions/delivery.js';
import type { LogPoller } from '../subscriptions/log-poller.js';
import type { Subscriptions } from '../subscriptions/subscriptions.js';
import { createBuild, findBuilds, indexBuild, isBeyondLog, limitLockWaits, targetOf, withBuildsLocked } from './build-store.js';
import { ReadAhead } from './read-ahead.js';
import { takeOver } from './takeover.js';
import { compare } from './verification.js';
import type { ViewBuilder } from './view-builder.js';

/** Maximum time for one build before the other builds get their turn. */
const MAX_SLICE_MS = 500;

/** Time limit of a transaction that creates indexes. */
const MAX_INDEXING_TIME = '1h';

/** Advances unfinished builds: folds the log up to its end, creates the indexes, and takes over. */
export class BuildWorker {
  private readonly logger = new Logger('Views');
  private readonly readAhead: ReadAhead;

  constructor(
    private readonly database: DataSource,
    private readonly subscriptions: Subscriptions,
    private readonly delivery: Delivery,
    private readonly poller: LogPoller,
    private readonly verifyRows: VerifyRows,
    private readonly replicas: Replicas,
  ) {
    this.readAhead = new ReadAhead(database);
  }

  /**
   * Folds a build for at most `MAX_SLICE_MS`. A build at its target gets its indexes and takes over; a check is
   * compared with the build that serves.
   *
   * @returns whether more can be done without a pause
   */
  async advance(reader: Reader): Promise<boolean> {
    const view = reader.subscription as ViewBuilder;
    const { stopped } = this.subscriptions;
    const end = Date.now() + MAX_SLICE_MS;
    const { incarnation } = this.poller;
    await this.requireInLog(reader);
    let isBehind = true;
    while (isBehind && Date.now() < end && !stopped.aborted) {
      const target = await targetOf(this.database.manager, view);
      const position = await this.batch(reader, target, incarnation);
      if (position === undefined) return false;
      reader.position = position;
      isBehind = position < target;
    }
    if (isBehind || stopped.aborted) return true;
    if (view.build === 'check') {
      while (await this.delivery.release(reader));
      await compare(this.database, this.verifyRows, view);
      return true;
    }
    if (await this.index(view)) return true;
    while (await this.delivery.release(reader));
    const position = await takeOver(this.database, this.replicas, view);
    if (position === undefined) return true;
    this.logger.log(`${view.name} is served by a new build of version ${view.version} from position ${position} on`);
    return false;
  }

  /** `Delivery.batch` with events that were read while the previous batch was folded. */
  private async batch(reader: Reader, target: number, incarnation: string | undefined): Promise<number | undefined> {
    const ahead = await this.readAhead.next(reader, target, incarnation);
    return this.delivery.batch(reader, ahead?.end ?? target, ahead?.events, ahead ? ahead.incarnation : incarnation);
  }

  /**
   * Begins a build again if the log was restored to an earlier position, because some events that it folded are gone.
   */
  private async requireInLog(reader: Reader): Promise<void> {
    const view = reader.subscription as ViewBuilder;
    if (!(await isBeyondLog(this.database.manager, view))) return;
    await withBuildsLocked(this.database, view.name, async (manager) => {
      const build = (await findBuilds(manager, view.name, 'FOR UPDATE')).get(view.build);
      if (build && (await isBeyondLog(manager, view))) await createBuild(manager, view, build.operation);
    });
    reader.position = 0;
    this.readAhead.forget(reader);
  }

  /** @returns whether indexes were missing, or another process works on the build */
  private index(view: ViewBuilder): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      await manager.query(`SET LOCAL transaction_timeout = '${MAX_INDEXING_TIME}'`);
      await limitLockWaits(manager);
      if ((await lockCheckpoint(await connectionOf(manager), view, 'give up')) === undefined) return true;
      return indexBuild(manager, view);
    });
  }
}
