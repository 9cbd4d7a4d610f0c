import { describe, expect, it } from 'vitest';
import { CoalescedReads } from './coalesced-reads.ts';

const start = () => {
  const reads = new CoalescedReads<number>();
  const ends: { readonly resolve: (value: number) => void; readonly reject: (reason: Error) => void }[] = [];
  const read = (key = 'k'): Promise<number> =>
    reads.read(key, () => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      ends.push({ resolve, reject });
      return promise;
    });
  return { read, ends };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('CoalescedReads', () => {
  it('never returns a result of a read that began before the call', async () => {
    const { read, ends } = start();
    const first = read();
    const late = [read(), read(), read()];
    expect(ends).toHaveLength(1);
    ends[0]?.resolve(1);
    expect(await first).toBe(1);
    await settled();
    expect(ends).toHaveLength(2);
    const later = read();
    ends[1]?.resolve(2);
    expect(await Promise.all(late)).toEqual([2, 2, 2]);
    await settled();
    ends[2]?.resolve(3);
    expect([await later, ends.length]).toEqual([3, 3]);
  });

  it('goes on after a failed read, and keeps keys apart', async () => {
    const { read, ends } = start();
    const failing = read();
    const next = read();
    const other = read('other');
    expect(ends).toHaveLength(2);
    ends[0]?.reject(new Error('no answer'));
    await expect(failing).rejects.toThrow('no answer');
    await settled();
    ends[1]?.resolve(5);
    ends[2]?.resolve(6);
    expect([await next, await other]).toEqual([6, 5]);
    await settled();
    const again = read();
    ends[3]?.resolve(7);
    expect(await again).toBe(7);
  });
});
