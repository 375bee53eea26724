import { isIP, isIPv6 } from 'node:net';

const MINUTE_MS = 60_000;

/** Networks that are remembered. Of more, the one that was noted first is forgotten. */
const MAX_NETWORKS = 100_000;

/**
 * How many ads a network got in this minute without showing them. Ads that nobody sees hold room in the caps, so a
 * client that fetches without playing could keep a campaign from everybody else. Kept in memory and for a minute only.
 */
export class UnseenAds {
  private minute = 0;
  private unseen = new Map<string, number>();

  /** @param limit ads a minute; 0: no limit. Programs on this machine have none */
  constructor(private readonly limit: number) {}

  get networks(): number {
    return this.unseen.size;
  }

  /** Notes an ad that was given out. @returns whether the network has had too many */
  given(address: string, now: number): boolean {
    if (this.limit === 0 || isOwn(address)) return false;
    this.turn(now);
    const network = networkOf(address);
    const known = this.unseen.get(network);
    if (known === undefined && this.unseen.size >= MAX_NETWORKS) this.unseen.delete(this.unseen.keys().next().value as string);
    const unseen = (known ?? 0) + 1;
    this.unseen.set(network, unseen);
    return unseen > this.limit;
  }

  /** Notes an ad that was seen. */
  seen(address: string, now: number): void {
    this.turn(now);
    const network = networkOf(address);
    const unseen = this.unseen.get(network);
    if (unseen) this.unseen.set(network, unseen - 1);
  }

  private turn(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === this.minute) return;
    this.minute = minute;
    this.unseen = new Map();
  }
}

const isOwn = (address: string) => address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.');

/** The first 24 bits of an IPv4 address, the first 48 of an IPv6 address. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (isIP(plain) === 4) return plain.slice(0, plain.lastIndexOf('.'));
  if (!isIPv6(plain)) return '';
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const left = tail === undefined ? groups : [...groups, '0', '0', '0'];
  return left
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16))
    .join(':');
}
