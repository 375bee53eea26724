import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { isOfDatabase, isOfSocket } from '../database/failures.js';
import { Unfinished } from '../event-log/event-log.js';
import type { RecordedEvent } from '../event-log/events.js';
import { LogReplaced } from '../event-log/incarnation.js';
import { type Batch, type Engine, type Failed, inBatchTransaction, type RecentEvents } from './batch.js';
import { CheckpointPasser, connectionOf, lockCheckpoint, moveCheckpoint, skipEvent } from './checkpoints.js';
import { EventPages } from './event-pages.js';
import { FOLD_ENGINE } from './fold-batch.js';
import { HANDLER_ENGINE, withHeartbeat } from './handler-batch.js';
import { LogPoller } from './log-poller.js';
import {
  endEntry,
  lockRequested,
  messageOf,
  moveEntry,
  noteFailedRetry,
  park,
  type RequestedStream,
  readWaiting,
} from './quarantine.js';
import type { Subscription } from './subscription.js';
import { deleteTimer, lockDueTimer, noteFailedTimer, type Timer } from './timers.js';

/**
 * Attempts at an event that fails on a socket other than the database's, with growing delays, before its stream is
 * parked.
 */
const MAX_SOCKET_ATTEMPTS = 8;

/** The state of one process's work on a subscription. */
export interface Reader {
  readonly subscription: Subscription;
  /** The position of the checkpoint, as far as this process knows. */
  position: number;
  /** Maximum number of events in the next batch: halved after each failure, until the failing event is alone. */
  limit: number;
  /** Consecutive failures on a socket other than the database's. */
  socketFailures: number;
  /** Consecutive attempts at which another process held the checkpoint. */
  misses: number;
  readonly pages: EventPages;
}

export function readerOf(subscription: Subscription): Reader {
  const pages = new EventPages(subscription);
  return { subscription, position: 0, limit: subscription.batchSize, socketFailures: 0, misses: 0, pages };
}

/**
 * Delivers events to a subscription: in order, each batch in one transaction with the checkpoint. The lock on the
 * checkpoint row lets only one process at a time work on a subscription. The lock belongs to the connection that does
 * the work, so a process that died or froze loses the lock and can no longer commit.
 */
