import type { Refusal } from '#kronika/refusals';
import { refusedField } from '../campaigns.refusals.js';

/** The maximum length of the address of a click or a tag. */
export const MAX_ADDRESS_LENGTH = 2_000;

/** Host names that are resolved within a machine or a local network, and names without a dot. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|lan|home\.arpa)$|^[^.]*$/;

const IP_V4 = /^(\d+)\.(\d+)\.\d+\.\d+$/;

/** The block of IPv6 for global unicast, 2000::/3, as `URL` writes it. */
const GLOBAL_IP_V6 = /^\[[23][\da-f]{3}:/;

/** Whether the URL's host is of this machine or a private network. `URL` writes every form of IPv4 as four numbers. */
function isPrivate({ hostname }: URL): boolean {
  if (hostname.startsWith('[')) return !GLOBAL_IP_V6.test(hostname);
  const [, first, second] = (IP_V4.exec(hostname) ?? []).map(Number);
  if (first === undefined || second === undefined) return LOCAL_NAME.test(hostname.replace(/\.$/, ''));
  return (
    [0, 10, 127].includes(first) ||
    first >= 224 ||
    (first === 100 && second >= 64 && second < 128) ||
    (first === 169 && second === 254) ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && (second === 168 || second === 0)) ||
    (first === 198 && (second === 18 || second === 19))
  );
}

function requireAddress(field: 'clickThrough' | 'tag', code: string, address: string): URL {
  const refused = (fault: string, detail: string): Refusal =>
    refusedField('creative', field, fault, detail, `creative.${code}-${fault}`);
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || address.length > MAX_ADDRESS_LENGTH)
    throw refused('malformed', `It must be an address with https or http, of at most ${MAX_ADDRESS_LENGTH} characters.`);
  if (url.username !== '' || url.password !== '')
    throw refused('with-credentials', 'The address must not have a user name or a password, because every viewer gets it.');
  return url;
}

/** @throws Refusal `creative.click-through-malformed`, `creative.click-through-with-credentials` */
export function requireClickThrough(address: string): void {
  requireAddress('clickThrough', 'click-through', address);
}

/**
 * Requires the address of a third party's VAST. Players fetch it, so an address of a private network would make each
 * viewer's browser call into the viewer's own network.
 *
 * @throws Refusal `creative.tag-malformed`, `creative.tag-with-credentials`, `creative.tag-not-public`
 */
export function requireTag(address: string): void {
  if (!isPrivate(requireAddress('tag', 'tag', address))) return;
  const detail = 'The address of a tag must not be of this machine or a private network.';
  throw refusedField('creative', 'tag', 'not-public', detail);
}
