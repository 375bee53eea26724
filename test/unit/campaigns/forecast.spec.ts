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

it('looks at the last four of the weekday also for days that are weeks away', () => {
  const history = [7, 14, 21, 28].map((age, n) => ({
    day: new Date(Date.parse(TODAY) - age * 86_400_000).toISOString().slice(0, 10),
    requests: (n + 1) * 100,
  }));
  const days = forecast(history, [], TODAY, 28);
  for (const n of [6, 13, 20, 27]) expect(days[n]).toMatchObject({ requests: 250, weeks: 4 });
});

it('books only the part of a day in which a campaign runs', () => {
  const campaign = { start: '2026-03-04T00:00:00Z', end: '2026-03-06T12:00:00Z', left: 250, perDay: null, sections: 1 };
  expect(forecast([], [campaign], TODAY, 3).map(({ booked }) => booked)).toEqual([100, 50, 0]);
  const later = { ...campaign, start: '2026-03-05T12:00:00Z', end: '2026-03-07T00:00:00Z', left: 300 };
  expect(forecast([], [later], TODAY, 4).map(({ booked }) => booked)).toEqual([100, 200, 0, 0]);
  expect(forecast([], [{ ...later, perDay: 60 }], TODAY, 2).map(({ booked }) => booked)).toEqual([60, 60]);
});
