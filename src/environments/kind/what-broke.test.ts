import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { patience } from '../../waiting/slowness.ts';
import { whatBroke } from './what-broke.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const breakable = (nodeAnswers: boolean) => {
  const [engine, node, database] = [new AbortController(), new AbortController(), new AbortController()];
  const broken = whatBroke({
    engine: engine.signal,
    node: node.signal,
    database: database.signal,
    nodeAnswers: () => Promise.resolve(nodeAnswers),
  });
  return { node, database, broken };
};

// Why: connections break first when a node is killed, and "the database ended" would send people the wrong way.
test('a node that ends takes its database with it, and is what is told', async () => {
  const { node, database, broken } = breakable(false);
  database.abort(new Error('the database'));
  await vi.advanceTimersByTimeAsync(4000);
  expect(broken.aborted).toBe(false);
  node.abort(new Error('the node'));
  await vi.advanceTimersByTimeAsync(patience(20_000));
  expect(broken.reason).toEqual(new Error('the node'));
});

test('a database that ends alone is told at once', async () => {
  const { database, broken } = breakable(true);
  database.abort(new Error('the database'));
  await vi.advanceTimersByTimeAsync(1);
  expect(broken.reason).toEqual(new Error('the database'));
});
