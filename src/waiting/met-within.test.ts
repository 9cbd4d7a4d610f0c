import { expect, test } from 'vitest';
import { metWithin } from './met-within.ts';

test('a condition that becomes true is met', async () => {
  let looks = 0;
  expect(await metWithin(10_000, () => ++looks === 3, { intervalMs: 1 })).toBe(true);
});

test('a condition that stays false is not met, without an error', async () => {
  expect(await metWithin(20, () => false, { intervalMs: 1 })).toBe(false);
});

test('a condition that throws ends the wait with its own error', async () => {
  const broken = () => {
    throw new Error('no such file');
  };
  await expect(metWithin(10_000, broken)).rejects.toThrow('no such file');
});
