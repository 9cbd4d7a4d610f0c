import { expect, test } from 'vitest';
import type { BaselineEntry } from '../judgement/baseline.ts';
import type { Deviations } from '../contract/aspect.ts';
import type { DeclaredCheck } from './check-key.ts';
import { judgedByBaseline } from './judged-by-baseline.ts';

const check = (requirement: string): DeclaredCheck => ({
  requirement,
  lane: 'kubernetes/rest',
  scenario: { name: 'one' } as DeclaredCheck['scenario'],
});
const entry = (requirement: string): BaselineEntry => ({
  requirement,
  lane: 'kubernetes/rest',
  scenario: 'one',
  aspects: { status: ['500'] },
  reason: 'as it was found in the source',
});
const keyOf = (requirement: string): string => `${requirement} in kubernetes/rest of one`;
const under = (requirement: string, deviations: Deviations) => ({ key: keyOf(requirement), deviations });
const status = { status: { expected: '200', observed: '500' } };

test('what a mutant fails is judged by the entries of the same check', () => {
  const result = {
    killed: [under('A-01', status), under('A-02', { ...status, body: { expected: '{}', observed: '' } })],
    beside: [under('A-03', { status: { expected: '200', observed: '404' } }), under('A-04', status)],
  };
  const checks = ['A-01', 'A-02', 'A-03', 'A-04'].map(check);
  // A-04 is not listed.
  expect(judgedByBaseline(result, checks, ['A-01', 'A-02', 'A-03'].map(entry))).toEqual([
    { key: keyOf('A-01'), outcome: 'known-failure', message: '' },
    {
      key: keyOf('A-02'),
      outcome: 'failed',
      message: ' (beyond what is known: "body")',
    },
    {
      key: keyOf('A-03'),
      outcome: 'failed',
      message: ' (beyond what is known: "status")',
    },
  ]);
});
