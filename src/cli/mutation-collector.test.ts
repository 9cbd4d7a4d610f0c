import { expect, test } from 'vitest';
import type { TestAnnotation } from 'vitest';
import type { TestCase, TestModule } from 'vitest/node';
import { mutationCollector } from './mutation-collector.ts';

const proved = (id: string) =>
  ({
    id,
    name: 'a mutant',
    meta: () => ({
      mutantResult: {
        mutant: 'a mutant',
        killed: [{ key: `check of ${id}`, deviations: {}, statements: [], inOwnLane: true }],
        beside: [],
        missed: [],
      },
    }),
    result: () => ({ state: 'passed', errors: [] }),
  }) as unknown as TestCase;

const collected = (...metas: readonly object[]) => {
  const { reporter, score } = mutationCollector({
    onNote: () => {},
    onCollected: () => {},
    onStart: () => {},
    onTest: () => {},
    ended: new AbortController().signal,
  });
  for (const [at, meta] of metas.entries()) {
    const test = { id: `${at}`, name: 'a test', meta: () => meta, result: () => ({ state: 'passed', errors: [] }) };
    void reporter.onTestCaseResult?.(test as unknown as TestCase);
  }
  return score().aspects.mandatory;
};

// Why: a label that failed in one scenario counted for all that have one of that name, and for lanes without the defect.
test('a label is an aspect of its scenario, and fails where the lane of the check has the defect', () => {
  const keyOf = (requirement: string, scenario: string) => `${requirement} in kubernetes/rest of ${scenario}`;
  const keys = ['one', 'two'].flatMap((scenario) => [keyOf('PAR-01', scenario), keyOf('CRUD-01', scenario)]);
  const killedIn = (key: string, inOwnLane: boolean) => ({
    mutantResult: {
      mutant: 'a mutant',
      killed: [{ key, deviations: {}, statements: ['answer'], inOwnLane }],
      beside: [],
      missed: [],
    },
  });
  const compared = {
    declaredChecks: keys,
    comparedAspects: keys.map((key) => ({ key, mandatory: true, aspects: ['answer / status', 'answer / body'] })),
  };
  expect(collected(compared, killedIn(keyOf('PAR-01', 'one'), true), killedIn(keyOf('CRUD-01', 'one'), true))).toEqual({
    compared: 3,
    killed: 2,
    survived: ['PAR-01 of two: answer'],
  });
  expect(collected(compared, killedIn(keyOf('PAR-01', 'one'), false)).killed).toBe(0);
  // A documented difference says of each lane what it observes.
  const [key, statement] = [keyOf('PAR-01', 'one'), 'reads in database/rest'];
  const documented = { declaredChecks: [key], comparedAspects: [{ key, mandatory: true, aspects: [statement] }] };
  const result = { mutant: 'a mutant', beside: [], missed: [] };
  const killed = [{ key, deviations: {}, statements: [statement], inOwnLane: false }];
  expect(collected(documented, { mutantResult: { ...result, killed } }).killed).toBe(1);
});

// Why: vitest reports the tests of an interrupted file twice, and the number of mutants counted both reports.
test('a mutant that vitest reports twice counts once', () => {
  const names: string[] = [];
  const { reporter, score, killedSoFar } = mutationCollector({
    onNote: () => {},
    onCollected: () => {},
    onStart: () => {},
    onTest: (_, name) => names.push(name),
    ended: new AbortController().signal,
  });
  for (const id of ['one', 'two', 'one']) void reporter.onTestCaseResult?.(proved(id));
  expect(score().mutants).toBe(2);
  expect(killedSoFar()).toBe(2);
  expect(names).toHaveLength(2);
});

test('the number of tests is known before they run', () => {
  const collected: number[] = [];
  const { reporter } = mutationCollector({
    onNote: () => {},
    onCollected: (tests) => collected.push(tests),
    onStart: () => {},
    onTest: () => {},
    ended: new AbortController().signal,
  });
  const module = { children: { allTests: () => ['one', 'two'].values() } } as unknown as TestModule;
  void reporter.onTestModuleCollected?.(module);
  expect(collected).toEqual([2]);
});

test('what a test notes while it runs is passed on', () => {
  const notes: string[] = [];
  const { reporter } = mutationCollector({
    onNote: (text) => notes.push(text),
    onCollected: () => {},
    onStart: () => {},
    onTest: () => {},
    ended: new AbortController().signal,
  });
  const annotation = { message: '12 of 4,000 pairs', type: 'notice', location: undefined };
  void reporter.onTestCaseAnnotate?.(proved('one'), annotation as unknown as TestAnnotation);
  expect(notes).toEqual(['12 of 4,000 pairs']);
});
