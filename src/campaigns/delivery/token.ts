import { hash, timingSafeEqual } from 'node:crypto';

/** A kind of device, as far as a user agent tells it. */
export const DEVICES = ['unknown', 'desktop', 'mobile', 'tablet', 'tv'] as const;
export type Device = (typeof DEVICES)[number];

/** An ad that was given out: what its beacons are counted for. A player sends it back unread. */
export interface AdToken {
  /** A UUIDv7: `AdServingId` and `Ad@id` of the document. Its time is that of the decision. */
  readonly id: string;
  /** The nil UUID, as `creativeId`, if the answer had no ad. */
  readonly campaignId: string;
  readonly creativeId: string;
  readonly portfolioId: string;
  readonly sectionId: string;
  /** Null: the ad was given out without a lease, because the campaign has no limits or the view won't be billed. */
  readonly leaseId: string | null;
  /** Counted from the time of `id`. Later beacons are late. */
  readonly expiresInSeconds: number;
  readonly flags: AdFlags;
}

export interface AdFlags {
  /** The request came from a bot, a prefetch or a flooding address, so its views are reported apart and never billed. */
  readonly isInvalid: boolean;
  /** The creative is the VAST address of a third party. */
  readonly isTag: boolean;
  readonly device: Device;
}

/** A key that seals tokens. */
export interface AdKey {
  /** 1 to 65,535. */
  readonly id: number;
  readonly secret: Buffer;
}

export const NIL_UUID = '00000000-0000-0000-0000-000000000000';

const VERSION = 1;

/** Layout: version, key id, six UUIDs, seconds until it expires, flags, then the first bytes of the HMAC-SHA256 of it all. */
const UUIDS_AT = 3;
const UUID_BYTES = 16;
const EXPIRY_AT = UUIDS_AT + 6 * UUID_BYTES;
const FLAGS_AT = EXPIRY_AT + 2;
const MAC_AT = FLAGS_AT + 1;
const MAC_BYTES = 16;
const TOKEN_BYTES = MAC_AT + MAC_BYTES;

/** The length of every token: base64url without padding. */
export const TOKEN_CHARACTERS = Math.ceil((TOKEN_BYTES * 4) / 3);

const INVALID = 1;
const TAG = 2;
const DEVICE_SHIFT = 2;

/** @returns text of `TOKEN_CHARACTERS` characters that need no escape in addresses and XML */
export function sealToken(token: AdToken, key: AdKey): string {
  const bytes = Buffer.allocUnsafe(TOKEN_BYTES);
  bytes[0] = VERSION;
  bytes.writeUInt16BE(key.id, 1);
  const { id, campaignId, creativeId, portfolioId, sectionId, leaseId } = token;
  bytes.set(bytesOf(id), UUIDS_AT);
  writeUuid(bytes, 1, campaignId);
  writeUuid(bytes, 2, creativeId);
  writeUuid(bytes, 3, portfolioId);
  writeUuid(bytes, 4, sectionId);
  writeUuid(bytes, 5, leaseId ?? NIL_UUID);
  bytes.writeUInt16BE(token.expiresInSeconds, EXPIRY_AT);
  const { isInvalid, isTag, device } = token.flags;
  bytes[FLAGS_AT] = (isInvalid ? INVALID : 0) | (isTag ? TAG : 0) | (DEVICES.indexOf(device) << DEVICE_SHIFT);
  macOf(bytes, key).copy(bytes, MAC_AT, 0, MAC_BYTES);
  return bytes.toString('base64url');
}

/** @returns undefined unless the text is a whole token that one of the keys has sealed */
export function openToken(text: string, keys: ReadonlyMap<number, AdKey>): AdToken | undefined {
  if (text.length !== TOKEN_CHARACTERS) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  // Base64 has several texts for the same bytes. Only one of them is a token.
  if (bytes.length !== TOKEN_BYTES || bytes[0] !== VERSION || bytes.toString('base64url') !== text) return undefined;
  const key = keys.get(bytes.readUInt16BE(1));
  if (!key || !timingSafeEqual(macOf(bytes, key).subarray(0, MAC_BYTES), bytes.subarray(MAC_AT))) return undefined;
  const uuid = (place: number) => readUuid(bytes, place);
  const flags = bytes[FLAGS_AT] as number;
  const leaseId = uuid(5);
  return {
    id: uuid(0),
    campaignId: uuid(1),
    creativeId: uuid(2),
    portfolioId: uuid(3),
    sectionId: uuid(4),
    leaseId: leaseId === NIL_UUID ? null : leaseId,
    expiresInSeconds: bytes.readUInt16BE(EXPIRY_AT),
    flags: {
      isInvalid: (flags & INVALID) !== 0,
      isTag: (flags & TAG) !== 0,
      device: DEVICES[flags >> DEVICE_SHIFT] ?? 'unknown',
    },
  };
}

/** When the ad was given out, from its UUIDv7, in ms since 1970. */
export function decidedAt({ id }: Pick<AdToken, 'id'>): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** HMAC-SHA256 hashes longer keys first; keys up to this length are used directly. */
const BLOCK_BYTES = 64;

const pads = new WeakMap<AdKey, { readonly inner: Buffer; readonly outer: Buffer }>();

/** HMAC-SHA256 (RFC 2104) by two hashes, because `createHmac` takes longer than all the rest of a token. */
function macOf(bytes: Buffer, key: AdKey): Buffer {
  let pad = pads.get(key);
  if (!pad) {
    if (key.secret.length > BLOCK_BYTES) throw new Error('The key of a token is too long');
    const padded = (byte: number, rest: number) =>
      Buffer.concat([Buffer.from(Buffer.concat([key.secret], BLOCK_BYTES).map((each) => each ^ byte)), Buffer.alloc(rest)]);
    pad = { inner: padded(0x36, MAC_AT), outer: padded(0x5c, 32) };
    pads.set(key, pad);
  }
  const { inner, outer } = pad;
  bytes.copy(inner, BLOCK_BYTES, 0, MAC_AT);
  hash('sha256', inner, 'buffer').copy(outer, BLOCK_BYTES);
  return hash('sha256', outer, 'buffer');
}

/** The bytes of ids that were written lately, since campaigns, creatives and sections are few. */
const MAX_KNOWN = 10_000;
let known = new Map<string, Buffer>();

function writeUuid(bytes: Buffer, place: number, uuid: string): void {
  let found = known.get(uuid);
  if (!found) {
    found = bytesOf(uuid);
    if (known.size >= MAX_KNOWN) known = new Map();
    known.set(uuid, found);
  }
  bytes.set(found, UUIDS_AT + place * UUID_BYTES);
}

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');

function readUuid(bytes: Buffer, place: number): string {
  const start = UUIDS_AT + place * UUID_BYTES;
  const hex = bytes.toString('hex', start, start + UUID_BYTES);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
