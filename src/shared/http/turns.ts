/** How many answers to one question may be under way: while Postgres works at one, another one comes or goes. */
const MOST_AT_ONCE = 2;

/**
 * Whoever asks for what others ask for as well shares their answer. It is never older than the request: one that has been
 * begun is not joined, but the next one, which is begun when few enough are under way.
 */
export class Turns<T> {
  private readonly begun = new Map<string, Set<Promise<T>>>();
  private readonly next = new Map<string, Promise<T>>();

  take(key: string, find: () => Promise<T>): Promise<T> {
    const known = this.next.get(key);
    if (known) return known;
    const turn = this.turn(key, find);
    this.next.set(key, turn);
    return turn;
  }

  private async turn(key: string, find: () => Promise<T>): Promise<T> {
    const before = this.begun.get(key) ?? new Set();
    if (before.size >= MOST_AT_ONCE) await Promise.race(before).catch(() => undefined);
    // After the other requests that have come in the same moment.
    else await new Promise(setImmediate);
    const turn = this.next.get(key) as Promise<T>;
    this.next.delete(key);
    const begun = this.begun.get(key) ?? new Set();
    this.begun.set(key, begun.add(turn));
    try {
      return await find();
    } finally {
      begun.delete(turn);
      if (!begun.size) this.begun.delete(key);
    }
  }
}
