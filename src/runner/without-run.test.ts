import { expect, test } from 'vitest';
import { noFeatures, type AssumedFeatures } from '../contract/feature.ts';
import { gateVerdict } from '../judgement/gate.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { knownFeatures, withKnownRate } from './assumptions.ts';
import { withoutRun } from './without-run.ts';

const catalogue = new Map(
  (['A', 'V1', 'SHR'] as const).map((id) => [
    id,
    {
      id,
      lanes: ['database/rest', 'kubernetes/rest', 'kubernetes/crd'],
      ...(id === 'V1' && { feature: 'v1beta1' }),
      ...(id === 'SHR' && { feature: 'shared-namespace' }),
    } as unknown as Requirement,
  ]),
);

const targetWith = (assumed: Partial<AssumedFeatures>): StartedTarget =>
  ({
    features: { ...noFeatures, 'loopback-package-url': true },
    undeterminedFeatures: {},
    writesPerSecond: 1,
    manifestsSupplied: true,
    ...assumed,
  }) as unknown as StartedTarget;

const because = 'GET /apis/v1beta1/pipelines was answered 503: no';
const undecided = targetWith({
  features: { webhook: true, 'shared-namespace': false, 'shared-cluster': false },
  undeterminedFeatures: { v1beta1: because, 'loopback-package-url': 'POST … was answered 503: no' },
});

const resultFor = (
  { checks = ['A'], ...rest }: Partial<Scenario>,
  target: StartedTarget,
  lane: 'database/rest' | 'kubernetes/crd' = 'database/rest',
) => withoutRun({ scenario: { name: 'story', checks, run: async () => {}, ...rest }, lane, catalogue }, target);

// Why: one 503 to a probe removed every check that depends on its feature, and the run was conformant.
test('checks that depend on an undetermined feature are errors with the answer, and close the gate', () => {
  const byScenario = resultFor({ features: ['loopback-package-url'] }, undecided);
  expect(byScenario?.checks).toEqual([
    {
      requirement: 'A',
      lane: 'database/rest',
      scenario: 'story',
      outcome: 'error',
      message: 'the probe of loopback-package-url is undecided: POST … was answered 503: no',
    },
  ]);
  const byRequirement = resultFor({ checks: ['V1'] }, undecided);
  expect(byRequirement?.checks).toMatchObject([
    { outcome: 'error', message: `the probe of v1beta1 is undecided: ${because}` },
  ]);
  expect(byRequirement?.notApplicable).toBeUndefined();
  const outcomes = [byScenario, byRequirement].flatMap((result) => result?.checks.map(({ outcome }) => outcome) ?? []);
  expect(gateVerdict({ outcomes, broken: [], complete: true, required: [], conformance: [] })).toMatchObject({
    passed: false,
    reasons: ['2 error'],
  });
});

test('each check has the outcome of its own feature', () => {
  const result = resultFor({ checks: ['V1', 'SHR'] }, undecided);
  expect(result?.checks).toMatchObject([
    { outcome: 'error' },
    { outcome: 'not-applicable', reason: 'feature-not-claimed', message: 'the target has no shared-namespace' },
  ]);
  expect(result?.notApplicable).toBeUndefined();
});

test('a scenario with a check that applies is run', () => {
  expect(resultFor({ checks: ['A', 'V1'] }, undecided)).toBeUndefined();
});

test('an absent feature makes a scenario not applicable, also beside an undetermined one', () => {
  const features = ['loopback-package-url', 'shared-cluster'] as const;
  expect(resultFor({ features }, undecided)).toMatchObject({
    notApplicable: { reason: 'feature-not-claimed', message: 'the target has no shared-cluster' },
    checks: [{ outcome: 'not-applicable', message: 'the target has no shared-cluster' }],
  });
});

test('where a target cannot reach this machine, a target of the harness is needed', () => {
  const features = ['loopback-package-url'] as const;
  expect(resultFor({ features }, targetWith({ features: noFeatures }))).toMatchObject({
    notApplicable: { reason: 'needs-own-server' },
    checks: [{ reason: 'needs-own-server' }],
  });
});

test('without the manifests of the target nothing is written through the Kubernetes API', () => {
  const target = { ...targetWith({}), manifestsSupplied: false };
  expect(resultFor({}, target, 'kubernetes/crd')?.notApplicable?.reason).toBe('manifests-not-supplied');
  expect(resultFor({}, target)).toBeUndefined();
});

test('a scenario cannot read a feature that is undetermined', () => {
  const features = knownFeatures(undecided);
  expect(features.webhook).toBe(true);
  expect(features['shared-cluster']).toBe(false);
  expect(() => features.v1beta1).toThrow(`the probe of v1beta1 is undecided: ${because}`);
});

test('a scenario cannot conclude from a write rate that was not measured', () => {
  const target = withKnownRate({ ...targetWith({}), undeterminedRate: 'POST … was answered 503: no' });
  expect(() => target.writesPerSecond).toThrow('the write rate could not be measured: POST … was answered 503: no');
  expect(withKnownRate(targetWith({})).writesPerSecond).toBe(1);
});
