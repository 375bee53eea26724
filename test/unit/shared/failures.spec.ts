import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../src/shared/http/problems.js';

const failure = (code: string) => Object.assign(new Error('as Postgres says it'), { code });

describe('the answer to a request after an error of the database', () => {
  it.each([
    ['08006', 'the connection failed'],
    ['08003', 'there is no connection'],
    ['53300', 'too many connections'],
    ['57P01', 'an administrator ends the connection'],
    ['57P02', 'another process crashed'],
    ['57P03', 'it starts or stops'],
    ['40001', 'a conflict between transactions'],
    ['40P01', 'a deadlock'],
    ['55P03', 'a lock is not to be had in time'],
    ['57014', 'the statement took too long'],
    ['ENOTFOUND', 'its name has no address at the moment'],
    ['EHOSTDOWN', 'its machine is gone'],
    ['ETIMEDOUT', 'the network does not answer'],
  ])('%s, %s: 503', (code) => {
    const { status, headers } = problemOf(failure(code));
    expect([status, headers]).toEqual([503, { 'retry-after': '1' }]);
  });

  it('53100, the disk is full: 503 with a code of its own', () => {
    const { status, code, headers } = problemOf(failure('53100'));
    expect([status, code, headers]).toEqual([503, 'database.full', { 'retry-after': '10' }]);
  });

  it.each([
    ['25006', 'a handler wrote outside a transaction'],
    ['23505', 'a key is there twice'],
    ['42P01', 'a table is missing'],
  ])('%s, %s: 500, because it is our mistake', (code) => {
    expect(problemOf(failure(code)).status).toBe(500);
  });
});
