import { expect, test } from 'vitest';
import { readWriteLock } from './read-write-lock.ts';

const soon = async <Value>(acquired: Promise<Value>): Promise<Value | 'waits'> =>
  Promise.race([acquired, new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 10))]);
const shared = { exclusive: false };
const exclusive = { exclusive: true };

test('an exclusive request waits for all holders, is alone, and is not overtaken', async () => {
  const lock = readWriteLock(new AbortController().signal);
  const [first, second] = [await lock.acquire(shared), await lock.acquire(shared)];
  const alone = lock.acquire(exclusive);
  const later = lock.acquire(shared);
  first.release();
  first.release();
  expect(await soon(alone)).toBe('waits');
  expect(await soon(later)).toBe('waits');
  second.release();
  const held = await alone;
  expect(await soon(later)).toBe('waits');
  held.release();
  expect(await soon(later)).not.toBe('waits');
});

test('requests are rejected when the run is interrupted', async () => {
  const interrupted = new AbortController();
  const lock = readWriteLock(interrupted.signal);
  await lock.acquire(exclusive);
  const waiting = lock.acquire(shared);
  interrupted.abort(new Error('interrupted by SIGINT'));
  await expect(waiting).rejects.toThrow('interrupted by SIGINT');
  await expect(lock.acquire(shared)).rejects.toThrow('interrupted by SIGINT');
});
