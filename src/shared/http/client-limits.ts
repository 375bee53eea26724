import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { BlockList, isIP, isIPv6, type Socket } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ANONYMOUS } from '../event-log/command-meta.js';
import { isLoopback, type Settings } from '../settings.js';
import { Problem } from './problems.js';
import type { StreamKind } from './senders.js';

/** The default of `RATE_LIMIT`: requests a minute for each key or user. */
const REQUESTS_PER_MINUTE = 6_000;

/** The limit of an address is this many times that of a key, because several keys or users may share an address. */
const ADDRESS_FACTOR = 5;

/** The default of `CONNECTIONS_PER_ADDRESS`. */
const CONNECTIONS = 100;

/** Limits of open streams and exports for each client. */
const MAX_STREAMS: Record<StreamKind, number> = { events: 20, export: 1 };

/**
 * Limit of the requests of a connection that wait for the answer to an earlier one. Node takes all requests out of a
 * piece of 64 KiB at once, which are thousands, and nobody else gets a turn meanwhile. No browser or proxy sends a
 * request before it has the answer to the last one.
 */
const MAX_WAITING_REQUESTS = 16;

/** The number of addresses and clients that are counted. Above it, the least recently seen ones are forgotten. */
const MAX_COUNTED_CLIENTS = 50_000;

const MINUTE_MS = 60_000;

type LimitSettings = Pick<Settings, 'RATE_LIMIT' | 'CONNECTIONS_PER_ADDRESS' | 'TRUST_PROXY' | 'AUTH'>;

/** @returns the client that a request counts for: its principal or, without credentials, its address */
export function clientOf({ principal, ip }: FastifyRequest): string {
  return principal && principal.actor !== ANONYMOUS ? principal.actor : addressOf(ip);
}

/**
 * @returns the address that limits apply to. Of IPv6 it is the network, since every client has 2^64 addresses in one
 */
