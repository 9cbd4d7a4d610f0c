import { expect, test } from 'vitest';
import { alternatives } from './alternatives.ts';

test('"or" precedes the last alternative', () => {
  expect(alternatives(['a', 'b', 'c'])).toBe('a, b or c');
  expect(alternatives(['a', 'b'])).toBe('a or b');
  expect(alternatives(['a'])).toBe('a');
});
