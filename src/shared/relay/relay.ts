import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { ClientBase } from 'pg';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { EventTypes } from '../event-log/events.js';
import { Settings } from '../settings.js';
import { connectionOf, createCheckpoint, lockCheckpoint, moveCheckpoint, noteFailure } from '../subscriptions/checkpoints.js';
import { withHeartbeat } from '../subscriptions/handler-batch.js';
import { LogPoller, type Rewind } from '../subscriptions/log-poller.js';
import type { Subscription } from '../subscriptions/subscription.js';
import { connectTo, loadClient, type NatsClient, serversOf } from './nats.js';
import { LogPublisher, type Published, readTail } from './publisher.js';
import { endOf, lackOf, openStream, RelayProblem, type StreamEnd, StreamMoved } from './stream.js';

/** Maximum wait for new events, and pause while another process relays. */
const MAX_IDLE_WAIT_MS = 500;

/**
 * Delay before new events are relayed, so that a turn gets all events of a burst, as handlers do. A process that only
 * relays polls rarely instead.
 */
const BURST_DELAY_MS = 50;

/** Delays after a failure: doubled from the first up to the maximum. */
const FIRST_RETRY_DELAY_MS = 50;
const MAX_RETRY_DELAY_MS = 2_000;

/** Events that wait for so long without progress are an alarm. */
const MAX_STALL_MS = 30_000;

/** Interval between checks whether the stream has all of its messages. */
const LACK_CHECK_INTERVAL_MS = 2_000;

/** A connection to NATS, and what is known of the stream since it was opened. */
interface Session extends Published {
  /** The log that the stream was compared with. */
  log?: { readonly incarnation?: string; readonly rewind?: Rewind };
  /** What the stream lacks, as it was told. */
  lack: string | null;
  checkedAt: number;
}

/**
 * Publishes the log to a JetStream stream: each event once, in order. The stream itself tells where to go on, because a
 * checkpoint elsewhere may differ from it. Each message names the sequence that it must follow, so no second relay, no
 * repeated attempt and no frozen process can add or reorder anything. The checkpoint is for lag and for taking turns.
 */
