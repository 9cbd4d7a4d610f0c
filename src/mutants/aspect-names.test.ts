import { expect, test } from 'vitest';
import { boundlessPatterns, fitsPattern } from './aspect-names.ts';
import { loadMutants } from './load-mutants.ts';

test('a star stands for any text, and everything else for itself', () => {
  expect(fitsPattern('what was accepted is there', 'what was accepted is *')).toBe(true);
  expect(fitsPattern('a+b', 'a+b')).toBe(true);
  expect(fitsPattern('aab', 'a+b')).toBe(false);
});

// Why: a star alone fits the statements of the harness about itself, and three mutants had no other.
test('a pattern that any statement fits is told', () => {
  const aspects = { 'A-01': ['*', 'what is *'], 'A-02': [' ** '] };
  expect(boundlessPatterns([{ name: 'broad', aspects }])).toEqual(['broad: A-01: *', 'broad: A-02:  ** ']);
});

test('no mutant has such a pattern', async () => {
  const mutants = await loadMutants();
  expect(mutants.length).toBeGreaterThan(0);
  expect(boundlessPatterns(mutants)).toEqual([]);
});
