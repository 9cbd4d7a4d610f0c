import { soft } from '../../../src/scenarios/assert.ts';
import type { Feature } from '../../../src/contract/feature.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import { foundState } from './found-state.ts';
import { probeContextOf } from './probe-context-of.ts';

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
    await context.check(requirement, async () => {
      const found = await foundState(feature, probeContextOf(context, 'probe'));
      context.observe('found', found);
      soft.equal(found, 'present', `the probe finds the feature ${feature}`);
    });
  },
});

export default defineSuite({
  title: 'FEA: features the harness probes',
  alsoMultiUser: true,
  scenarios: [
    probed('FEA-01', 'webhook', { name: 'feature-webhook', lanes: ['kubernetes/crd'] }),
    probed('FEA-02', 'loopback-package-url', {
      name: 'feature-package-url',
      lanes: ['database/rest', 'kubernetes/rest'],
      // On an installation it depends on the environment whether the target reaches this machine; where the harness
      // starts the target, the feature is required, so it is decided here.
      features: ['loopback-package-url'],
    }),
    probed('FEA-03', 'v1beta1', { name: 'feature-v1beta1', lanes: ['database/rest'] }),
  ],
});
