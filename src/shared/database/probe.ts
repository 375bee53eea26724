import pg from 'pg';
import { CONNECTION_FAILURE, WatchedClient, type WatchedConfig } from './watched-client.js';

/** Time limit for the connection, and for each answer. */
const MAX_PROBE_ANSWER_MS = 2_000;

/** The configuration of a pool's connections, with the check that the pool runs on each new one. */
export interface ProbeConfig extends WatchedConfig {
  readonly onConnect?: (client: pg.Client) => Promise<void>;
}

/** A connection for short queries, one at a time. It is replaced when an answer does not arrive in time. */
export class Probe {
  /** Host and port. */
  readonly server: string;
  private client?: Promise<WatchedClient>;

  /** @throws ERR_INVALID_URL or URIError if the address can't be parsed */
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
      // A timeout has no code.
      if (!(error instanceof pg.DatabaseError)) (error as { code?: string }).code ??= CONNECTION_FAILURE;
      throw error;
    }
  }

  /** Closes the connection. The next query opens a new one. */
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
