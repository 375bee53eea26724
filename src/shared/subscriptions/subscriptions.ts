import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { RECORDED, type RecordedEvent } from '../event-log/events.js';
import { Settings } from '../settings.js';
import type { Subscription } from './subscription.js';
import { Tail } from './tail.js';

/** How far one look goes, so that a subscription that wants few events does not scan the whole log in one statement. */
const WINDOW = 20_000;

/** Delays in ms after a batch failed: from the first, doubled up to the last. */
const FIRST_RETRY = 100;
const LAST_RETRY = 5_000;

/** In ms: how long a subscription waits that another process has at the moment, and one that nobody woke. */
const SHORT_WAIT = 20;
const LONGEST_WAIT = 500;

const PREPARE_LOCK = 7_502_003;

/** What a subscription is doing, as far as this process knows. */
export interface SubscriptionState {
  readonly subscription: Subscription;
  position: number;
  /** The message of the failure that it is retrying. */
  failure?: string;
}

/** Runs every subscription of the process: in order, exactly once in what it writes to the database. */
@Injectable()
export class Subscriptions implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Subscriptions.name);
  private readonly states = new Map<string, SubscriptionState>();
  private readonly stopping = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly tail: Tail,
    private readonly settings: Settings,
  ) {}

  get all(): readonly SubscriptionState[] {
    return [...this.states.values()];
  }

  /** Call it while the app is being built. */
  add(subscription: Subscription): void {
    if (this.states.has(subscription.name)) throw new Error(`Two subscriptions are called ${subscription.name}`);
    this.states.set(subscription.name, { subscription, position: 0 });
  }

  /** Call it once the app is built; from here on the process takes its share of the work. */
  async start(): Promise<void> {
    this.tail.start();
    for (const { subscription } of this.states.values()) await this.prepare(subscription);
    if (this.settings.isWorker) this.loops = this.all.map((state) => this.run(state));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
    await this.tail.stop();
  }

  /** Makes checkpoint and tables together, once, whoever of several processes comes first. */
  private prepare(subscription: Subscription): Promise<void> {
    const { name, version, from } = subscription;
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [PREPARE_LOCK, name]);
      const [known] = await manager.query('SELECT FROM log.checkpoints WHERE subscription = $1 AND version = $2', [
        name,
        version,
      ]);
      if (known) return;
      await subscription.prepare?.(manager);
      const [{ horizon }] = from === 'now' ? await manager.query('SELECT log.horizon() AS horizon') : [{ horizon: 0 }];
      await manager.query('INSERT INTO log.checkpoints (subscription, version, position) VALUES ($1, $2, $3)', [
        name,
        version,
        horizon,
      ]);
    });
  }

  private async run(state: SubscriptionState): Promise<void> {
    const { signal } = this.stopping;
    let retry = FIRST_RETRY;
    while (!signal.aborted) {
      try {
        const { tail } = this;
        await tail.beyond(state.position, LONGEST_WAIT);
        if (signal.aborted) return;
        const moved = tail.horizon > state.position && (await this.batch(state));
        if (!moved && tail.horizon > state.position) await wait(SHORT_WAIT, undefined, { signal }).catch(() => undefined);
        state.failure = undefined;
        retry = FIRST_RETRY;
      } catch (error) {
        state.failure = (error as Error).message;
        this.logger.error(`${state.subscription.name} failed after position ${state.position}: ${(error as Error).stack}`);
        await wait(retry, undefined, { signal }).catch(() => undefined);
        retry = Math.min(retry * 2, LAST_RETRY);
      }
    }
  }

  /** @returns false if another process has the subscription at the moment */
  private batch(state: SubscriptionState): Promise<boolean> {
    const { name, version, types, batchSize } = state.subscription;
    const horizon = this.tail.horizon;
    return this.database
      .transaction(async (manager) => {
        // The lock is on the connection that does the work: who holds it is alive, and who died has let go of it.
        const [checkpoint] = await manager.query(
          'SELECT position FROM log.checkpoints WHERE subscription = $1 AND version = $2 FOR UPDATE SKIP LOCKED',
          [name, version],
        );
        if (!checkpoint) return false;
        const after: number = checkpoint.position;
        const end = Math.min(horizon, after + WINDOW);
        const events: RecordedEvent[] = await manager.query(
          `SELECT ${RECORDED} FROM log.events WHERE position > $1 AND position <= $2 AND type = ANY ($3)
         ORDER BY position LIMIT $4`,
          [after, end, types, batchSize],
        );
        const done = events.length ? await state.subscription.handle(events, manager) : undefined;
        const position = done ?? (events.length === batchSize ? (events.at(-1)?.position ?? end) : Math.max(end, after));
        // The checkpoint moves in the transaction of what the events did: exactly once, whatever dies.
        if (position > after) {
          await manager.query(
            'UPDATE log.checkpoints SET position = $3, updated_at = clock_timestamp() WHERE subscription = $1 AND version = $2',
            [name, version, position],
          );
        }
        return position;
      })
      .then((position) => {
        if (position === false) return false;
        state.position = position;
        return true;
      });
  }
}
