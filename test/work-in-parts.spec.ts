import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { CommandMeta } from '../src/shared/event-log/command-meta.js';
import { EventLog, Unfinished } from '../src/shared/event-log/event-log.js';
import { Shop } from './shop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
afterEach(() => vi.restoreAllMocks());

const once = (key: string) => new CommandMeta({ once: { key, fingerprint: '', cause: 1, wait: true } });

it('work in parts goes on after the last id of the part before, until there is none', async () => {
  const seen: (number | null)[] = [];
  await shop.app.get(EventLog).inParts<number>(new CommandMeta(), async (_, after) => {
    seen.push(after);
    return (after ?? 0) < 30 ? (after ?? 0) + 10 : null;
  });
  expect(seen).toEqual([null, 10, 20, 30]);
});

it('work that takes too long stops between two parts, and goes on there when it comes again', async () => {
  const log = shop.app.get(EventLog);
  const seen: (string | null)[] = [];
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const work = () =>
    log.inParts<string>(once('saga/parts'), async (_, after) => {
      seen.push(after);
      clock += 40_000;
      return { null: 'a', a: 'b', b: 'c' }[String(after)] ?? null;
    });
  await expect(work()).rejects.toThrow(Unfinished);
  expect(seen).toEqual([null, 'a']);
  await work();
  expect(seen).toEqual([null, 'a', 'b', 'c']);
  await work();
  expect(seen).toHaveLength(4);
});
