import type { Socket } from 'node:net';
import pg from 'pg';
import { backendsAt, type Fate, MAX_CLOSE_MS } from './backends.js';
import { isOfSocket } from './failures.js';
import { losses } from './losses.js';

/** Interval of the checks of a connection. */
const SILENCE_CHECK_INTERVAL_MS = 500;

/** Silence after which Postgres is asked, over a new connection, whether it is still executing the statement. */
const MAX_SILENCE_MS = 3_000;

/**
 * Silence after which a connection is closed although the state of its statement is unknown. Longer than the
 * `statement_timeout` of commands, so that Postgres's own answer arrives first.
 */
const MAX_UNEXPLAINED_SILENCE_MS = 12_000;

/** Time without traffic after which an idle connection is closed together with one that fell silent. */
const MIN_SUSPECT_IDLE_MS = 2_000;

/** Keep-alive, because network equipment drops idle connections without telling either end. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** Options in addition to those of pg. */
export interface WatchedConfig extends pg.ClientConfig {
  /** Whether a hot standby is rejected. */
  readonly needsPrimary?: boolean;
  /** Replaces `MAX_UNEXPLAINED_SILENCE_MS`. Shorter if another server can answer the same queries. */
  readonly maxUnexplainedSilenceMs?: number;
}

/** State of pg's client that its types leave out. */
interface Internals {
  readonly connection: { readonly stream: Socket };
  /** False from the start of a statement until everything sent has been answered; absent until connected. */
  readonly readyForQuery?: boolean;
  readonly _ending: boolean;
  readonly _activeQuery?: { readonly cursor?: { readonly state: string } } | null;
}

/** SQLSTATE of a failed connection, by which `isOfDatabase` recognizes the failure as the database's. */
export const CONNECTION_FAILURE = '08006';

/** No answer came, so the outcome of the statement is unknown. */
export class SilentConnection extends Error {
  readonly code = CONNECTION_FAILURE;
}

/**
 * The address leads to a hot standby. After a failover, a later connection may find the primary.
 */
export class StandbyFound extends Error {
  readonly code = CONNECTION_FAILURE;
}

const clients = new Set<WatchedClient>();

/**
 * A connection that detects silence, because a network can stop delivering without closing connections. If no answer
 * comes and Postgres reports that it is not executing a statement of this connection, the connection is closed and its
 * statements fail. A statement may still take as long as it needs, because Postgres is asked over a new connection.
 */
export class WatchedClient extends pg.Client {
  private readonly backends: ReturnType<typeof backendsAt>;
  private readonly needsPrimary: boolean;
  private readonly maxUnexplainedSilenceMs: number;
  private pid = 0;
  private server = '';
  private watch?: NodeJS.Timeout;
  /** Bytes read and bytes still to be written, as of the last check. */
  private traffic = '';
  private trafficAt = performance.now();
  private silence = 0;
  private fate?: Fate;
  private closingMs = 0;

  constructor(config: WatchedConfig) {
    super(config);
    this.backends = backendsAt(config);
    this.needsPrimary = config.needsPrimary ?? false;
    this.maxUnexplainedSilenceMs = config.maxUnexplainedSilenceMs ?? MAX_UNEXPLAINED_SILENCE_MS;
    // Without a listener, a broken connection would end the process. The next statement on it fails.
    this.on('error', (error: NodeJS.ErrnoException) => {
      // Otherwise it could be mistaken for an error of a socket that an event handler uses.
      if (isOfSocket(error)) error.code = CONNECTION_FAILURE;
    });
    this.once('end', () => {
      clearInterval(this.watch);
      clients.delete(this);
    });
  }

