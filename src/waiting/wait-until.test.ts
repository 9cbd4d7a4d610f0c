import { expect, test } from 'vitest';
import { waitUntil } from './wait-until.ts';

const never = new AbortController().signal;
const wait = (look: () => Promise<{ done: string } | { observed: string }>, deadlineMs = 400) =>
  waitUntil({ name: 'node Ready in kind-1', deadlineMs, look }, { signal: never });

test('resolves with the value of the first look that is done', async () => {
  let looks = 0;
  const look = () => Promise.resolve(++looks < 3 ? { observed: 'no node' } : { done: 'ready' });
  await expect(wait(look, 5000)).resolves.toBe('ready');
});

test('the error at the deadline contains the name and the last observation', async () => {
  await expect(wait(() => Promise.resolve({ observed: 'KubeletNotReady' }))).rejects.toThrow(
    /^node Ready in kind-1: not within [\d.]+ s\. Last seen: KubeletNotReady$/,
  );
});

// Why: an exec into a node that is removed meanwhile is never answered.
test('a look that hangs does not outlast the deadline', async () => {
  await expect(wait(() => new Promise(() => {}))).rejects.toThrow(/not within [\d.]+ s\. Last seen: no answer$/);
});

test('an interruption ends the wait at once, also during a look that hangs', async () => {
  const interrupted = new AbortController();
  const look = () => new Promise<{ done: string }>(() => {});
  const waiting = waitUntil({ name: 'x', deadlineMs: 60_000, look }, { signal: interrupted.signal });
  setTimeout(() => interrupted.abort(new Error('interrupted by SIGINT')), 50);
  await expect(waiting).rejects.toThrow('interrupted by SIGINT');
});

test('a look that fails ends the wait with its own error', async () => {
  await expect(wait(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
});

// Why: a connection that a look had opened stayed open after the wait, and kept its server from stopping.
test('the signal of a look is aborted when its result is no longer awaited', async () => {
  let over: AbortSignal | undefined;
  const look = (signal: AbortSignal) => {
    over = signal;
    return new Promise<{ done: string }>(() => {});
  };
  await expect(waitUntil({ name: 'x', deadlineMs: 20, intervalMs: 1, look })).rejects.toThrow('no answer');
  expect(over?.aborted).toBe(true);
});

test('the deadline is scaled by the given slowness, and its error reports the details', async () => {
  const look = () => ({ observed: 'refused' });
  const wait = {
    name: 'answer of x',
    deadlineMs: 10,
    slowness: 3,
    intervalMs: 1,
    look,
    details: () => ({ logTail: ['no space'] }),
  };
  await expect(waitUntil(wait)).rejects.toThrow(
    'answer of x: not within 0.03 s. Last seen: refused. Its last lines:\n  no space',
  );
});

// Why: a look that began just before the deadline was cut short, and the error named no observation at all.
test('a look that begins at the deadline has time to end', async () => {
  const look = async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    return { observed: 'status 503' };
  };
  await expect(waitUntil({ name: 'x', deadlineMs: 10, intervalMs: 1, look })).rejects.toThrow('Last seen: status 503');
});

test('the last observation stays in the error where the last look hangs', async () => {
  let looks = 0;
  const look = () => (++looks > 1 ? new Promise<never>(() => {}) : { observed: '1 of 2 pods ready' });
  await expect(waitUntil({ name: 'x', deadlineMs: 10, intervalMs: 1, look })).rejects.toThrow(
    'Last seen: 1 of 2 pods ready; then no answer',
  );
});
