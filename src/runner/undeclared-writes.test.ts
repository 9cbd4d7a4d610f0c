import { expect, test } from 'vitest';
import type { Exchange } from '../contract/exchange.ts';
import { tooManyWrites } from './undeclared-writes.ts';

const sent = (method: string, surface: Exchange['surface'] = 'rest') => ({
  surface,
  request: { method, target: '/', headers: {} },
});
const many = (count: number) => Array.from({ length: count }, () => sent('POST'));

// Why: the declared number of writes was a guess, and the deadlines of a scenario that made more of them were too short.
test('a scenario that makes more REST writes than it declares is told', () => {
  expect(tooManyWrites({ name: 'story', writes: 2 }, many(3))).toContain('story made 3 REST writes and declares 2');
  expect(tooManyWrites({ name: 'story' }, many(13))).toContain('declares 10');
  expect(tooManyWrites({ name: 'story' }, many(12))).toBeUndefined();
  expect(tooManyWrites({ name: 'story', writesPerRound: 2 }, many(22), 5)).toBeUndefined();
});

test('reads and requests to the Kubernetes API are no REST writes', () => {
  const exchanges = [sent('GET'), sent('POST', 'kubernetes'), sent('PATCH'), sent('DELETE'), sent('PUT')];
  expect(tooManyWrites({ name: 'story', writes: 3 }, exchanges)).toBeUndefined();
  expect(tooManyWrites({ name: 'story', writes: 2 }, exchanges)).toContain('made 3 REST writes');
});
