import { expect, test } from 'vitest';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { checkName, decidedTwice, expectedChecks, unaccounted } from './expected-checks.ts';
import { wholeSelection } from './selection.ts';

const catalogue = await loadRequirements();
const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);

test('a complete run must decide hundreds of checks with unique names', () => {
  const expected = expectedChecks(scenarios, wholeSelection, catalogue);
  expect(expected.length).toBeGreaterThan(600);
  expect(new Set(expected.map(checkName)).size).toBe(expected.length);
});

test('a run of one lane has no parity checks', () => {
  const expected = expectedChecks(scenarios, { ...wholeSelection, lanes: ['kubernetes/rest'] }, catalogue);
  expect(expected.filter(({ requirement }) => requirement === 'PAR-01')).toEqual([]);
  expect(expected.every(({ lane }) => lane === 'kubernetes/rest')).toBe(true);
});

test('missing results and results of undeclared checks are reported', () => {
  expect(unaccounted(['a', 'b'], ['a', 'c'])).toEqual([
    '1 declared check without a result: b',
    '1 result of no declared check: c',
  ]);
  expect(unaccounted(['a'], ['a'])).toEqual([]);
});

// Why: a check that was collected twice was counted twice, and no part of the report said so.
test('a check with two results is reported', () => {
  expect(decidedTwice(['a', 'b', 'a', 'c', 'a'])).toEqual(['1 check with more than one result: a']);
  expect(decidedTwice(['a', 'b'])).toEqual([]);
});
