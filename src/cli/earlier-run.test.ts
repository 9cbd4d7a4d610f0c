import { expect, test } from 'vitest';
import type { Outcome } from '../contract/outcome.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import type { Report } from '../judgement/schema.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import { writeReport } from '../report/write-report.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { earlierRun } from './earlier-run.ts';

const catalogue = await loadRequirements();
const lane = 'database/rest';
const story = (name: string, ...checks: readonly string[]): Scenario => ({
  name,
  lanes: [lane],
  checks,
  run: () => Promise.resolve(),
});
const scenarios = [story('one', 'CRUD-01', 'CRUD-04'), story('two', 'CRUD-06'), story('three', 'CRUD-35')];

type Decided = Readonly<Record<string, readonly [scenario: string, outcome: Outcome]>>;
const everything: Decided = {
  'CRUD-01': ['one', 'passed'],
  'CRUD-04': ['one', 'passed'],
  'CRUD-06': ['two', 'passed'],
  'CRUD-35': ['three', 'passed'],
};

const reportWith = (decided: Decided, run: Partial<Report['run']> = {}, options: Partial<Report['options']> = {}) => {
  const sample = sampleReport();
  const [first] = sample.requirements;
  if (first === undefined) throw new Error('the sample has requirements');
  return sampleReport({
    verdicts: { gate: { passed: true, reasons: [], unmet: [], broken: [] }, conformance: [] },
    run: { ...sample.run, ...run },
    options: { ...sample.options, seed: 4711, ...options },
    requirements: Object.entries(decided).map(([id, [scenario, outcome]]) => ({
      ...first,
      id,
      lanes: { [lane]: { outcome, checks: [{ scenario, profile: 'core', outcome }] } },
    })),
  });
};

const again = async (report: Report, options = { target: 'binary:./apiserver', environment: 'local' }) => {
  const directory = await temporaryDirectory();
  await writeReport(report, directory);
  return earlierRun(directory, options, scenarios, catalogue);
};

test.each(['failed', 'blocked', 'error', 'stale-baseline'] as const)(
  'a check that is %s is repeated',
  async (outcome) => {
    const options = { lanes: ['kubernetes/rest' as const], filters: [] };
    expect(await again(reportWith({ ...everything, 'CRUD-06': ['two', outcome] }, {}, options))).toEqual({
      requirements: ['CRUD-06'],
      scenarios: ['two'],
      lanes: ['kubernetes/rest'],
      seed: 4711,
    });
  },
);

// Why: a run that lost checks, or was interrupted, was "nothing failed", or repeated only what had been decided.
test.each([true, false])('checks without a result are repeated (run complete: %s)', async (complete) => {
  const { 'CRUD-04': _lost, 'CRUD-35': _never, ...rest } = everything;
  expect(await again(reportWith(rest, { complete }))).toMatchObject({
    requirements: ['CRUD-04', 'CRUD-35'],
    scenarios: ['one', 'three'],
  });
});

test('checks that the filters of the earlier run left out were not lost', async () => {
  const { 'CRUD-35': _filtered, ...rest } = everything;
  const filters = ['scenarios: one', 'scenarios: two'];
  await expect(again(reportWith(rest, {}, { filters }))).rejects.toThrow(/nothing failed in run/);
});

// Why: a scenario that broke after its last check kept the gate shut, and was not repeated.
test('a scenario that broke is repeated with all its checks', async () => {
  expect(await again(reportWith(everything, { brokenScenarios: ['one'] }))).toMatchObject({
    requirements: ['CRUD-01', 'CRUD-04'],
    scenarios: ['one'],
  });
});

// Why: a run that failed for a death of its target was told that nothing had failed.
test('a run whose gate failed without a check is not repeated, and the reasons of the gate are given', async () => {
  const { gate } = sampleReport().verdicts;
  const dead: Report = {
    ...reportWith(everything),
    verdicts: { gate: { ...gate, passed: false, reasons: ['the target died'] }, conformance: [] },
  };
  await expect(again(dead)).rejects.toThrow(
    /run \S+ failed, but not because of a check, so run all of it again: the target died/,
  );
});

test('a run without failures, or with another kind of target, is not repeated', async () => {
  await expect(again(reportWith(everything))).rejects.toThrow(/nothing failed in run/);
  await expect(again(reportWith(everything), { target: 'reference', environment: 'local' })).rejects.toThrow(
    /tested a binary target, but this run tests a reference target/,
  );
});

// Why: --target is "reference" where the target is an installation, so that no run of one could be repeated.
test.each([
  { target: 'reference', environment: 'existing' },
  { target: 'manifests', environment: 'kind' },
])('a run of an installation can be repeated: $environment', async (options) => {
  const report = reportWith({ ...everything, 'CRUD-06': ['two', 'failed'] });
  const installed: Report = { ...report, target: { ...report.target, kind: 'installation' } };
  expect(await again(installed, options)).toMatchObject({ requirements: ['CRUD-06'] });
  await expect(again(report, options)).rejects.toThrow('this run tests an installation target');
});