  /** @throws StandbyFound if the configuration requires a primary */
  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
    const connected = this.connectAndIdentify();
    if (!callback) return connected;
    connected.then(() => callback(undefined as never), callback);
    return undefined;
  }

  private async connectAndIdentify(): Promise<pg.Client> {
    await super.connect().catch((error) => {
      // A TLS error, such as an expired certificate, is a failure of the database. A later connection may succeed.
      if (!(error instanceof pg.DatabaseError) && !isOfSocket(error)) error.code = CONNECTION_FAILURE;
      throw error;
    });
    clients.add(this);
    this.watch = setInterval(() => this.checkSilence(), SILENCE_CHECK_INTERVAL_MS).unref();
    try {
      await this.identifyServer();
      return this;
    } catch (error) {
      // The pool assumes that a connection that it never received is closed.
      this.socket.destroy();
      throw error;
    }
  }

  /** Asks for the process id, because behind a pooler the id from the startup is not that of Postgres's process. */
  private async identifyServer(): Promise<void> {
    const { rows } = await super.query<{ pid: number; server: string; isStandby: boolean }>(
      `SELECT pg_backend_pid() AS pid, pg_postmaster_start_time()::text AS server, pg_is_in_recovery() AS "isStandby"`,
    );
    const [{ pid, server, isStandby }] = rows as [{ pid: number; server: string; isStandby: boolean }];
    Object.assign(this, { pid, server });
    if (isStandby && this.needsPrimary)
      throw new StandbyFound('The database is a hot standby, which takes no changes. Kronika needs the primary.');
  }

  /** Whether the connection has failed, so that statements on it will never be answered. */
  get isBroken(): boolean {
    return this.socket.destroyed;
  }

  /** Ends the connection without waiting for the other side. */
  abandon(): void {
    void this.end().catch(() => undefined);
    this.socket.destroy();
  }

  private get internals(): Internals {
    return this as unknown as Internals;
  }

  private get socket(): Socket {
    return this.internals.connection.stream;
  }

  /** Whether an answer is due. A cursor that is not being read has none due. */
  private get isAwaiting(): boolean {
    const { readyForQuery, _activeQuery } = this.internals;
    return !readyForQuery && _activeQuery?.cursor?.state !== 'idle';
  }

  private get isIdle(): boolean {
    return this.internals.readyForQuery === true && this.getTransactionStatus() === 'I';
  }

  /**
   * Counts silence in checks rather than by the clock, because a process that was frozen reads what arrived meanwhile
   * only in the next iteration of its event loop.
   */
  private checkSilence(): void {
    if (this.internals._ending && !this.isAwaiting) {
      this.closingMs += SILENCE_CHECK_INTERVAL_MS;
      if (this.closingMs > MAX_CLOSE_MS) this.socket.destroy();
      return;
    }
    const { bytesRead, writableLength } = this.socket;
    const traffic = `${bytesRead} ${writableLength}`;
    if (traffic !== this.traffic) this.trafficAt = performance.now();
    if (traffic !== this.traffic || !this.isAwaiting) {
      this.traffic = traffic;
      this.silence = 0;
      this.fate = undefined;
      return;
    }
    this.silence += SILENCE_CHECK_INTERVAL_MS;
    // The answer may have been in transit while Postgres was asked, so `lost` takes effect one check later.
    if (this.fate === 'lost' || this.silence >= this.maxUnexplainedSilenceMs) this.giveUp();
    else if (this.silence % MAX_SILENCE_MS === 0) void this.ask();
  }

  private async ask(): Promise<void> {
    const { traffic } = this;
    const fate = await this.backends.fateOf(this.pid, this.server);
    if (traffic !== this.traffic) return;
    this.fate = fate;
    if (fate === 'working') this.silence = 0;
  }

  private giveUp(): void {
    const seconds = Math.round(this.silence / 1_000);
    const error = new SilentConnection(`The connection was closed, because no answer came for ${seconds} s.`);
    this.socket.destroy(error);
    losses.note(this.host, this.port, seconds);
    // Each of these connections would make its next user wait just as long.
    const suspectSince = performance.now() - MIN_SUSPECT_IDLE_MS;
    for (const other of clients)
      if (other.host === this.host && other.port === this.port && other.isIdle && other.trafficAt < suspectSince)
        other.socket.destroy(error);
  }
}
