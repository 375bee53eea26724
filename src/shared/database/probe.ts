import pg from 'pg';
import { CONNECTION_FAILURE, WatchedClient, type WatchedConfig } from './watched-client.js';

/** How long a connection, and each answer on it, may take. */
const MAX_PROBE_ANSWER_MS = 2_000;

/** The settings of a pool's connections, and the checks that the pool runs on each new one. */
export interface ProbeConfig extends WatchedConfig {
  readonly onConnect?: (client: pg.Client) => Promise<void>;
}

/** A connection for short questions, one after the other. It is replaced when an answer does not come in time. */
export class Probe {
  /** Host and port. */
  readonly server: string;
  private client?: Promise<WatchedClient>;

  /** @throws ERR_INVALID_URL or URIError if the address can't be read */
  constructor(private readonly config: ProbeConfig) {
    const { host, port } = this.newClient();
    this.server = `${host}:${port}`;
  }

  /** @returns the rows */
  async ask<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    this.client ??= this.connect();
    const { client } = this;
    try {
      return (await (await client).query<R>(sql, values)).rows;
    } catch (error) {
      if (this.client === client) this.close();
      // Such as an answer that did not come in time.
      if (!(error instanceof pg.DatabaseError)) (error as { code?: string }).code ??= CONNECTION_FAILURE;
      throw error;
    }
  }

  /** The next question opens a new connection. */
  close(): void {
    const { client } = this;
    this.client = undefined;
    client?.then(
      (each) => each.abandon(),
      () => undefined,
    );
  }

  private async connect(): Promise<WatchedClient> {
    const client = this.newClient();
    try {
      await client.connect();
      await this.config.onConnect?.(client);
      return client;
    } catch (error) {
      client.abandon();
      throw error;
    }
  }

  private newClient(): WatchedClient {
    return new WatchedClient({
      ...this.config,
      pipeline: false,
      connectionTimeoutMillis: MAX_PROBE_ANSWER_MS,
      query_timeout: MAX_PROBE_ANSWER_MS,
    });
  }
}
