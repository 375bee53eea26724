import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { StartError } from '../settings.js';

/** Time limits of a connection and of each answer. */
const MAX_CONNECT_MS = 3_000;
export const MAX_ANSWER_MS = 5_000;

/** A server that answers no ping for twice this time is given up. */
const PING_INTERVAL_MS = 5_000;

export type Nats = typeof import('@nats-io/transport-node');
export type JetStream = typeof import('@nats-io/jetstream');

/** The client of NATS. */
export interface NatsClient {
  readonly nats: Nats;
  readonly jetstream: JetStream;
}

/** A connection to a server with JetStream. */
export interface NatsLink {
  readonly connection: NatsConnection;
  readonly streams: JetStreamManager['streams'];
  readonly js: JetStreamClient;
}

/**
 * Loads the client, which is an optional package.
 *
 * @throws StartError if it is not installed
 */
export async function loadClient(): Promise<NatsClient> {
  try {
    const [nats, jetstream] = await Promise.all([import('@nats-io/transport-node'), import('@nats-io/jetstream')]);
    return { nats, jetstream };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new StartError(
      'ROLES has relay, and the optional packages @nats-io/transport-node and @nats-io/jetstream are not installed: run npm ci.',
    );
  }
}

/**
 * The headers of a message, already encoded. The client's own compare each one with all before it, which takes longer
 * than the rest of a message.
 *
 * @param headers names and values: ASCII without line breaks
 */
export function encodedHeaders({ nats }: NatsClient, headers: readonly (readonly [name: string, value: string])[]): MsgHdrs {
  let lines = 'NATS/1.0\r\n';
  for (const [name, value] of headers) lines += `${name}: ${value}\r\n`;
  const bytes = Buffer.from(`${lines}\r\n`, 'latin1');
  return Object.assign(nats.headers(), { encode: () => bytes });
}

/** Host and port of each server, without user and password. */
export function serversOf(urls: readonly string[]): string[] {
  return urls.map((url) => new URL(url).host);
}

/**
 * Opens a connection that does not reconnect by itself: after each break the relay has to ask the stream where it ends.
 *
 * @param urls as `RELAY_URL` has them
 */
export async function connectTo({ nats, jetstream }: NatsClient, urls: readonly string[]): Promise<NatsLink> {
  const { username, password } = new URL(urls[0] as string);
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  const connection = await nats.connect({
    servers: serversOf(urls),
    name: 'kronika relay',
    reconnect: false,
    timeout: MAX_CONNECT_MS,
    pingInterval: PING_INTERVAL_MS,
    maxPingOut: 2,
    ...(pass ? { user, pass } : user ? { token: user } : {}),
    ...(urls.some((url) => url.startsWith('tls:')) ? { tls: {} } : {}),
  });
  try {
    const manager = await jetstream.jetstreamManager(connection, { timeout: MAX_ANSWER_MS });
    return { connection, streams: manager.streams, js: jetstream.jetstream(connection, { timeout: MAX_ANSWER_MS }) };
  } catch (error) {
    await connection.close().catch(() => undefined);
    throw error;
  }
}
