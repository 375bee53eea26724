import { describe, expect, it } from 'vitest';
import { redacted } from '../../../src/shared/redaction.js';

const SECRET = 'S3cret-Value_0123456789/+x=';
const TOKEN = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.';
const inJson = (value: unknown, depth: number): string =>
  depth ? JSON.stringify({ msg: inJson(value, depth - 1) }) : JSON.stringify(value);

/** Texts that have a secret, without what is around it. */
const TEXTS: Record<string, string> = {
  'the password of an address': `can't reach postgres://kronika:${SECRET}@db:5432/kronika`,
  'a password with an @': `postgresql://kronika:a@${SECRET}@db/kronika`,
  'a password in a query': `postgres://db/kronika?user=kronika&password=${SECRET}`,
  'the password of another address': `sent to https://kronika:${TOKEN}@collector.example/v1/traces`,
  'an inspected object': `{ headers: { authorization: 'Basic ${SECRET}', 'set-cookie': [ '${SECRET}' ], cookie: "${SECRET}" } }`,
  'a header': `Authorization: Basic ${SECRET}`,
  'a credential': `Bearer ${SECRET}${SECRET}`,
  'a key': `kro_ab12_${SECRET.replace(/[^\w-]/g, '')}`,
  'a JSON Web Token': `the token ${TOKEN} is expired`,
  'a member of a connection': `password=${SECRET}`,
  'a client secret': `client_secret: ${SECRET}`,
  'the query of an address': `GET /v1/order-history?sku=${SECRET} failed`,
};

describe('a line of the log', () => {
  it.each(Object.entries(TEXTS))('has nothing of %s, however deep in JSON', (_, text) => {
    for (const depth of [0, 1, 2, 3]) {
      const line = redacted(depth ? inJson(text, depth) : text);
      expect(line).toContain('[redacted]');
      expect(line).not.toContain(SECRET.slice(0, 12));
      expect(line).not.toContain('eyJhb');
      if (depth) expect(() => JSON.parse(line)).not.toThrow();
    }
  });

  it.each([
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'set-cookie',
    'password',
    'PASSWORD',
    'client_secret',
    'access_token',
    'x-api-key',
  ])('has no value of the member %s', (name) => {
    const line = redacted(JSON.stringify({ a: { [name]: SECRET }, b: { [name]: [SECRET, SECRET] }, c: { [name]: null }, d: 1 }));
    expect(JSON.parse(line)).toEqual({ a: { [name]: '[redacted]' }, b: { [name]: '[redacted]' }, c: { [name]: null }, d: 1 });
  });

  it('keeps the id of a key, by which an operator finds it', () => {
    expect(redacted('key kro_ab12_S3cret')).toBe('key kro_ab12_[redacted]');
  });

  it.each([
    'The password is wrong, and the token must be a number',
    'Error: x\n    at file:///srv/node_modules/@nestjs/core/a.js:1:2',
    'Kronika is ready at http://127.0.0.1:3000',
    '{"requestId":"a","actor":"key:ab12","route":"/v1/order/{id}","msg":"Is it? So it is = fine"}',
    'postgres://db:5432/kronika',
  ])('stays as it is if it has none: %j', (line) => {
    expect(redacted(line)).toBe(line);
  });

  // What comes from clients may be of any form, and a log line must not hold up the others.
  it.each([
    '/',
    'a://',
    'a://b:',
    'postgres://a:',
    '"authorization":\\"',
    "'authorization':'",
    '\\',
    'kro_a_',
    'eyJa.',
    'a_token-',
    '_-',
    '?',
    'cookie=',
    '?a',
    '@',
  ])('is looked through in time that does not grow with its square: %j', (piece) => {
    const text = `password ${piece.repeat(Math.ceil(200_000 / piece.length))} authorization`;
    const start = performance.now();
    redacted(text);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
