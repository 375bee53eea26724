import { isIP } from 'node:net';

/**
 * `*`, an IPv6 address in brackets, or a host name without port, optionally with `*.` in front for all names below it.
 */
export const HOST_NAME = /^(\*|\[[\da-f:.]+\]|(\*\.)?[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)*\.?)$/iu;

/** The comma before another address, or before a missing one; a password may have commas too. */
export const NEXT_ADDRESS = /,(?=\s*(?:[a-z][a-z\d+.-]*:\/\/|,|$))/i;

/** An address of a NATS server. Reserved characters of a user or a password are percent-encoded. */
export const NATS_ADDRESS =
  /^(?:nats|tls):\/\/(?:((?:[^\s:/?#@%]|%[\da-f]{2})+(?::(?:[^\s:/?#@%]|%[\da-f]{2})*)?)@)?(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?\/?$/i;

/** A name that NATS takes as a token of a subject. */
export const NATS_TOKEN = /^[\w-]{1,64}$/;

/**
 * An address or a network. A number would trust that many hops, a name would depend on DNS, and the network of all
 * addresses would trust everybody.
 */
export function isNetwork(value: unknown): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(String(value)) ?? [];
  const family = isIP(address);
  return family !== 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128)));
}

/** An origin as a browser sends it. */
export function isOrigin(value: unknown): boolean {
  try {
    const { origin, protocol } = new URL(String(value));
    return origin === value && /^https?:$/.test(protocol);
  } catch {
    return false;
  }
}
