import { expect, test } from 'vitest';
import { classBytes, sizeAt, sizeClasses, sizeClassOf } from './sizes.ts';

test.each([
  [0.25, 2_300],
  [0.5, 5_300],
  [0.75, 9_200],
  [0.9, 14_400],
  [0.95, 18_000],
  [0.99, 38_400],
  [1, 49_400],
])('the %d quantile is the measured one', (probability, bytes) => {
  expect(sizeAt(probability)).toBe(bytes);
});

test('sizes grow with the probability', () => {
  const sizes = Array.from({ length: 1_001 }, (_, step) => sizeAt(step / 1_000));
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
});

// The mean of the compiled pipelines in KFP's repository is 7.3 KB.
test('the mean of the classes, and of the objects of a seed, is that of real pipelines', () => {
  const mean = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  expect(mean(Array.from({ length: sizeClasses }, (_, sizeClass) => classBytes(sizeClass)))).toBeCloseTo(7_300, -2);
  const drawn = Array.from({ length: 20_000 }, (_, index) => classBytes(sizeClassOf(1, index)));
  expect(Math.abs(mean(drawn) - 7_300)).toBeLessThan(200);
});

test('a sweep has one size', () => {
  expect(classBytes(3, 50_000)).toBe(50_000);
});
