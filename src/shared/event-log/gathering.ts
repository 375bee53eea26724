interface Asked<Q, A> {
  readonly question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
}

/** Gathers what is asked for in one moment, so that one statement answers it. */
export class Gathering<Q, A> {
  private asked: Asked<Q, A>[] = [];

  /** @param answer has an answer to each of the questions, in their order */
  constructor(private readonly answer: (questions: Q[]) => Promise<A[]>) {}

  ask(question: Q): Promise<A> {
    return new Promise((resolve, reject) => {
      // No later, since at the end of this tick the connection writes what was sent in it.
      if (!this.asked.length) queueMicrotask(() => this.send());
      this.asked.push({ question, resolve, reject });
    });
  }

  private async send(): Promise<void> {
    const asked = this.asked;
    this.asked = [];
    try {
      const answers = await this.answer(asked.map(({ question }) => question));
      for (const [n, { resolve }] of asked.entries()) resolve(answers[n] as A);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
