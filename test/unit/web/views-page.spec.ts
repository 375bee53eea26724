import { describe, expect, it } from 'vitest';
import { paceOf, type Sample } from '../../../web/src/app/pages/views/pace.js';

const NOW = 1_000_000;

/** One sample a second up to now, of a reader at `position(age)` of a log that ends at `end(age)`. */
function samples(seconds: number, position: (age: number) => number, end: (age: number) => number): Sample[] {
  return Array.from({ length: seconds + 1 }, (_, n) => seconds - n).map((age) => ({
    at: NOW - age * 1_000,
    position: position(age),
    lag: end(age) - position(age),
  }));
}

const pace = (seconds: number, position: (age: number) => number, end: (age: number) => number, movedAt = NOW) =>
  paceOf({ samples: samples(seconds, position, end), movedAt }, NOW);

describe('the pace of a reader of the log', () => {
  it('has a rate, and says when a lag that falls is gone', () => {
    const found = pace(
      60,
      (age) => 10_000 - age * 150,
      (age) => 12_000 - age * 50,
    );
    expect(found).toMatchObject({ position: 10_000, lag: 2_000, rate: 150, trend: 'falling', secondsLeft: 20, stalledFor: 0 });
  });

  it('grows when the log is quicker', () => {
    const found = pace(
      60,
      (age) => 1_000 - age * 10,
      (age) => 2_000 - age * 30,
    );
    expect(found).toMatchObject({ lag: 1_000, rate: 10, trend: 'growing', secondsLeft: undefined });
  });

  it('is steady though single events come and go', () => {
    const found = pace(
      60,
      (age) => 500 - age,
      (age) => 500 - age + (age % 4),
    );
    expect(found).toMatchObject({ lag: 0, trend: 'steady', rate: 1 });
  });

  it('is stalled after 30 s without a move, but not if it has read all', () => {
    const stuck = (ms: number) =>
      pace(
        60,
        () => 100,
        () => 101,
        NOW - ms,
      ).stalledFor;
    expect(stuck(29_999)).toBe(0);
    expect(stuck(30_000)).toBe(30);
    expect(
      pace(
        60,
        () => 100,
        () => 100,
        NOW - 60_000,
      ).stalledFor,
    ).toBe(0);
  });

  it('can be told from its first sample', () => {
    expect(
      pace(
        0,
        () => 7,
        () => 9,
      ),
    ).toMatchObject({ position: 7, lag: 2, rate: 0, trend: 'steady' });
  });
});