@Injectable()
export class Relay implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Relay.name);
  private readonly stopping = new AbortController();
  private readonly checkpoint: Pick<Subscription, 'name' | 'build' | 'version' | 'startAt'>;
  private publisher?: LogPublisher;
  private session?: Session;
  private running?: Promise<void>;
  /** Why the latest attempt failed; null: it did not. */
  private failure: string | null = null;
  private progressAt = performance.now();
  private isAlarmed = false;

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly poller: LogPoller,
    private readonly types: EventTypes,
    private readonly settings: Settings,
  ) {
    this.checkpoint = { name: `relay ${settings.RELAY_STREAM}`, build: 'serving', version: 1, startAt: 'origin' };
  }

  /**
   * Begins to relay, if this process has the role. To be called once the poller runs. NATS need not answer.
   *
   * @throws StartError if the client of NATS is not installed
   */
  async start(): Promise<void> {
    if (!this.settings.isRelay) return;
    const client = await loadClient();
    this.publisher = new LogPublisher(client, this.settings, this.types, () => {
      this.progressAt = performance.now();
    });
    await createCheckpoint(this.database, this.checkpoint);
    this.running = this.run(client);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(client: NatsClient): Promise<void> {
    let delay = FIRST_RETRY_DELAY_MS;
    while (!this.isStopped) {
      try {
        await this.step(client);
        delay = FIRST_RETRY_DELAY_MS;
      } catch (error) {
        await this.leave();
        if (this.isStopped) break;
        if (!(error instanceof StreamMoved)) await this.fail(error as Error);
        await this.pause(delay);
        delay = Math.min(delay * 2, MAX_RETRY_DELAY_MS);
      }
    }
    await this.leave();
  }

  /** Waits for events and relays them for a while, unless another process does. */
  private async step(client: NatsClient): Promise<void> {
    this.session ??= await this.join(client);
    const { session } = this;
    const isKnown = session.end && session.log?.rewind === this.poller.rewind;
    if (this.poller.incarnation === undefined || (isKnown && this.poller.horizon <= session.reached)) {
      this.progressAt = performance.now();
      await this.poller.beyond(session.reached, MAX_IDLE_WAIT_MS);
      if (this.poller.horizon <= session.reached) return this.tellLack(session);
      if (!this.settings.isOnlyRelay) await this.pause(BURST_DELAY_MS);
    }
    if (this.isStopped) return;
    if (!(await this.turn(session))) {
      // An operator may have deleted it.
      await createCheckpoint(this.database, this.checkpoint);
      this.progressAt = performance.now();
      return this.pause(MAX_IDLE_WAIT_MS);
    }
    await this.succeed();
    await this.tellLack(session);
  }

  private async join(client: NatsClient): Promise<Session> {
    const { RELAY_URL, RELAY_STREAM, RELAY_CELL } = this.settings;
    const link = await connectTo(client, RELAY_URL).catch((error) => {
      throw new RelayProblem(`NATS at ${serversOf(RELAY_URL).join(', ')} can't be used: ${reasonOf(error)}`);
    });
    const session: Session = { link, reached: 0, lack: null, checkedAt: 0 };
    void link.connection.closed().then(() => {
      if (this.session === session) this.session = undefined;
    });
    try {
      await openStream(link, client.jetstream, RELAY_STREAM, RELAY_CELL);
      return session;
    } catch (error) {
      await link.connection.close().catch(() => undefined);
      throw error;
    }
  }

  private async leave(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.link.connection.close().catch(() => undefined);
  }

  /**
   * Relays for a while, under the lock on the checkpoint. The lock lasts as long as this process sends heartbeats, so
   * another one takes over from a frozen one.
   *
   * @returns whether this process had the lock
   */
  private turn(session: Session): Promise<boolean> {
    const { horizon, incarnation, rewind } = this.poller;
    return this.database.transaction(async (manager) => {
      const client = await connectionOf(manager);
      // The stream tells where to go on, so a checkpoint that a crash sets back costs nothing.
      client.query('SET LOCAL synchronous_commit = off').catch(() => undefined);
      const locked = await lockCheckpoint(client, this.checkpoint, 'give up', incarnation);
      if (!locked) return false;
      await withHeartbeat(manager, async () => {
        const isSameLog = session.log?.incarnation === incarnation && session.log?.rewind === rewind;
        // Another process has relayed if the checkpoint moved.
        if (!session.end || !isSameLog || session.reached !== locked.position) {
          session.end = await this.findEnd(session, client);
          session.reached = session.end.position;
          session.log = { incarnation, rewind };
        }
        await this.publisher?.publish(session, session.end, client, horizon, this.stopping.signal);
      });
      if (session.reached !== locked.position || this.failure !== null)
        await moveCheckpoint(client, this.checkpoint, session.reached);
      return true;
    });
  }

  private findEnd({ link }: Session, client: ClientBase): Promise<StreamEnd> {
    const { RELAY_STREAM, RELAY_CELL } = this.settings;
    return endOf(link, RELAY_STREAM, RELAY_CELL, (from, to) => readTail(client, from, to));
  }

  /** Tells once if somebody has purged the stream. */
  private async tellLack(session: Session): Promise<void> {
    if (performance.now() - session.checkedAt < LACK_CHECK_INTERVAL_MS) return;
    const { RELAY_STREAM } = this.settings;
    const lack = lackOf(RELAY_STREAM, (await session.link.streams.info(RELAY_STREAM)).state);
    if (lack !== null && session.lack === null) this.logger.error(lack);
    session.lack = lack;
    session.checkedAt = performance.now();
  }

  private async fail(error: Error): Promise<void> {
    const failure = reasonOf(error);
    if (failure !== this.failure) this.logger.warn(failure);
    this.failure = failure;
    await noteFailure(this.database, this.checkpoint, failure);
    if (this.isAlarmed || performance.now() - this.progressAt < MAX_STALL_MS) return;
    this.isAlarmed = true;
    this.logger.error(`The relay has made no progress for ${MAX_STALL_MS / 1_000} s. ${failure}`);
  }

  private async succeed(): Promise<void> {
    if (this.failure === null) return;
    this.logger.log('The relay goes on');
    this.failure = null;
    this.isAlarmed = false;
    await noteFailure(this.database, this.checkpoint, null);
  }

  private get isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private pause(milliseconds: number): Promise<void> {
    return wait(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** The message of an error and, if it has none, its name. */
const reasonOf = (error: unknown): string => (error as Error).message || (error as Error).name || String(error);
