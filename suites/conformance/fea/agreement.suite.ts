import { assert } from '../../../src/scenarios/assert.ts';
import type { Feature, FeatureFinding } from '../../../src/contract/feature.ts';
import { variants, type VariantName } from '../../../src/contract/variant.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Scenario } from '../../../src/scenarios/scenario.ts';
import { defineSuite } from '../../../src/scenarios/suite.ts';
import type { ProbeContext } from '../../../src/targets/probes/probe-context.ts';
import { sharedPipelinesOwner } from '../../expectations/shared-pipelines-owner.ts';
import { allRights } from '../../../src/cluster/rule.ts';
import { foundState } from './found-state.ts';
import { probeContextOf } from './probe-context-of.ts';

/** A scenario's name and the variant that it asks; names are literals, by which the scenario is found in this file. */
type Asked = Required<Pick<Scenario, 'name'>> & { readonly variant: VariantName };

/** The profile for which the settings of a variant count. */
const profileOf = ({ variant }: Asked): Pick<Scenario, 'profile'> => {
  if (variants[variant].tenancy === 'multi-user') return { profile: 'multi-user' };
  return variants[variant].replicas > 1 ? { profile: 'cluster' } : {};
};

type States = Readonly<Partial<Record<Feature, FeatureFinding['state']>>>;

/** What the run assumes of these features. Throws if it could not find out: the checks that depend on them are errors. */
const assumedStates = ({ target }: ScenarioContext, asked: readonly Feature[]): States =>
  Object.fromEntries(
    asked.map((feature) => {
      const assumed = target.features[feature];
      if (assumed === undefined)
        throw new Error(`the probe of ${feature} was undecided: ${target.undeterminedFeatures[feature] ?? 'not made'}`);
      return [feature, assumed ? 'present' : 'absent'];
    }),
  );

const decideAgreement = async (
  context: ScenarioContext,
  asked: readonly Feature[],
  probeContext: (feature: Feature) => ProbeContext,
  observed: readonly Feature[] = [],
): Promise<void> => {
  const found: Partial<Record<Feature, FeatureFinding['state']>> = {};
  for (const feature of asked) {
    const state = await foundState(feature, probeContext(feature));
    found[feature] = state;
    if (observed.includes(feature)) context.observe(feature, state);
  }
  assert.deepEqual(
    found,
    assumedStates(context, asked),
    'the features found now are those that the run assumed when it chose its checks',
  );
};

const askedByRest: readonly Asked[] = [
  { name: 'features-by-rest-default', variant: 'default' },
  { name: 'features-by-rest-url-validation', variant: 'url-validation' },
  { name: 'features-by-rest-webhook-off', variant: 'webhook-off' },
  { name: 'features-by-rest-two-replicas', variant: 'two-replicas' },
  { name: 'features-by-rest-block-v1', variant: 'block-v1' },
  { name: 'features-by-rest-multi-user', variant: 'multi-user' },
  { name: 'features-by-rest-user-prefix', variant: 'user-prefix' },
  { name: 'features-by-rest-require-namespace', variant: 'require-namespace' },
  { name: 'features-by-rest-shared-read', variant: 'shared-read' },
  { name: 'features-by-rest-review-outage', variant: 'review-outage' },
  { name: 'features-by-rest-shared-cluster', variant: 'shared-cluster' },
];

const byRest = (asked: Asked): Scenario => ({
  ...profileOf(asked),
  ...asked,
  lanes: ['database/rest', 'kubernetes/rest'],
  checks: ['FEA-04'],
  observes: ['loopback-package-url'],
  async run(context) {
    await context.check('FEA-04', () =>
      decideAgreement(
        context,
        ['v1beta1', 'loopback-package-url'],
        (feature) => probeContextOf(context, feature),
        // The storage modes may differ in the v1beta1 API (V1A-01, V1A-02).
        ['loopback-package-url'],
      ),
    );
  },
});

const askedByObjects: readonly Asked[] = [
  { name: 'features-by-objects-default', variant: 'default' },
  { name: 'features-by-objects-url-validation', variant: 'url-validation' },
  { name: 'features-by-objects-webhook-off', variant: 'webhook-off' },
  { name: 'features-by-objects-two-replicas', variant: 'two-replicas' },
  { name: 'features-by-objects-block-v1', variant: 'block-v1' },
  { name: 'features-by-objects-multi-user', variant: 'multi-user' },
  { name: 'features-by-objects-user-prefix', variant: 'user-prefix' },
  { name: 'features-by-objects-require-namespace', variant: 'require-namespace' },
  { name: 'features-by-objects-shared-read', variant: 'shared-read' },
  { name: 'features-by-objects-review-outage', variant: 'review-outage' },
  { name: 'features-by-objects-shared-cluster', variant: 'shared-cluster' },
];

const byObjects = (asked: Asked): Scenario => ({
  ...profileOf(asked),
  ...asked,
  lanes: ['kubernetes/crd'],
  checks: ['FEA-04'],
  async run(context) {
    await context.check('FEA-04', () =>
      decideAgreement(context, ['webhook'], (feature) => probeContextOf(context, feature)),
    );
  },
});

const askedAboutSharing: readonly Asked[] = [
  { name: 'shared-features-multi-user', variant: 'multi-user' },
  { name: 'shared-features-user-prefix', variant: 'user-prefix' },
  { name: 'shared-features-require-namespace', variant: 'require-namespace' },
  { name: 'shared-features-shared-read', variant: 'shared-read' },
  { name: 'shared-features-review-outage', variant: 'review-outage' },
  { name: 'shared-features-shared-cluster', variant: 'shared-cluster' },
];

const ofSharing = (asked: Asked): Scenario => ({
  ...profileOf(asked),
  ...asked,
  lanes: ['kubernetes/rest'],
  capabilities: variants[asked.variant].sharedKinds ? ['shared-roles', 'cluster-roles'] : ['shared-roles'],
  checks: ['FEA-04'],
  async run(context) {
    const { check, given, people, target } = context;
    const { person } = await sharedPipelinesOwner(context);
    await given('they may write in the namespace of the server as well', () =>
      people.grant(person, allRights, { namespace: target.systemNamespace }),
    );
    await check('FEA-04', () =>
      decideAgreement(context, ['shared-namespace', 'shared-cluster'], (feature) => ({
        ...probeContextOf(context, feature),
        shared: person.kfp,
        kubernetes: person.kubernetes,
      })),
    );
  },
});

export default defineSuite({
  title: 'FEA: features are what the run assumed, for every setting of the target',
  scenarios: [...askedByRest.map(byRest), ...askedByObjects.map(byObjects), ...askedAboutSharing.map(ofSharing)],
});
