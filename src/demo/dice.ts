import { createHash } from 'node:crypto';

const digest = (label: string): Buffer => createHash('sha256').update(label).digest();

/** @returns a UUID of version 4 (RFC 9562) that depends only on the label */
export function uuidOf(label: string): string {
  const bytes = digest(label).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * A seeded random number generator: the same label gives the same sequence. The algorithm is mulberry32 by Tommy
 * Ettinger, in the public domain (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c).
 */
export class Dice {
  private state: number;

  constructor(label: string) {
    this.state = digest(label).readUInt32LE();
  }

  /** @returns a number from 0 to less than 1 */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** @returns a whole number between two bounds, both inclusive */
  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  /** @param chance from 0 to 1 */
  happens(chance: number): boolean {
    return this.next() < chance;
  }

  /** @param list not empty */
  one<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)] as T;
  }

  /** @returns that many different elements, or all if there are fewer */
  some<T>(list: readonly T[], count: number): T[] {
    const left = [...list];
    return Array.from({ length: Math.min(count, list.length) }, () => left.splice(this.whole(0, left.length - 1), 1)[0] as T);
  }
}
