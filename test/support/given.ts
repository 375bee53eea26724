import { expect } from 'vitest';
import { Refusal } from '../../src/shared/event-log/refusal.js';

interface Decider<S, E> {
  evolve(state: S | null, event: E, at: string): S;
}

/** An event and when it was recorded; without a moment, it is `LONG_AGO`. */
export type Recorded<E> = E | readonly [at: string, event: E];

export const LONG_AGO = '2020-01-01T00:00:00.000Z';

export function fold<S, E>({ evolve }: Decider<S, E>, events: readonly Recorded<E>[]): S {
  let state: S | null = null;
  for (const event of events)
    state = Array.isArray(event) ? evolve(state, event[1], event[0]) : evolve(state, event as E, LONG_AGO);
  return state as S;
}

/** The rules of a decider as sentences: `given(…events).when(decision).gives(…events)`, or `.isRefused(code)`. */
export function givenTo<S, E>(decider: Decider<S, E>) {
  return (...events: Recorded<E>[]) => ({
    when(decide: (state: S) => E[]) {
      const state = fold(decider, events);
      const decided = () => {
        const before = structuredClone(state);
        try {
          return decide(state);
        } finally {
          expect(state, 'a decision changes nothing').toEqual(before);
        }
      };
      return {
        gives: (...expected: E[]) => expect(decided()).toStrictEqual(expected),
        /** @param pointer to the field at fault */
        isRefused(code: string, { as = Refusal, pointer }: { as?: new (...args: never[]) => Refusal; pointer?: string } = {}) {
          const refusal = refusalOf(decided);
          expect(refusal).toMatchObject({ code, constructor: as });
          expect((refusal.extra.errors as { pointer: string }[] | undefined)?.map((error) => error.pointer)).toEqual(
            pointer ? [pointer] : undefined,
          );
        },
      };
    },
  });
}

export function refusalOf(decide: () => unknown): Refusal {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('It was not refused');
}
