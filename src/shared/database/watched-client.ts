import type { Socket } from 'node:net';
import pg from 'pg';
import { backendsAt, type Fate, MAX_CLOSE_MS } from './backends.js';
import { isOfSocket } from './failures.js';
import { losses } from './losses.js';

/** How often a connection is looked at. */
const SILENCE_CHECK_INTERVAL_MS = 500;

/** Silence after which Postgres is asked, over a new connection, whether it still works on the statement. */
const MAX_SILENCE_MS = 3_000;

/**
 * Silence after which a connection is closed although the state of its statement is unknown. More than
 * `statement_timeout` of commands, so that Postgres's own answer comes first.
 */
const MAX_UNEXPLAINED_SILENCE_MS = 12_000;

/** An idle connection that has received nothing for so long is closed with another one that fell silent. */
const MIN_SUSPECT_IDLE_MS = 2_000;

/** Network equipment drops idle connections without telling either end. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** What a client's configuration may have besides that of pg. */
export interface WatchedConfig extends pg.ClientConfig {
  /** Whether a hot standby is of no use. */
  readonly needsPrimary?: boolean;
  /** Shorter than `MAX_UNEXPLAINED_SILENCE_MS` where the same can be asked elsewhere. */
  readonly maxUnexplainedSilenceMs?: number;
}

/** What pg's client knows of itself, which its types leave out. */
interface Internals {
  readonly connection: { readonly stream: Socket };
  /** False from a statement's start until all that was sent has been answered; absent before the connection stands. */
  readonly readyForQuery?: boolean;
  readonly _ending: boolean;
  readonly _activeQuery?: { readonly cursor?: { readonly state: string } } | null;
}

/** SQLSTATE of a connection that failed. So the failure is known to be the database's (see `isOfDatabase`). */
export const CONNECTION_FAILURE = '08006';

/** No answer came, and what became of the statement is not known. */
export class SilentConnection extends Error {
  readonly code = CONNECTION_FAILURE;
}

/**
 * The address leads to a server that only replays what another one writes. A later connection may find the primary.
 */
export class StandbyFound extends Error {
  readonly code = CONNECTION_FAILURE;
}

const clients = new Set<WatchedClient>();

/**
 * A connection that is closed, and its statements failed, when no answer comes and Postgres says that it works on
 * none: a network may go silent without an end of the connection. A statement may take as long as it needs, because
 * the question goes over a new connection and asks for this one's process.
 */
export class WatchedClient extends pg.Client {
  private readonly backends: ReturnType<typeof backendsAt>;
  private readonly needsPrimary: boolean;
  private readonly maxUnexplainedSilenceMs: number;
  private pid = 0;
  private server = '';
  private watch?: NodeJS.Timeout;
  /** How much went in and out when it was last looked at. */
  private traffic = '';
  private trafficAt = performance.now();
  private silence = 0;
  private fate?: Fate;
  private goodbye = 0;

  constructor(config: WatchedConfig) {
    super(config);
    this.backends = backendsAt(config);
    this.needsPrimary = config.needsPrimary ?? false;
    this.maxUnexplainedSilenceMs = config.maxUnexplainedSilenceMs ?? MAX_UNEXPLAINED_SILENCE_MS;
    // Without a listener, a broken connection would end the process. The next statement on it fails.
    this.on('error', (error: NodeJS.ErrnoException) => {
      // Not to be mistaken for the socket of a handler's own work.
      if (isOfSocket(error)) error.code = CONNECTION_FAILURE;
    });
    this.once('end', () => {
      clearInterval(this.watch);
      clients.delete(this);
    });
  }

  /** @throws StandbyFound if the configuration wants a primary */
  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<pg.Client> | undefined {
    const connected = this.connectAndMeet();
    if (!callback) return connected;
    connected.then(() => callback(undefined as never), callback);
    return undefined;
  }

  private async connectAndMeet(): Promise<pg.Client> {
    await super.connect().catch((error) => {
      // Of TLS, such as a certificate that has expired: the failure is the database's, and a later connection may
      // succeed.
      if (!(error instanceof pg.DatabaseError) && !isOfSocket(error)) error.code = CONNECTION_FAILURE;
      throw error;
    });
    clients.add(this);
    this.watch = setInterval(() => this.look(), SILENCE_CHECK_INTERVAL_MS).unref();
    try {
      await this.meetServer();
      return this;
    } catch (error) {
      // The pool takes a connection that it was not given for closed.
      this.socket.destroy();
      throw error;
    }
  }

  /** Behind a pooler, the process that the connection was told of is not that of Postgres. */
  private async meetServer(): Promise<void> {
    const { rows } = await super.query<{ pid: number; server: string; isStandby: boolean }>(
      `SELECT pg_backend_pid() AS pid, pg_postmaster_start_time()::text AS server, pg_is_in_recovery() AS "isStandby"`,
    );
    const [{ pid, server, isStandby }] = rows as [{ pid: number; server: string; isStandby: boolean }];
    Object.assign(this, { pid, server });
    if (isStandby && this.needsPrimary)
      throw new StandbyFound('The database is a hot standby, which takes no changes. Kronika needs the primary.');
  }

  /** Whether the connection has failed, so that nothing sent on it will be answered. */
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

  /** Whether an answer is owed. A cursor that its reader does not read owes none. */
  private get isAwaiting(): boolean {
    const { readyForQuery, _activeQuery } = this.internals;
    return !readyForQuery && _activeQuery?.cursor?.state !== 'idle';
  }

  private get isIdle(): boolean {
    return this.internals.readyForQuery === true && this.getTransactionStatus() === 'I';
  }

  /**
   * Silence is counted in looks, and not by the clock: a process that was frozen finds in the next turn of its event
   * loop what came meanwhile.
   */
  private look(): void {
    if (this.internals._ending && !this.isAwaiting) {
      this.goodbye += SILENCE_CHECK_INTERVAL_MS;
      if (this.goodbye > MAX_CLOSE_MS) this.socket.destroy();
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
    // An answer may have been on its way while Postgres was asked, so a look comes in between.
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
    // Each of these would cost its next user the same wait.
    const suspectSince = performance.now() - MIN_SUSPECT_IDLE_MS;
    for (const other of clients)
      if (other.host === this.host && other.port === this.port && other.isIdle && other.trafficAt < suspectSince)
        other.socket.destroy(error);
  }
}
