import { expect, test } from 'vitest';
import type { BaselineEntry } from '../judgement/baseline.ts';
import type { LaneName } from '../contract/lane-name.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { checkKey, type DeclaredCheck } from './check-key.ts';
import { declaredKnown, takenForKnown } from './known-of-kfp.ts';
import type { FailedCheck } from './proof.ts';

const scenarioOf = (name: string): Scenario => ({ name, checks: [], run: async () => {} });
const [one, other] = [scenarioOf('one'), scenarioOf('other')];
const variant: Scenario = { ...scenarioOf('one-multi-user'), multiUserVariantOf: 'one' };
const check = (requirement: string, scenario: Scenario, lane: LaneName = 'kubernetes/rest'): DeclaredCheck => ({
  requirement,
  lane,
  scenario,
});
const failing = ({ requirement, lane, scenario }: DeclaredCheck, observed: string): FailedCheck => ({
  key: checkKey(requirement, lane, scenario.name),
  deviations: { status: { expected: '200', observed } },
});
const entries: readonly BaselineEntry[] = [
  {
    requirement: 'A-09',
    lane: 'database/rest',
    scenario: 'elsewhere',
    aspects: { status: ['500'] },
    reason: 'as it was found in the source',
  },
];
const checks = [one, variant, other].flatMap((scenario) => [check('A-01', scenario), check('A-02', scenario)]);

// Why: one excuse of a requirement was good for whatever scenario it failed in, and only for what the mutant declares.
test('what is taken for known is told by scenario, of all checks that fail', () => {
  const result = {
    killed: [failing(check('A-01', one), '500'), failing(check('A-01', other), '503')],
    beside: [failing(check('A-02', other), '500'), failing(check('A-01', variant), '500')],
  };
  expect(takenForKnown(result, checks, entries)).toEqual(['A-01 in one', 'A-02 in other']);
  expect(takenForKnown(result, [check('A-01', one)], entries)).toEqual(['A-01 in one']);
});

test('what a mutant says of scenarios that did not run, or of checks that are not asked for, is left out', () => {
  const knownOfKfp = { 'A-02': ['other', 'one'], 'A-01': ['one'], 'A-03': ['one'] };
  expect(declaredKnown({ knownOfKfp }, checks, new Set([one]))).toEqual(['A-01 in one', 'A-02 in one']);
  expect(declaredKnown({ knownOfKfp }, checks, new Set([variant, other]))).toEqual([
    'A-01 in one',
    'A-02 in one',
    'A-02 in other',
  ]);
  expect(declaredKnown({}, checks, new Set([one]))).toEqual([]);
});