@Injectable()
export class Delivery {
  private readonly logger = new Logger('Delivery');
  private readonly passer: CheckpointPasser;

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly poller: LogPoller,
  ) {
    this.passer = new CheckpointPasser(database);
  }

  /**
   * Handles one batch of the events up to the horizon. An event that fails alone is parked together with its stream.
   *
   * @param known the events of the subscription between the reader's position and the horizon, up to the reader's
   * limit; absent: they are taken from the poller's memory or read from the database
   * @param incarnation the incarnation that horizon and events were read from; absent: that of the poller
   * @returns the position reached; undefined if another process holds the checkpoint, if it belongs to another
   * version, or if the log is another incarnation
   * @throws the failure, if it is transient: the caller must wait and call again
   */
  async batch(
    reader: Reader,
    horizon: number,
    known?: RecordedEvent[],
    incarnation = this.poller.incarnation,
  ): Promise<number | undefined> {
    const { subscription, position: after, limit } = reader;
    const recent =
      this.recentEvents(reader, horizon, known) ?? (await reader.pages.next(this.database, after, horizon, limit, incarnation));
    if (recent && !recent.events.some((event) => subscription.concerns?.(event) ?? true)) {
      const passed = await this.passer.pass(subscription, after, recent.end, incarnation);
      if (passed !== undefined && passed >= recent.end) return passed;
    }
    const batch = { subscription, after, horizon, limit, recent, incarnation };
    const result = await engineOf(subscription).batch(this.database, batch);
    switch (result.kind) {
      case 'unavailable':
        return undefined;
      case 'advanced':
        noteSuccess(reader, result.stoppedAfter);
        return result.position;
      case 'failed': {
        const event = this.requireBlame(reader, result);
        if (event) await this.park(batch, result.checkpoint, event, result.error);
        return result.checkpoint;
      }
    }
  }

  /**
   * Executes an operator request for a parked stream. The waiting events of the stream are handled in order, from the
   * failed event on (`retry`) or from the one after it (`skip`).
   *
   * @returns whether there may be more to do
   */
  async release(reader: Reader): Promise<boolean> {
    const { subscription, limit } = reader;
    const engine = engineOf(subscription);
    let requested: RequestedStream | undefined;
    const result = await inBatchTransaction(this.database, engine, async ({ manager, client, begun }, workOn) => {
      await begun;
      // Under this lock the checkpoint can't pass an event of the stream while its entry ends. Such an event would be
      // lost for the subscription.
      const checkpoint = (await lockCheckpoint(client, subscription, 'wait'))?.position;
      if (checkpoint === undefined) return { kind: 'idle' } as const;
      requested = await lockRequested(manager, subscription);
      if (!requested) return { kind: 'idle' } as const;
      const { id, stream, position, request } = requested;
      if (request === 'skip') {
        await endEntry(manager, id, 'skipped');
        await skipEvent(manager, subscription, stream, position);
        const [next] = await readWaiting(manager, subscription, stream, position + 1, checkpoint, 1);
        if (next) await park(manager, subscription, next, 'It waits behind an event that was skipped.', 'retry');
        return { kind: 'worked' } as const;
      }
      const events = await readWaiting(manager, subscription, stream, position, checkpoint, limit);
      workOn(checkpoint, events);
      const stoppedAt = await engine.handle(subscription, events, manager);
      if (stoppedAt === undefined && events.length < limit) await endEntry(manager, id, 'released');
      else await moveEntry(manager, id, (stoppedAt ?? (events.at(-1) as RecordedEvent).position) + 1);
      return { kind: 'worked' } as const;
    });
    if (result.kind === 'idle') return false;
    if (result.kind === 'worked') {
      noteSuccess(reader);
      return true;
    }
    const event = this.requireBlame(reader, result);
    if (event && requested) {
      const { stream, position } = event;
      this.logger.error(`${subscription.name} failed again on ${stream} at position ${position}: ${stackOf(result.error)}`);
      await noteFailedRetry(this.database, requested.id, position, result.error);
    }
    return true;
  }

  /**
   * Fires the timer of a saga that has been due for longest. A timer that fails waits for an operator.
   *
   * @returns whether there was a timer
   * @throws the failure, if it is transient
   */
  async fire(reader: Reader): Promise<boolean> {
    const { subscription } = reader;
    let timer: Timer | undefined;
    try {
      const isFired = await this.database.transaction(async (manager) => {
        const checkpoint = (await lockCheckpoint(await connectionOf(manager), subscription, 'give up'))?.position;
        if (checkpoint === undefined) return false;
        const due = await lockDueTimer(manager, subscription.name, checkpoint);
        timer = due;
        if (!due) return false;
        // Deleted before the saga is woken, because the saga may set a timer with the same key.
        await deleteTimer(manager, due);
        await withHeartbeat(manager, async () => subscription.wake?.(due, manager));
        return true;
      });
      reader.socketFailures = 0;
      return isFired;
    } catch (error) {
      if (!timer || !this.isEventsFault(reader, error)) throw error;
      this.logger.error(`${subscription.name} failed on its timer ${timer.key}: ${stackOf(error)}`);
      await noteFailedTimer(this.database, timer, messageOf(error));
      return true;
    }
  }

  private recentEvents({ subscription, position, limit }: Reader, horizon: number, known?: RecordedEvent[]) {
    const events = known?.slice(0, limit) ?? this.poller.between(position, horizon, subscription, limit);
    const last = events?.length === limit ? events.at(-1) : undefined;
    return events && ({ events, end: last?.position ?? horizon } satisfies RecentEvents);
  }

  /**
   * Halves the next batch after a failure, until the failing event is alone.
   *
   * @returns the failing event, once it was alone; undefined if the next attempt may follow immediately
   * @throws the failure, if it is transient
   */
  private requireBlame(reader: Reader, { events, error }: Failed): RecordedEvent | undefined {
    reader.limit = Math.ceil(events.length / 2);
    reader.pages.forget();
    if (!this.isEventsFault(reader, error)) throw error;
    return events.length === 1 ? events[0] : undefined;
  }

  /**
   * Whether the event itself is at fault, so that a retry would fail again until a new release or an operator helps.
   */
  private isEventsFault(reader: Reader, error: unknown): boolean {
    if (isOfDatabase(error) || error instanceof Unfinished || error instanceof LogReplaced) return false;
    if (!isOfSocket(error)) return true;
    reader.socketFailures += 1;
    return reader.socketFailures >= MAX_SOCKET_ATTEMPTS;
  }

  /** Parks the stream of an event and moves the checkpoint past the event, so that other streams go on. */
  private async park(
    { subscription, incarnation }: Batch,
    checkpoint: number,
    event: RecordedEvent,
    error: unknown,
  ): Promise<void> {
    this.logger.error(`${subscription.name} parks ${event.stream} at position ${event.position}: ${stackOf(error)}`);
    await this.database.transaction(async (manager) => {
      const client = await connectionOf(manager);
      // Skipped if another process has worked on the subscription since, because it may have handled the event.
      if ((await lockCheckpoint(client, subscription, 'wait', incarnation))?.position !== checkpoint) return;
      await park(manager, subscription, event, messageOf(error));
      await moveCheckpoint(client, subscription, event.position);
    });
  }
}

function engineOf({ isFold }: Subscription): Engine {
  return isFold ? FOLD_ENGINE : HANDLER_ENGINE;
}

/**
 * Resets the failure counters and adapts the size of the next batch.
 *
 * @param handled number of events handled; few for a saga that stopped after commands, which may do so again
 */
function noteSuccess(reader: Reader, handled = reader.limit): void {
  reader.limit = Math.min(handled * 2, reader.subscription.batchSize);
  reader.socketFailures = 0;
}

function stackOf(error: unknown): string {
  return (error as Error)?.stack ?? String(error);
}
