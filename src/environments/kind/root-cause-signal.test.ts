import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patience } from '../../waiting/slowness.ts';
import { rootCauseSignal } from './root-cause-signal.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const breakable = (nodeAnswers: boolean) => {
  const [engine, node, database] = [new AbortController(), new AbortController(), new AbortController()];
  const broken = rootCauseSignal({
    engine: engine.signal,
    node: node.signal,
    database: database.signal,
    nodeAnswers: () => Promise.resolve(nodeAnswers),
  });
  return { node, database, broken };
};

// Why: connections to the database break first if a node is killed, and an error about the database would be misleading.
test('the exit of a node is reported instead of the exit of its database', async () => {
  const { node, database, broken } = breakable(false);
  database.abort(new Error('the database'));
  await vi.advanceTimersByTimeAsync(4000);
  expect(broken.aborted).toBe(false);
  node.abort(new Error('the node'));
  await vi.advanceTimersByTimeAsync(patience(20_000));
  expect(broken.reason).toEqual(new Error('the node'));
});

test('the exit of the database alone is reported immediately', async () => {
  const { database, broken } = breakable(true);
  database.abort(new Error('the database'));
  await vi.advanceTimersByTimeAsync(1);
  expect(broken.reason).toEqual(new Error('the database'));
});
