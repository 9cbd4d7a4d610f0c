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
