import { expect, it } from 'vitest';
import { ERASED, KeyLost, newKey, openData, sealData, textsIn, UNREADABLE } from '../../../src/shared/event-log/sealing.js';

const key = newKey(1);
const secret = key.secret.toString('base64');
const TEXTS = ['', 'Jürgen', '🜁 \u0000 \u2028', 'a'.repeat(300), '[unreadable', '{"$sealed":"x"}'];
const data = { name: 'Jana', sku: 'MUG', id: 7, none: null };
const event = { stream: 'goods-7', version: 3, data };
const sealed = { ...event, data: sealData(event, ['name'], key) };

it.each(TEXTS)('opens what was sealed: %j', (name) => {
  const place = { stream: 'goods-7', version: 3, data: { name } };
  const data = sealData(place, ['name'], key);
  expect(openData({ ...place, data, secret })).toEqual({ name });
  if (name) expect(JSON.stringify(data)).not.toContain(JSON.stringify(name).slice(1, -1));
});

it('seals only texts, each differently, and leaves the event unchanged', () => {
  expect(textsIn(data, ['name', 'sku', 'id', 'none', 'missing'])).toEqual(['name', 'sku']);
  expect(textsIn({ name: ERASED, title: UNREADABLE }, ['name', 'title'])).toEqual([]);
  expect(sealData(event, ['name'], key)).not.toEqual(sealed.data);
  expect(sealed.data).toEqual({ ...data, name: { $sealed: expect.stringMatching(/^[\w+/]{40,}=*$/) } });
  expect(event.data).toBe(data);
});

it.each<[what: string, moved: Parameters<typeof openData>[0]]>([
  ['another stream', { ...sealed, secret, stream: 'goods-8' }],
  ['another version', { ...sealed, secret, version: 4 }],
  ['another field', { ...sealed, secret, data: { sku: (sealed.data as typeof data).name } }],
  ['another key', { ...sealed, secret: newKey(1).secret.toString('base64') }],
  ['a cut-off text', { ...sealed, secret, data: { name: { $sealed: 'AAAA' } } }],
])('opens no text at %s', (_, moved) => {
  expect(() => openData(moved)).toThrow(/authenticate|authentication tag|nonce|Invalid/i);
});

it('distinguishes erased texts, keys left out of a backup, and lost keys', () => {
  expect(openData({ ...sealed, secret: 'erased' })).toEqual({ ...data, name: ERASED });
  expect(openData({ ...sealed, secret: 'left out' })).toEqual({ ...data, name: UNREADABLE });
  expect(() => openData({ ...sealed, secret: null })).toThrow(KeyLost);
  expect(openData({ ...sealed, secret: null }, UNREADABLE)).toEqual({ ...data, name: UNREADABLE });
  expect(() => openData(sealed)).toThrow('goods-7 was read without SECRET');
});

it.each([{ data }, { data: null }, { data: 'text' }, { data: [1] }])('gives back what has no sealed text: %j', ({ data }) => {
  expect(openData({ ...event, data })).toBe(data);
});