export function addressOf(ip = ''): string {
  const address = unmapped(ip);
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] as string).split('::');
  const [first, last] = [head, tail ?? ''].map((part) => (part ? part.split(':') : []));
  const groups =
    tail === undefined
      ? first
      : [...(first ?? []), ...Array(8 - (first?.length ?? 0) - (last?.length ?? 0)).fill('0'), ...(last ?? [])];
  return `${groups
    ?.slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Whether a request comes from a program on this machine while nobody has to sign in. */
export function isTrusted(ip: string, { AUTH }: Pick<Settings, 'AUTH'>): boolean {
  return AUTH === 'none' && isLoopback(unmapped(ip));
}

/** A server that listens on IPv6 as well sees IPv4 in this form. */
const unmapped = (ip: string) => ip.replace(/^::ffff:(?=\d+\.)/i, '');

type Take = ReturnType<FastifyInstance['createRateLimit']>;

/** Limits for each client, so that one client leaves room for the others (decision 33). */
export class ClientLimits {
  private readonly open = new Map<string, number>();
  private readonly proxies = new BlockList();
  private readonly perMinute: number;
  private readonly connections: number;
  /** An address of this machine from which requests came, because looking one up takes longer than counting it. */
  private ownAddress?: string;
  private takeForAddress?: Take;
  private takeForClient?: Take;

  constructor(private readonly settings: LimitSettings) {
    this.perMinute = settings.RATE_LIMIT ?? REQUESTS_PER_MINUTE;
    this.connections = settings.CONNECTIONS_PER_ADDRESS ?? CONNECTIONS;
    for (const each of settings.TRUST_PROXY) {
      const [address = '', bits] = each.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      if (bits === undefined) this.proxies.addAddress(address, family);
      else this.proxies.addSubnet(address, Number(bits), family);
    }
  }

  /** To be called before hooks and routes are registered. */
  async use(fastify: FastifyInstance): Promise<void> {
    this.limitConnections(fastify.server as Server);
    limitWaitingRequests(fastify.server as Server);
    if (!this.perMinute) return;
    await fastify.register(rateLimit, { global: false, cache: MAX_COUNTED_CLIENTS, timeWindow: MINUTE_MS });
    const max = this.perMinute;
    this.takeForAddress = fastify.createRateLimit({
      max: max * ADDRESS_FACTOR,
      keyGenerator: ({ ip }) => `address ${addressOf(ip)}`,
    });
    this.takeForClient = fastify.createRateLimit({ max, keyGenerator: (request) => `client ${clientOf(request)}` });
  }

  /**
   * Counts a request against the limit of its address. To be called before the sender is authenticated.
   *
   * @returns undefined if the request need not be counted
   * @throws Problem 429 `request.too-many`
   */
  takeAsAddress(request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined {
    if (!this.takeForAddress || this.isExempt(request.ip, this.settings.RATE_LIMIT)) return undefined;
    return take(this.takeForAddress, request, reply);
  }

  /** Counts a request against the limit of its key or user. Without either, the address is counted again. */
  takeAsClient(request: FastifyRequest, reply: FastifyReply): Promise<void> | undefined {
    if (!this.takeForClient || this.isExempt(request.ip, this.settings.RATE_LIMIT)) return undefined;
    return take(this.takeForClient, request, reply);
  }

  /**
   * Counts an open stream of a client until its answer ends.
   *
   * @throws Problem 429 `stream.too-many`, `export.too-many`
   */
  hold(kind: StreamKind, request: FastifyRequest, reply: FastifyReply): void {
    if (request.method === 'HEAD' || this.isExempt(request.ip)) return;
    const key = `${kind} ${clientOf(request)}`;
    const most = MAX_STREAMS[kind];
    if ((this.open.get(key) ?? 0) >= most)
      throw kind === 'export'
        ? tooMany('export.too-many', 'Another export of yours is under way. Wait until it has ended.', 10)
        : tooMany('stream.too-many', `You have ${most} streams open. Close one.`, 10);
    this.count(key, 1);
    reply.raw.once('close', () => this.count(key, -1));
  }

  /**
   * Answers a few connections above the limit with 429, and closes all further ones, because an answer costs memory as
   * well. Connections of a trusted proxy are not counted: they belong to all of its clients.
   */
  private limitConnections(server: Server): void {
    if (!this.connections) return;
    const tooMuch = new WeakSet<Socket>();
    server.on('connection', (socket: Socket) => {
      const ip = socket.remoteAddress ?? '';
      if (this.isExempt(ip, this.settings.CONNECTIONS_PER_ADDRESS) || this.isProxy(ip)) return;
      const key = `connections ${addressOf(ip)}`;
      const open = this.count(key, 1);
      socket.once('close', () => this.count(key, -1));
      if (open > 2 * this.connections) socket.destroy();
      else if (open > this.connections) tooMuch.add(socket);
    });
    this.isTooMuch = (socket) => tooMuch.has(socket);
  }

  /** @throws Problem 429 `connection.too-many` */
  requireConnection({ raw }: FastifyRequest, reply: FastifyReply): void {
    if (!this.isTooMuch(raw.socket)) return;
    reply.header('connection', 'close');
    throw tooMany('connection.too-many', `Your address has more than ${this.connections} connections open.`, 10);
  }

  private isTooMuch: (socket: Socket) => boolean = () => false;

  /**
   * Programs on this machine have no limit while nobody has to sign in. If a proxy is among them, `TRUST_PROXY` has to
   * name it, so that its clients are known by their own addresses.
   *
   * @param given the setting; a setting applies to everybody
   */
  private isExempt(ip: string, given?: number): boolean {
    if (given !== undefined) return false;
    if (ip === this.ownAddress) return true;
    if (!isTrusted(ip, this.settings)) return false;
    this.ownAddress = ip;
    return true;
  }

  private isProxy(ip: string): boolean {
    const address = unmapped(ip);
    return this.proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }

  private count(key: string, change: number): number {
    const count = (this.open.get(key) ?? 0) + change;
    if (count > 0) this.open.set(key, count);
    else this.open.delete(key);
    return count;
  }
}

/** Closes a connection on which too many requests wait. To be called once, when the server has its listener. */
function limitWaitingRequests(server: Server): void {
  const waiting = new WeakMap<Socket, number>();
  const isRefused = ({ socket }: IncomingMessage, response: ServerResponse): boolean => {
    if (socket.destroyed) return true;
    const count = (waiting.get(socket) ?? 0) + 1;
    if (count > MAX_WAITING_REQUESTS) {
      stopParser(socket);
      socket.destroy();
      return true;
    }
    waiting.set(socket, count);
    response.once('finish', () => waiting.set(socket, (waiting.get(socket) ?? 0) - 1));
    return false;
  };
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request').on('request', (request, response) => {
    // Only a response that waits behind another one has no socket yet.
    if (response.socket === null && isRefused(request, response)) return;
    for (const listener of listeners) listener(request, response);
  });
}

/**
 * Makes Node's parser leave the rest of the piece that it is parsing. Otherwise it would make objects of all requests
 * in it, even if the socket is destroyed. For the parser, 2 means that what follows is no HTTP.
 */
function stopParser(socket: Socket & { parser?: { onIncoming: () => number } | null }): void {
  if (socket.parser) socket.parser.onIncoming = () => 2;
}

/** @throws Problem 429 */
async function take(limit: Take, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const taken = await limit(request);
  if (taken.isAllowed) return;
  const { max, remaining, ttlInSeconds, isExceeded } = taken;
  reply.headers({ 'ratelimit-limit': max, 'ratelimit-remaining': remaining, 'ratelimit-reset': ttlInSeconds });
  if (isExceeded)
    throw tooMany('request.too-many', `That were more than ${max} requests in a minute.`, Math.max(1, ttlInSeconds));
}

export function tooMany(code: string, detail: string, seconds: number): Problem {
  return new Problem(429, code, `${detail} Try again in ${seconds} s.`, {}, { 'retry-after': String(seconds) });
}
