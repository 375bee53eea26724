/** Interval between updates of a progress bar. */
export const PROGRESS_INTERVAL_MS = 250;

const BAR_CHARACTERS = 30;

/** Updates per printed line if the output is not a terminal. */
const UPDATES_PER_LINE = 20;

export interface Shown {
  readonly title: string;
  /** From 0 to 1. */
  readonly progress: number;
  /** Units per second; null: not known. */
  readonly rate: number | null;
  readonly secondsLeft: number | null;
  /** Text after the bar. */
  readonly note?: string;
}

/** Shows progress on stderr: in one line that is updated if it is a terminal, else in a new line at times. */
export class ProgressBar {
  private looks = 0;

  /** @param unit the unit of the rate, in the plural */
  constructor(
    private readonly unit: string,
    private readonly stream: NodeJS.WriteStream = process.stderr,
  ) {}

  /** To be called every `PROGRESS_INTERVAL_MS`, and once more when the work is over. */
  show(shown: Shown, isOver: boolean): void {
    const line = this.line(shown);
    if (this.stream.isTTY) this.stream.write(`\r${line}\x1b[K${isOver ? '\n' : ''}`);
    else if (isOver || this.looks % UPDATES_PER_LINE === 0) this.stream.write(`${line}\n`);
    this.looks++;
  }

  private line({ title, progress, rate, secondsLeft, note }: Shown): string {
    const full = Math.floor(progress * BAR_CHARACTERS);
    const parts = [
      title,
      `[${'#'.repeat(full)}${'-'.repeat(BAR_CHARACTERS - full)}]`,
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
