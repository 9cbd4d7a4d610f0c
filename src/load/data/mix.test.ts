import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mix } from './mix.ts';

// k6 and Node compute the same objects: a change of these numbers is a change of every seeded store.
test('known numbers', () => {
  expect([mix(1, 0, 0), mix(1, 1, 0), mix(1, 0, 1), mix(2, 0, 0)]).toMatchInlineSnapshot(`
    [
      3584742034,
      454272835,
      2174810681,
      774260727,
    ]
  `);
});

test('the result is an unsigned 32-bit integer', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(), fc.integer(), (seed, index, salt) => {
      const number = mix(seed, index, salt);
      expect(Number.isInteger(number) && number >= 0 && number < 2 ** 32).toBe(true);
    }),
  );
});

// A store whose neighbours were alike would compress, and be cached, better than a real one.
test.each([1, 2, 12_345])('neighbouring indices are spread evenly with seed %d', (seed) => {
  const counts = Array.from({ length: 100 }, () => 0);
  for (let index = 0; index < 100_000; index += 1) {
    const bucket = mix(seed, index, 7) % 100;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  // The standard deviation of a bucket of 1,000 is 31.5.
  expect(Math.min(...counts)).toBeGreaterThan(840);
  expect(Math.max(...counts)).toBeLessThan(1_160);
});
