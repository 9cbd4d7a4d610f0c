import { expect, test, vi } from 'vitest';
import { whatBroke } from './what-broke.ts';

// Why: the pods' connections break first when a node is killed, and "the database ended" would send people the wrong way.
test('a node that ends takes its database with it, and is what is told', () => {
  vi.useFakeTimers();
  const [engine, node, database] = [new AbortController(), new AbortController(), new AbortController()];
  const broken = whatBroke({ engine: engine.signal, node: node.signal, database: database.signal });
  database.abort(new Error('the database'));
  vi.advanceTimersByTime(300);
  expect(broken.aborted).toBe(false);
  node.abort(new Error('the node'));
  vi.advanceTimersByTime(5000);
  expect(broken.reason).toEqual(new Error('the node'));
  vi.useRealTimers();
});

test('a database that ends alone is told', () => {
  vi.useFakeTimers();
  const never = new AbortController().signal;
  const broken = whatBroke({ engine: never, node: never, database: AbortSignal.abort(new Error('the database')) });
  vi.advanceTimersByTime(5000);
  expect(broken.reason).toEqual(new Error('the database'));
  vi.useRealTimers();
});
