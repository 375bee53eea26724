import { expect, it } from 'vitest';
import { offsetsOf } from '../../../src/shared/time-zones.js';

it('the changes of clocks in several zones are searched in many turns of the event loop', async () => {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const found = await Promise.all(['America/Toronto', 'Australia/Sydney', 'america/toronto'].map(offsetsOf));
  isOver = true;
  expect(found[2]).toBe(found[0]);
  for (const { starts, offsets, isUtc } of found) {
    expect(starts.length).toBeGreaterThan(200);
    expect([offsets.length, isUtc]).toEqual([starts.length, false]);
  }
  // Five changes a turn, one zone after the other.
  expect(turns).toBeGreaterThan(80);
});
