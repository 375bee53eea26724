import { expect } from 'vitest';
import type { Answered } from './raw-request.js';

/** Asserts a problem document that says what is wrong and where, and reveals no internals. */
export function expectProblem(
  { status, headers, text }: Answered,
  wanted: { status: number; code: string; errors?: object[] },
): void {
  expect({ status, type: headers['content-type'] }, text).toEqual({
    status: wanted.status,
    type: expect.stringMatching(/^application\/problem\+json(; charset=utf-8)?$/),
  });
  const problem = JSON.parse(text);
  expect(problem).toMatchObject({ status: wanted.status, code: wanted.code, type: 'about:blank', title: expect.any(String) });
  expect(problem.detail).toMatch(/^\S.*[.!?]$/s);
  if (wanted.errors) {
    expect(problem.errors).toEqual(wanted.errors.map((error) => expect.objectContaining(error)));
    for (const { code, detail } of problem.errors)
      expect([code, detail]).toEqual([expect.stringMatching(/^[a-z-]+$/), expect.any(String)]);
  }
  expectNothingInside(text);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(Object.keys(headers)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(x-powered-by|server)$/)]));
}

/** Asserts that an answer reveals no internals. */
export function expectNothingInside(text: string): void {
  expect(text).not.toMatch(
    /\\n\s+at |node_modules|\/src\/|\/dist\/|file:\/\/|FST_ERR|SELECT |QueryFailed|\bstack\b|\bnest(js)?\b/i,
  );
}

/** Asserts a refusal of the input for faults in these fields: `[pointer, code]`. */
export function expectInvalid(answered: Answered, ...errors: [string, string][]): void {
  expectProblem(answered, {
    status: 400,
    code: 'request.invalid',
    errors: errors.map(([pointer, code]) => ({ pointer, code })),
  });
}
