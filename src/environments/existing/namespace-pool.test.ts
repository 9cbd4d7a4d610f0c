import { expect, test } from 'vitest';
import { namespacePool, requireDistinct } from './namespace-pool.ts';

const never = new AbortController().signal;
const poolOf = (names: readonly string[], empty: (name: string) => Promise<void> = async () => {}) => {
  const lines: string[] = [];
  return { pool: namespacePool({ names, empty, report: (line) => void lines.push(line) }), lines };
};
/** The value of the promise if it settles within 20 ms. */
const soon = async <Value>(acquired: Promise<Value>): Promise<Value | 'waits'> =>
  Promise.race([acquired, new Promise<'waits'>((resolve) => setTimeout(() => resolve('waits'), 20))]);

test('a namespace has one holder at a time', async () => {
  const { pool } = poolOf(['a', 'b']);
  expect(await pool.acquire(1, never)).toEqual(['a']);
  expect(await pool.acquire(1, never)).toEqual(['b']);
  const third = pool.acquire(1, never);
  expect(await soon(third)).toBe('waits');
  await pool.release(['b']);
  expect(await soon(third)).toEqual(['b']);
});

test('two holders that need two of three namespaces do not deadlock', async () => {
  const { pool } = poolOf(['a', 'b', 'c']);
  const first = await pool.acquire(2, never);
  const second = pool.acquire(2, never);
  const third = pool.acquire(1, never);
  // The free namespace is reserved for the request for two, which came first.
  expect(await soon(third)).toBe('waits');
  await pool.release(first);
  expect(await soon(second)).toHaveLength(2);
  expect(await soon(third)).toHaveLength(1);
});

test('a namespace is available again only after it has been emptied, and never if that fails', async () => {
  let emptied = (): void => {};
  const { pool, lines } = poolOf(['a', 'b'], (name) =>
    name === 'b' ? Promise.reject(new Error('it resists')) : new Promise<void>((resolve) => (emptied = resolve)),
  );
  const both = await pool.acquire(2, never);
  const next = pool.acquire(1, never);
  const back = pool.release(both);
  expect(await soon(next)).toBe('waits');
  emptied();
  await back;
  expect(await soon(next)).toEqual(['a']);
  expect(lines).toEqual(['namespace b could not be emptied and will not be used again: it resists']);
  await expect(pool.acquire(2, never)).rejects.toThrow(
    /needs 2 namespaces at once, and --namespace-pool has 1 \(b could not/,
  );
});

test('an interrupted request does not block the requests behind it', async () => {
  const { pool } = poolOf(['a', 'b']);
  await pool.acquire(1, never);
  const interrupted = new AbortController();
  const two = pool.acquire(2, interrupted.signal);
  const one = pool.acquire(1, never);
  expect(await soon(one)).toBe('waits');
  interrupted.abort(new Error('interrupted by SIGINT'));
  await expect(two).rejects.toThrow('interrupted by SIGINT');
  expect(await soon(one)).toEqual(['b']);
});

test('an empty or repeated name is a usage error', () => {
  expect(() => requireDistinct(['a', ''])).toThrow('--namespace-pool a,: one name is empty');
  expect(() => requireDistinct(['a', 'b', 'a'])).toThrow('--namespace-pool a,b,a: a is listed twice');
  expect(() => requireDistinct(['a', 'b'])).not.toThrow();
});
