import { Batcher } from './batcher.js';

/** A number for a bigint, a text for a UUID. */
export type LookupKey = number | string;

/** While Postgres works on one statement, another one is on its way there, and a third one on its way back. */
const MAX_CONCURRENT_STATEMENTS = 3;

/** So few that Postgres starts before the process has read the last of many requests. */
const MAX_KEYS_PER_STATEMENT = 12;

/** Finds one row per key, with one statement for the keys of requests that arrive together. */
export class Lookup<R extends { readonly key: LookupKey }> {
  private readonly batcher: Batcher<LookupKey, R>;

  /** @param read returns a row for each of the keys, in any order */
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

  /** @returns the row as of a snapshot that is not older than this call */
  find(key: LookupKey): Promise<R> {
    return this.batcher.ask(key);
  }
}
