/** A number for a bigint, a text for a UUID. */
export type Key = number | string;

/** How many statements of one lookup may be on their way: while Postgres works at one, another one comes or goes. */
const MOST_AT_ONCE = 3;

/** How many keys one statement has at most: few enough that Postgres has begun when the last of many requests is read. */
const MOST_KEYS = 12;

interface Asker<R> {
  resolve(row: R): void;
  reject(error: unknown): void;
}

/** Gathers requests for one key each into statements for many. None is answered by a statement that was begun before it came. */
export class Lookup<R extends { readonly key: Key }> {
  private readonly waiting = new Map<Key, Asker<R>[]>();
  private running = 0;
  private isDue = false;

  /** @param read has a row for each of the keys */
  constructor(private readonly read: (keys: Key[]) => Promise<R[]>) {}

  find(key: Key): Promise<R> {
    return new Promise((resolve, reject) => {
      const others = this.waiting.get(key);
      if (others) others.push({ resolve, reject });
      else this.waiting.set(key, [{ resolve, reject }]);
      if (this.running >= MOST_AT_ONCE) return;
      if (this.waiting.size >= MOST_KEYS) return void this.send();
      if (this.isDue) return;
      // After the other requests that have come in the same moment.
      this.isDue = true;
      setImmediate(() => {
        this.isDue = false;
        if (this.waiting.size && this.running < MOST_AT_ONCE) void this.send();
      });
    });
  }

  private async send(): Promise<void> {
    const asked = [...this.waiting].slice(0, MOST_KEYS);
    for (const [key] of asked) this.waiting.delete(key);
    this.running += 1;
    try {
      const rows = new Map((await this.read(asked.map(([key]) => key))).map((row) => [row.key, row]));
      for (const [key, askers] of asked) for (const { resolve } of askers) resolve(rows.get(key) as R);
    } catch (error) {
      for (const [, askers] of asked) for (const { reject } of askers) reject(error);
    }
    this.running -= 1;
    if (this.waiting.size && !this.isDue) void this.send();
  }
}
