import { setImmediate as moment } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Lookup, type LookupKey } from '../../../src/shared/database/lookup.js';
import { questionOf, SharedRequests } from '../../../src/shared/http/shared-requests.js';

/** Work that ends on demand. */
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

  it('at the same moment share a statement, and those of the same key share its row', async () => {
    const { lookup: some, begun, end } = lookup();
    const found = Promise.all([1, 2, 1].map((key) => some.find(key)));
    await moment();
    expect(begun.map(({ asked }) => asked)).toEqual([[1, 2]]);
    end(0);
    expect(await found).toEqual([1, 2, 1].map((key) => ({ key, at: 0 })));
  });

  it('are not answered by a statement that began before them', async () => {
    const { lookup: some, begun, end } = lookup();
    const found: Promise<{ at: number }>[] = [];
    for (let n = 0; n < 5; n++) {
      found.push(some.find(1));
      await moment();
    }
    // Three statements are in progress, and the other requests wait for a fourth.
    expect(begun).toHaveLength(3);
    end(1);
    await moment();
    expect(begun).toHaveLength(4);
    for (const index of [0, 2, 3]) end(index);
    expect((await Promise.all(found)).map(({ at }) => at)).toEqual([0, 1, 2, 3, 3]);
  });

  it('of very many keys are sent in parts, and all are answered', async () => {
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

  it('that fail do not affect others', async () => {
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
  it('share an answer that began after them, with at most two answers in progress', async () => {
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

  it('share an answer that has reached the highest position of theirs', async () => {
    const requests = new SharedRequests<number>();
    const find = async (position: number) => position;
    const asked = [undefined, 7, 3].map((position) => requests.take('/a', find, position));
    expect(await Promise.all(asked)).toEqual([7, 7, 7]);
    expect(await requests.take('/a', find)).toBe(0);
  });

  it('do not wait for other addresses', async () => {
    const { begun, begin } = works<string, number>();
    const requests = new SharedRequests<number>();
    void requests.take('/a', () => begin('/a'));
    const other = requests.take('/b', () => begin('/b'));
    await moment();
    begun[1]?.end(2);
    expect(await other).toBe(2);
  });
});

describe('The question of a request', () => {
  const questions = (...parameters: unknown[][]) => new Set(parameters.map((each) => questionOf(each, {})));

  it('is the same with the same parameters, one that is absent included', () => {
    expect(questions([{ limit: 1 }, undefined], [{ limit: 1 }, undefined]).size).toBe(1);
    expect(questions([{ limit: 1 }, undefined])).not.toContain(undefined);
  });

  it('differs with the user that its sender is bound to', () => {
    expect(questions([{ limit: 1 }, undefined], [{ limit: 1 }, null], [{ limit: 1 }, 1], [{ limit: 1 }, 2]).size).toBe(4);
    expect(questions([undefined, 1], [1, undefined], [1], [null, 1]).size).toBe(4);
  });

  it('does not exist if parameters can not be compared', () => {
    expect(questions([{ limit: undefined }], [Number.NaN], [new Map()], [() => 1])).toEqual(new Set([undefined]));
  });
});
