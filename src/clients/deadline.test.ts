import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { deadline } from './deadline.ts';

const aborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason)));

test('what takes too long is aborted with a TimeoutError that says how long that was', async () => {
  using bound = deadline(20);
  expect(await aborted(bound.signal)).toMatchObject({ name: 'TimeoutError', message: 'no answer within 0.02 s' });
});

test('it is aborted with the outer signal and its reason, also with one that was aborted before', async () => {
  const outer = new AbortController();
  const reason = new Error('interrupted');
  using bound = deadline(60_000, outer.signal);
  const ended = aborted(bound.signal);
  outer.abort(reason);
  expect(await ended).toBe(reason);
  using late = deadline(60_000, outer.signal);
  expect(late.signal.reason).toBe(reason);
});

// Why: a scenario's signal bounds thousands of requests.
test('what has ended leaves nothing on the outer signal', () => {
  const outer = new AbortController();
  deadline(60_000, outer.signal)[Symbol.dispose]();
  expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
});
