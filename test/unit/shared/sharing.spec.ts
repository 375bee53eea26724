import { setImmediate as moment } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Lookup, type LookupKey } from '../../../src/shared/database/lookup.js';
import { SharedRequests } from '../../../src/shared/http/shared-requests.js';

/** Work that ends when it is told to. */
function works<A, T>() {
  const begun: { asked: A; end: (result: T) => void; fail: (error: Error) => void }[] = [];
  const begin = (asked: A) =>
    new Promise<T>((end, fail) => {
      begun.push({ asked, end, fail });
    });
  return { begun, begin };
}

describe('Lookups', () => {
  function lookup() {
    const { begun, begin } = works<LookupKey[], { key: LookupKey; at: number }[]>();
    const end = (index: number) => begun[index]?.end(begun[index].asked.map((key) => ({ key, at: index })));
    return { lookup: new Lookup(begin), begun, end };
  }

  it('of the same moment share a statement, and those of the same key its row', async () => {
    const { lookup: some, begun, end } = lookup();
    const found = Promise.all([1, 2, 1].map((key) => some.find(key)));
    await moment();
    expect(begun.map(({ asked }) => asked)).toEqual([[1, 2]]);
    end(0);
    expect(await found).toEqual([1, 2, 1].map((key) => ({ key, at: 0 })));
  });

  it('are not answered by a statement that was begun before they came', async () => {
    const { lookup: some, begun, end } = lookup();
    const found: Promise<{ at: number }>[] = [];
    for (let n = 0; n < 5; n++) {
      found.push(some.find(1));
      await moment();
    }
    // Three are on their way, and the other requests wait for a fourth.
    expect(begun).toHaveLength(3);
    end(1);
    await moment();
    expect(begun).toHaveLength(4);
    for (const index of [0, 2, 3]) end(index);
    expect((await Promise.all(found)).map(({ at }) => at)).toEqual([0, 1, 2, 3, 3]);
  });

  it('of very many keys are sent in parts, and none is forgotten', async () => {
    const { lookup: some, begun, end } = lookup();
    const keys = Array.from({ length: 50 }, (_, n) => n);
    const found = Promise.all(keys.map((key) => some.find(key)));
    await moment();
    expect(begun).toHaveLength(3);
    for (let index = 0; index < 5; index++) {
      end(index);
      await moment();
    }
    expect((await found).map(({ key }) => key)).toEqual(keys);
    expect(begun.flatMap(({ asked }) => asked)).toEqual(keys);
  });

  it('that fail keep no other from being answered', async () => {
    const { lookup: some, begun, end } = lookup();
    const failing = Promise.allSettled([some.find(1), some.find(2)]);
    await moment();
    begun[0]?.fail(new Error('cut off'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const found = some.find(1);
    await moment();
    end(1);
    expect(await found).toEqual({ key: 1, at: 1 });
  });
});

describe('Requests for the same address', () => {
  it('share an answer that was not begun before they came, of which two are under way at most', async () => {
    const { begun, begin } = works<string, number>();
    const requests = new SharedRequests<number>();
    const asked: Promise<number>[] = [];
    for (let n = 0; n < 4; n++) {
      for (let same = 0; same < 2; same++) asked.push(requests.take('/a', () => begin('/a')));
      await moment();
    }
    expect(begun).toHaveLength(2);
    begun[1]?.end(1);
    await moment();
    expect(begun).toHaveLength(3);
    for (const index of [0, 2]) begun[index]?.end(index);
    expect(await Promise.all(asked)).toEqual([0, 0, 1, 1, 2, 2, 2, 2]);
  });

  it('share its failure, and the next ones try again', async () => {
    const { begun, begin } = works<string, number>();
    const requests = new SharedRequests<number>();
    const failing = Promise.allSettled([requests.take('/a', () => begin('/a')), requests.take('/a', () => begin('/a'))]);
    await moment();
    const next = requests.take('/a', () => begin('/a'));
    begun[0]?.fail(new Error('cut off'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await moment();
    begun[1]?.end(2);
    expect(await next).toBe(2);
  });

  it('wait for no other address', async () => {
    const { begun, begin } = works<string, number>();
    const requests = new SharedRequests<number>();
    void requests.take('/a', () => begin('/a'));
    const other = requests.take('/b', () => begin('/b'));
    await moment();
    begun[1]?.end(2);
    expect(await other).toBe(2);
  });
});
