import { expect, test } from 'vitest';
import { namespacePool, requireDistinct } from './namespace-pool.ts';

const never = new AbortController().signal;
const poolOf = (names: readonly string[], empty: (name: string) => Promise<void> = async () => {}) => {
  const told: string[] = [];
  return { pool: namespacePool({ names, empty, told: (line) => void told.push(line) }), told };
};
/** What it came to within a moment. */
const soon = async <Value>(lent: Promise<Value>): Promise<Value | 'waits'> =>
  Promise.race([lent, new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 20))]);

test('nobody gets a namespace that another has', async () => {
  const { pool } = poolOf(['a', 'b']);
  expect(await pool.lend(1, never)).toEqual(['a']);
  expect(await pool.lend(1, never)).toEqual(['b']);
  const third = pool.lend(1, never);
  expect(await soon(third)).toBe('waits');
  await pool.giveBack(['b']);
  expect(await soon(third)).toEqual(['b']);
});

test('two who need two of three do not wait for each other for ever', async () => {
  const { pool } = poolOf(['a', 'b', 'c']);
  const first = await pool.lend(2, never);
  const second = pool.lend(2, never);
  const third = pool.lend(1, never);
  // One is free, and kept for the one who waits for two.
  expect(await soon(third)).toBe('waits');
  await pool.giveBack(first);
  expect(await soon(second)).toHaveLength(2);
  expect(await soon(third)).toHaveLength(1);
});

test('a namespace is lent again only when it has been emptied, and not at all when it cannot be', async () => {
  let emptied = (): void => {};
  const { pool, told } = poolOf(['a', 'b'], (name) =>
    name === 'b' ? Promise.reject(new Error('it resists')) : new Promise<void>((resolve) => (emptied = resolve)),
  );
  const both = await pool.lend(2, never);
  const next = pool.lend(1, never);
  const back = pool.giveBack(both);
  expect(await soon(next)).toBe('waits');
  emptied();
  await back;
  expect(await soon(next)).toEqual(['a']);
  expect(told).toEqual(['namespace b could not be emptied, and is used no more: it resists']);
  await expect(pool.lend(2, never)).rejects.toThrow(
    /needs 2 namespaces at once, and --namespace-pool has 1 \(b could not/,
  );
});

test('who waits can be interrupted, and keeps nobody behind from going on', async () => {
  const { pool } = poolOf(['a', 'b']);
  await pool.lend(1, never);
  const interrupted = new AbortController();
  const two = pool.lend(2, interrupted.signal);
  const one = pool.lend(1, never);
  expect(await soon(one)).toBe('waits');
  interrupted.abort(new Error('interrupted by SIGINT'));
  await expect(two).rejects.toThrow('interrupted by SIGINT');
  expect(await soon(one)).toEqual(['b']);
});

test('a name that is empty or comes twice is a mistake of whoever gave it', () => {
  expect(() => requireDistinct(['a', ''])).toThrow('--namespace-pool a,: a name is empty');
  expect(() => requireDistinct(['a', 'b', 'a'])).toThrow('--namespace-pool a,b,a: a comes twice');
  expect(() => requireDistinct(['a', 'b'])).not.toThrow();
});
