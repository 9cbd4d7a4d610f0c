import { describe, expect, it } from 'vitest';
import { CoalescedReads } from './coalesced-reads.ts';

const start = () => {
  const answers = new CoalescedReads<number>();
  const ends: { readonly resolve: (value: number) => void; readonly reject: (reason: Error) => void }[] = [];
  const ask = (key = 'k'): Promise<number> =>
    answers.read(key, () => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      ends.push({ resolve, reject });
      return promise;
    });
  return { ask, ends };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('FreshAnswers', () => {
  it('never gives an answer that was asked for before its question came', async () => {
    const { ask, ends } = start();
    const first = ask();
    const late = [ask(), ask(), ask()];
    expect(ends).toHaveLength(1);
    ends[0]?.resolve(1);
    expect(await first).toBe(1);
    await settled();
    expect(ends).toHaveLength(2);
    const later = ask();
    ends[1]?.resolve(2);
    expect(await Promise.all(late)).toEqual([2, 2, 2]);
    await settled();
    ends[2]?.resolve(3);
    expect([await later, ends.length]).toEqual([3, 3]);
  });

  it('goes on after a question that failed, and keeps keys apart', async () => {
    const { ask, ends } = start();
    const failing = ask();
    const next = ask();
    const other = ask('other');
    expect(ends).toHaveLength(2);
    ends[0]?.reject(new Error('no answer'));
    await expect(failing).rejects.toThrow('no answer');
    await settled();
    ends[1]?.resolve(5);
    ends[2]?.resolve(6);
    expect([await next, await other]).toEqual([6, 5]);
    await settled();
    const again = ask();
    ends[3]?.resolve(7);
    expect(await again).toBe(7);
  });
});
