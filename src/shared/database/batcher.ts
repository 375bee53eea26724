interface Waiter<A> {
  resolve(answer: A): void;
  reject(error: unknown): void;
}

interface BatchLimits {
  /** Questions per batch. A full batch starts at once. */
  readonly maxSize?: number;
  /** Batches in progress. At this limit, questions wait for the next batch. */
  readonly maxConcurrent?: number;
  /**
   * Calls back once the questions that arrive together have been collected. The default is a microtask, because a
   * connection flushes its buffer at the end of the tick. `setImmediate` also collects the questions of requests that
   * the event loop reads in the same iteration.
   */
  readonly schedule?: (start: () => void) => void;
}

/**
 * Collects concurrent questions and answers each batch with one statement. A question never joins a batch that has
 * started, so an answer is never older than its question.
 */
export class Batcher<Q, A> {
  /** Identical questions are asked once. */
  private readonly waiting = new Map<Q, Waiter<A>[]>();
  private readonly maxSize: number;
  private readonly maxConcurrent: number;
  private readonly schedule: (start: () => void) => void;
  private inProgress = 0;
  private isScheduled = false;

  /** @param answerAll returns one answer per question, in the order of the questions */
  constructor(
    private readonly answerAll: (questions: Q[]) => Promise<A[]>,
    { maxSize = Infinity, maxConcurrent = Infinity, schedule = queueMicrotask }: BatchLimits = {},
  ) {
    this.maxSize = maxSize;
    this.maxConcurrent = maxConcurrent;
    this.schedule = schedule;
  }

  /** @throws what `answerAll` throws, which fails every question of the batch */
  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      const waiters = this.waiting.get(question);
      if (waiters) waiters.push({ resolve, reject });
      else this.waiting.set(question, [{ resolve, reject }]);
      if (this.inProgress >= this.maxConcurrent) return;
      if (this.waiting.size >= this.maxSize) return void this.run();
      if (this.isScheduled) return;
      this.isScheduled = true;
      this.schedule(() => {
        this.isScheduled = false;
        if (this.waiting.size && this.inProgress < this.maxConcurrent) void this.run();
      });
    });
  }

  private async run(): Promise<void> {
    const batch = [...this.waiting].slice(0, this.maxSize);
    for (const [question] of batch) this.waiting.delete(question);
    this.inProgress += 1;
    try {
      const answers = await this.answerAll(batch.map(([question]) => question));
      for (const [n, [, waiters]] of batch.entries()) for (const { resolve } of waiters) resolve(answers[n] as A);
    } catch (error) {
      for (const [, waiters] of batch) for (const { reject } of waiters) reject(error);
    }
    this.inProgress -= 1;
    if (this.waiting.size && !this.isScheduled) void this.run();
  }
}
