/**
 * Whoever asks for what others ask for as well shares their answer. It is never older than the request: one that has been
 * begun is not joined, but the next one, which is begun when that has ended.
 */
export class Turns<T> {
  private readonly begun = new Map<string, Promise<T>>();
  private readonly next = new Map<string, Promise<T>>();

  take(key: string, find: () => Promise<T>): Promise<T> {
    const known = this.next.get(key);
    if (known) return known;
    const turn = this.turn(key, find);
    this.next.set(key, turn);
    return turn;
  }

  private async turn(key: string, find: () => Promise<T>): Promise<T> {
    const before = this.begun.get(key);
    if (before) await before.catch(() => undefined);
    // Without one before: after the other requests that have come in the same moment.
    else await new Promise(setImmediate);
    const turn = this.next.get(key) as Promise<T>;
    this.next.delete(key);
    this.begun.set(key, turn);
    try {
      return await find();
    } finally {
      if (this.begun.get(key) === turn) this.begun.delete(key);
    }
  }
}
