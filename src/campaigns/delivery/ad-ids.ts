import { randomFillSync } from 'node:crypto';

const RANDOM_BYTES = 10;
const POOL_BYTES = 4_000;

/** Random bytes in stock, because getting those of one id takes longer than writing it. */
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** A new UUIDv7: the time in ms since 1970, then random bits. */
export function newAdId(now: number): string {
  if (used >= POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const time = Math.floor(now).toString(16).padStart(12, '0');
  const version = 0x7000 | (pool.readUInt16BE(used) & 0x0fff);
  const variant = 0x8000 | (pool.readUInt16BE(used + 2) & 0x3fff);
  const rest = pool.toString('hex', used + 4, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
  return `${time.slice(0, 8)}-${time.slice(8)}-${version.toString(16)}-${variant.toString(16)}-${rest}`;
}
