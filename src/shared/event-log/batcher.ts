interface Pending<Q, A> {
  readonly question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
}

/** Collects the questions that are asked in the same tick and answers all of them with one statement. */
export class Batcher<Q, A> {
  private pending: Pending<Q, A>[] = [];

  /** @param answerAll returns one answer per question, in the order of the questions */
  constructor(private readonly answerAll: (questions: Q[]) => Promise<A[]>) {}

  /** @throws what `answerAll` throws; then every question of the batch fails */
  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      // A microtask, because the connection flushes its buffer at the end of this tick.
      if (!this.pending.length) queueMicrotask(() => this.flush());
      this.pending.push({ question, resolve, reject });
    });
  }

  private async flush(): Promise<void> {
    const batch = this.pending;
    this.pending = [];
    try {
      const answers = await this.answerAll(batch.map(({ question }) => question));
      for (const [n, { resolve }] of batch.entries()) resolve(answers[n] as A);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
