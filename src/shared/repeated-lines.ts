/** Interval in ms within which equal lines are written once. */
const REPEAT_INTERVAL_MS = 10_000;

/** Number of different lines that are remembered. Further ones within the interval are written each time. */
const MAX_LINES = 1_000;

/** Prevents a fault that occurs with each request from filling the log. */
export class RepeatedLines {
  private readonly counts = new Map<string, number>();

  /**
   * Writes a line, unless an equal one was written in the last 10 s. Further ones are counted, and their number
   * becomes one line.
   *
   * @param write gets the line, and later perhaps the line with the count
   */
  write(line: string, write: (line: string) => void): void {
    const count = this.counts.get(line);
    if (count !== undefined) return void this.counts.set(line, count + 1);
    write(line);
    if (this.counts.size >= MAX_LINES) return;
    this.counts.set(line, 0);
    setTimeout(() => {
      const repeated = this.counts.get(line);
      this.counts.delete(line);
      if (repeated) write(`${line} (and ${repeated} more times within ${REPEAT_INTERVAL_MS / 1_000} s)`);
    }, REPEAT_INTERVAL_MS).unref();
  }
}
