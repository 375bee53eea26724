/** In ms: how often to show how far it is. */
export const LOOK = 250;

const WIDTH = 30;

/** Updates for each printed line where the output is not a terminal. */
const EACH_LINE = 20;

export interface Shown {
  readonly title: string;
  /** From 0 to 1. */
  readonly progress: number;
  /** A second; null: not known. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  /** Stands at the end. */
  readonly note?: string;
}

/** Shows the progress of some work on stderr: in one line of a terminal, else in a new line now and then. */
export class ProgressBar {
  private looks = 0;

  /** @param unit what the rate counts */
  constructor(
    private readonly unit: string,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** Call it each `LOOK`, and once when it is over. */
  show(shown: Shown, isOver: boolean): void {
    const line = this.line(shown);
    if (this.stream.isTTY) this.stream.write(`\r${line}\x1b[K${isOver ? '\n' : ''}`);
    else if (isOver || this.looks % EACH_LINE === 0) this.stream.write(`${line}\n`);
    this.looks++;
  }

  private line({ title, progress, rate, secondsLeft, note }: Shown): string {
    const full = Math.floor(progress * WIDTH);
    const parts = [
      title,
      `[${'#'.repeat(full)}${'-'.repeat(WIDTH - full)}]`,
      `${Math.floor(progress * 100)} %`.padStart(5),
      ...(rate === null ? [] : [`${Math.round(rate).toLocaleString('en')} ${this.unit}/s`]),
      ...(secondsLeft === null
        ? []
        : [`${Math.floor(secondsLeft / 60)}:${String(Math.floor(secondsLeft % 60)).padStart(2, '0')} left`]),
      ...(note === undefined ? [] : [note]),
    ];
    return parts.join('  ');
  }
}
