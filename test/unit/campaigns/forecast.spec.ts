import { expect, it } from 'vitest';
import { forecast } from '../../../src/campaigns/delivery/forecast.js';

const TODAY = '2026-03-04'; // a Wednesday

it('is the median of the same weekday, and says how many weeks it had', () => {
  const history = [
    { day: '2026-02-05', requests: 100 },
    { day: '2026-02-12', requests: 900 },
    { day: '2026-02-19', requests: 300 },
    { day: '2026-02-26', requests: 200 },
  ];
  expect(forecast(history, [], TODAY, 2)).toEqual([
    { day: '2026-03-05', requests: 250, booked: 0, available: 250, weeks: 4 },
    // Fridays since the first day had no requests.
    { day: '2026-03-06', requests: 0, booked: 0, available: 0, weeks: 3 + 1 },
  ]);
});

it('knows nothing without a past, and takes off what is booked', () => {
  const campaign = { start: '2026-03-04T00:00:00.000Z', end: '2026-03-14T00:00:00.000Z', left: 1_000, perDay: null, sections: 2 };
  const [day] = forecast([], [campaign], TODAY, 1);
  expect(day).toEqual({ day: '2026-03-05', requests: null, booked: 50, available: null, weeks: 0 });
  const history = [{ day: '2026-02-26', requests: 80 }];
  expect(forecast(history, [{ ...campaign, perDay: 20 }], TODAY, 1)[0]).toMatchObject({ booked: 10, available: 70, weeks: 1 });
  expect(forecast(history, [campaign], '2026-03-20', 1)[0]?.booked).toBe(0);
});
