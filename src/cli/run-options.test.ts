import { expect, test } from 'vitest';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { filtersOf, seedOf, selectionFrom, selectionOf, type RunOptions } from './run-options.ts';
import { runOptions } from './testing/run-options.ts';

const catalogue = await loadRequirements();
const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
const options: RunOptions = { ...runOptions, target: 'binary:./apiserver' };
const earlier = {
  requirements: ['CRUD-04', 'VER-03'],
  scenarios: ['pipeline-read-at-once'],
  lanes: ['kubernetes/rest'],
  seed: 4711,
} as const;

test('an earlier run is repeated in its lanes and with its seed', () => {
  expect(selectionOf(options, catalogue, scenarios, earlier)).toMatchObject({
    lanes: ['kubernetes/rest'],
    requirements: ['CRUD-04', 'VER-03'],
    scenarios: ['pipeline-read-at-once'],
  });
  expect(seedOf(undefined, earlier)).toBe(4711);
});

test('options of the command line take precedence over the earlier run', () => {
  const lanes = ['database/rest', 'kubernetes/rest'];
  expect(selectionOf({ ...options, lane: lanes }, catalogue, scenarios, earlier).lanes).toEqual(lanes);
  expect(seedOf('7', earlier)).toBe(7);
});

test('the filters of a report give its selection again', () => {
  const selection = {
    lanes: ['kubernetes/rest', 'kubernetes/crd'],
    areas: ['CRUD'],
    requirements: ['CRUD-04'],
    profiles: ['core'],
    scenarios: ['pipeline-read-at-once'],
  } as const;
  expect(selectionFrom(filtersOf(selection))).toEqual(selection);
});

// Why: the catalogue holds requirements without checks; a run of them would say nothing and must say why at once.
test('requirements, areas and profiles that no suite decides yet are refused, with the reason', () => {
  const select = (some: Partial<RunOptions>) => () => selectionOf({ ...options, ...some }, catalogue, scenarios);
  expect(select({ requirement: ['WH-01'] })).toThrow('--requirement WH-01 has no check: not decided yet');
  expect(select({ area: ['MIG'] })).toThrow('--area MIG: it has 22 requirements and no check');
  expect(select({ profile: ['migration'] })).toThrow('--profile migration: it has 22 requirements and no check');
  expect(select({ requireConformance: ['kubernetes-native'] })).toThrow('--require-conformance kubernetes-native: it');
  expect(select({ area: ['WH'] })).not.toThrow();
});
