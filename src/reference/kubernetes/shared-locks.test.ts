import { describe, expect, it } from 'vitest';
import { SharedLocks } from './shared-locks.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SharedLocks', () => {
  it('lets sharers run together, and a writer only alone', async () => {
    const locks = new SharedLocks();
    const running = new Set<string>();
    const seen: string[] = [];
    const task = (name: string) => async () => {
      running.add(name);
      seen.push([...running].join('+'));
      await turn();
      running.delete(name);
    };
    await Promise.all([
      locks.shared('k', task('a')),
      locks.shared('k', task('b')),
      locks.exclusive('k', task('W')),
      locks.shared('k', task('c')),
      locks.exclusive('k', task('X')),
    ]);
    expect(seen).toEqual(['a', 'a+b', 'W', 'c', 'X']);
  });

  it('keeps keys apart, and frees a key when a task fails', async () => {
    const locks = new SharedLocks();
    await expect(locks.exclusive('k', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const seen: string[] = [];
    await locks.exclusive('k', async () => {
      await locks.exclusive('other', turn);
      seen.push('other');
    });
    expect(seen).toEqual(['other']);
  });
});
