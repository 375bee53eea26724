import { Batcher } from './batcher.js';

/** A number for a bigint, a string for a UUID. */
export type LookupKey = number | string;

/** Keeps Postgres busy: it executes one statement while the next one and the last answer are in transit. */
const MAX_CONCURRENT_STATEMENTS = 3;

/** Small, so that Postgres starts before the process has read the last of many requests. */
const MAX_KEYS_PER_STATEMENT = 12;

/** Finds one row per key. Requests that arrive together share a statement. */
export class Lookup<R extends { readonly key: LookupKey }> {
  private readonly batcher: Batcher<LookupKey, R>;

  /** @param read returns one row per key, in any order */
  constructor(read: (keys: LookupKey[]) => Promise<R[]>) {
    const readInOrder = async (keys: LookupKey[]) => {
      const rows = new Map((await read(keys)).map((row) => [row.key, row]));
      return keys.map((key) => rows.get(key) as R);
    };
    this.batcher = new Batcher(readInOrder, {
      maxSize: MAX_KEYS_PER_STATEMENT,
      maxConcurrent: MAX_CONCURRENT_STATEMENTS,
      schedule: setImmediate,
    });
  }

  /** @returns the row, read with a snapshot that is not older than this call */
  find(key: LookupKey): Promise<R> {
    return this.batcher.ask(key);
  }
}
