import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { semaphore } from './semaphore.ts';

/** Records the order in which requests are granted. */
const recorder = () => {
  const granted: string[] = [];
  const note = async <Value>(name: string, acquired: Promise<Value>): Promise<Value> => {
    const value = await acquired;
    granted.push(name);
    return value;
  };
  return { granted, note };
};

test('permits are granted in the order of the requests', async () => {
  const { acquire } = semaphore(1);
  const { granted, note } = recorder();
  const held = await acquire();
  const first = note('first', acquire());
  const second = note('second', acquire());
  await setImmediate();
  expect(granted).toEqual([]);
  held[Symbol.dispose]();
  const permit = await first;
  await setImmediate();
  expect(granted).toEqual(['first']);
  permit[Symbol.dispose]();
  await second;
  expect(granted).toEqual(['first', 'second']);
});

// Why: a request between the release of a permit and its grant to the first waiter took that permit.
test('a new request does not overtake a waiting one', async () => {
  const { acquire } = semaphore(1);
  const { granted, note } = recorder();
  const held = await acquire();
  const first = note('first', acquire());
  held[Symbol.dispose]();
  const late = note('late', acquire());
  (await first)[Symbol.dispose]();
  await late;
  expect(granted).toEqual(['first', 'late']);
});

test('a permit that is disposed of twice is returned once', async () => {
  const { acquire } = semaphore(1);
  const { granted, note } = recorder();
  const held = await acquire();
  held[Symbol.dispose]();
  held[Symbol.dispose]();
  await acquire();
  void note('too many', acquire());
  await setImmediate();
  expect(granted).toEqual([]);
});

test('a request for several is not overtaken by one for fewer', async () => {
  const { acquire, acquireAll } = semaphore(2);
  const { granted, note } = recorder();
  const held = await acquire();
  const both = note('both', acquireAll(2));
  void note('one', acquire());
  await setImmediate();
  expect(granted).toEqual([]);
  held[Symbol.dispose]();
  expect(await both).toHaveLength(2);
  expect(granted).toEqual(['both']);
});

test('an aborted request is rejected with the reason, and the requests behind it continue', async () => {
  const { acquire, acquireAll } = semaphore(2);
  await acquire();
  const interrupted = new AbortController();
  const both = acquireAll(2, interrupted.signal);
  const one = acquire();
  interrupted.abort(new Error('interrupted'));
  await expect(both).rejects.toThrow('interrupted');
  await one;
  await expect(acquire(interrupted.signal)).rejects.toThrow('interrupted');
});

test('a request for more permits than exist is refused, also if a permit is retired while it waits', async () => {
  const { acquireAll } = semaphore(2);
  await expect(acquireAll(3)).rejects.toThrow('expected a request for at most 2 permits, got one for 3');
  const [first, second] = await acquireAll(2);
  const both = acquireAll(2);
  const one = acquireAll(1);
  first?.retire();
  await expect(both).rejects.toThrow('at most 1 permits');
  second?.[Symbol.dispose]();
  expect(await one).toHaveLength(1);
});
