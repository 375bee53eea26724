import { Injectable, inject, signal } from '@angular/core';
import { Live } from '../../api/live.js';
import { HISTORY_MS, type Line, type Pace, paceOf } from './pace.js';

const SAMPLE_MS = 1_000;

export const keyOf = ({ name, build }: { readonly name: string; readonly build: string }): string => `${name}/${build}`;

/** The last two minutes of every reader of the log, once a second, from the `views` frames of the live stream. */
@Injectable({ providedIn: 'root' })
export class ReaderHistory {
  private readonly live = inject(Live);
  private readonly lines = new Map<string, Line>();
  private told: { readonly position: number; readonly data: readonly { name: string; build: string; position: number }[] } = {
    position: 0,
    data: [],
  };
  readonly paces = signal<ReadonlyMap<string, Pace>>(new Map());

  constructor() {
    setInterval(() => this.sample(), SAMPLE_MS);
    this.live.reset$.subscribe(() => {
      this.lines.clear();
      this.told = { position: 0, data: [] };
    });
  }

  /** What an answer of `/v1/views` says, for where no frames come. */
  tell(position: number, data: readonly { name: string; build: string; position: number }[]): void {
    const isFirst = !this.told.data.length;
    this.told = { position, data };
    if (isFirst) this.sample();
  }

  private sample(): void {
    const at = Date.now();
    const frame = this.live.checkpoints();
    const end = Math.max(this.told.position, frame?.position ?? 0, this.live.position());
    const framed = new Map(frame?.data.map((each) => [keyOf(each), each.position]));
    const paces = new Map<string, Pace>();
    for (const each of this.told.data) {
      const key = keyOf(each);
      // A build that begins anew goes back.
      const position = this.live.state() === 'live' ? (framed.get(key) ?? each.position) : each.position;
      const lag = Math.max(0, end - position);
      const line = this.lines.get(key) ?? { samples: [], movedAt: at };
      if (line.samples.at(-1)?.position !== position || !lag) line.movedAt = at;
      line.samples = [...line.samples.filter((sample) => at - sample.at < HISTORY_MS), { at, position, lag }];
      this.lines.set(key, line);
      paces.set(key, paceOf(line, at));
    }
    for (const key of this.lines.keys()) if (!paces.has(key)) this.lines.delete(key);
    this.paces.set(paces);
  }
}
