import { expect, test } from 'vitest';
import { boundedHistory } from './bounded-history.ts';

const filled = (count: number) => {
  const history = boundedHistory<number>(100);
  for (let at = 0; at < count; at += 1) history.add(at, at);
  return history;
};

test('returns the values from a given time on, inclusive', () => {
  expect(filled(5).since(3, 'values')).toEqual([3, 4]);
  expect(filled(100).since(Number.NEGATIVE_INFINITY, 'values')).toHaveLength(100);
});

test('keeps the latest values and rejects a query that it cannot answer completely', () => {
  const history = filled(126);
  expect(history.since(26, 'values')).toHaveLength(100);
  expect(() => history.since(25, 'values')).toThrow('values are complete only from 1970-01-01T00:00:00.026Z on');
});

test('rejects a query that starts before a gap', () => {
  const history = filled(5);
  history.incompleteBefore(3);
  expect(history.since(3, 'values')).toEqual([3, 4]);
  expect(() => history.since(2, 'values')).toThrow('values are complete only from');
});
