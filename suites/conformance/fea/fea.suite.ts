import assert from 'node:assert/strict';
import type { KubernetesClient } from '../../../src/clients/kubernetes.ts';
import type { Feature } from '../../../src/contract/feature.ts';
import type { LaneName } from '../../../src/contract/lane-name.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { probes } from '../../../src/targets/probe.ts';

/** The Kubernetes client in lanes that write through the Kubernetes API. */
const writtenApi: Readonly<Record<LaneName, (context: ScenarioContext) => KubernetesClient | undefined>> = {
  'database/rest': () => undefined,
  'kubernetes/rest': () => undefined,
  'kubernetes/crd': ({ kubernetes }) => kubernetes,
};

/** Decides a feature by the same probe that decides whether checks apply. */
const probed = (
  requirement: string,
  feature: Feature,
  rest: Omit<Scenario, 'checks' | 'observes' | 'run'>,
): Scenario => ({
  ...rest,
  checks: [requirement],
  observes: ['found'],
  async run(context) {
    const { lane, kfp, packages, names, target } = context;
    const found = await probes[feature]({
      tenancy: 'single-user',
      kfp,
      shared: kfp,
      sharedNamespace: target.sharedNamespace,
      kubernetes: writtenApi[lane.name](context),
      packages,
      name: names.of('probe'),
    });
    context.observe('found', found);
    await context.check(requirement, () => assert.equal(found, true, `the probe finds the feature ${feature}`));
  },
});

export default defineSuite({
  title: 'FEA: features the harness probes',
  scenarios: [
    probed('FEA-01', 'webhook', { name: 'feature-webhook', lanes: ['kubernetes/crd'] }),
    probed('FEA-02', 'loopback-package-url', {
      name: 'feature-package-url',
      lanes: ['database/rest', 'kubernetes/rest'],
    }),
    probed('FEA-03', 'v1beta1', { name: 'feature-v1beta1', lanes: ['database/rest'] }),
  ],
});
