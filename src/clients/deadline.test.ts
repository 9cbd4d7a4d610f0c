import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { deadline } from './deadline.ts';

const aborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));

test('an operation that exceeds its deadline is aborted with a TimeoutError that states the deadline', async () => {
  using bound = deadline(20);
  expect(await aborted(bound.signal)).toMatchObject({ name: 'TimeoutError', message: 'no answer within 0.02 s' });
});

test('the outer signal aborts it with its reason, even if it was aborted before', async () => {
  const outer = new AbortController();
  const reason = new Error('interrupted');
  using bound = deadline(60_000, outer.signal);
  const ended = aborted(bound.signal);
  outer.abort(reason);
  expect(await ended).toBe(reason);
  using late = deadline(60_000, outer.signal);
  expect(late.signal.reason).toBe(reason);
});

// Why: thousands of requests share a scenario's signal.
test('a disposed deadline leaves no listener on the outer signal', () => {
  const outer = new AbortController();
  deadline(60_000, outer.signal)[Symbol.dispose]();
  expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
});
