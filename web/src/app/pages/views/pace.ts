/** How far back samples go, in ms. */
export const HISTORY_MS = 120_000;

/** Over how long a rate and a trend are measured, in ms. */
const RATE_MS = 10_000;
const TREND_MS = 20_000;

/** A reader that has events to read and has not moved for so long is stalled, in ms. */
const STALL_MS = 30_000;

export interface Sample {
  readonly at: number;
  readonly position: number;
  readonly lag: number;
}

/** The lag of one build of a reader, and how it changes. */
export interface Pace {
  readonly samples: readonly Sample[];
  readonly position: number;
  /** In positions. */
  readonly lag: number;
  /** Positions a second. */
  readonly rate: number;
  readonly trend: 'steady' | 'growing' | 'falling';
  /** In s, of a lag that falls. */
  readonly secondsLeft?: number;
  /** For how long it has not moved though it could, in s; 0: it moves, or has read all. */
  readonly stalledFor: number;
}

/** What is known of a build of a reader. */
export interface Line {
  /** Oldest first. */
  samples: readonly Sample[];
  /** When its position changed last, or there was nothing to read. */
  movedAt: number;
}

/** @param line of a build, with at least one sample. @param now in ms */
export function paceOf({ samples, movedAt }: Line, now: number): Pace {
  const { position, lag } = samples.at(-1) as Sample;
  const since = (ms: number) => samples.find(({ at }) => now - at <= ms) as Sample;
  const perSecond = (value: number, { at }: Sample) => (now > at ? value / ((now - at) / 1_000) : 0);
  const [recent, before] = [since(RATE_MS), since(TREND_MS)];
  const change = perSecond(lag - before.lag, before);
  // A lag of a few events comes and goes with each of them.
  const isSteady = Math.abs(lag - before.lag) < Math.max(5, before.lag * 0.02);
  const trend = isSteady ? 'steady' : change > 0 ? 'growing' : 'falling';
  const stalledFor = lag && now - movedAt >= STALL_MS ? Math.floor((now - movedAt) / 1_000) : 0;
  return {
    samples,
    position,
    lag,
    rate: Math.max(0, perSecond(position - recent.position, recent)),
    trend,
    secondsLeft: trend === 'falling' && lag ? lag / -change : undefined,
    stalledFor,
  };
}
