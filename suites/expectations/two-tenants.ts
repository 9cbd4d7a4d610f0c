import type { AccountHolder } from '../../src/access/people.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { answersTo, readCalls } from './calls.ts';
import { givenTenant, type Tenant } from './given-tenant.ts';
import { assertMarkersFound, leakMarkersOf } from './leak-markers.ts';
import { createdPipelineFixture, type PipelineFixture } from './pipeline-fixture.ts';

/** Two users with separate namespaces and no rights in each other's, and a user without any rights. */
export interface TwoTenants {
  readonly alice: Tenant;
  readonly bob: Tenant;
  readonly outsider: AccountHolder;
  readonly alices: PipelineFixture;
  /** The fixture that only bob may know. */
  readonly bobs: PipelineFixture;
}

/**
 * Each tenant creates a pipeline with a version on the lane's write surface. Alice's namespace is that of the scenario.
 */
export const givenTwoTenants = async (context: ScenarioContext): Promise<TwoTenants> => {
  const { given, people, names, namespace } = context;
  const [alice, bob, outsider] = await Promise.all([
    givenTenant(context, 'alice', namespace),
    givenTenant(context, 'bob'),
    given('somebody has no rights', () => people.person('outsider')),
  ]);
  const [alices, bobs] = await given('two people have a pipeline each', () =>
    Promise.all([
      createdPipelineFixture(alice.lane, alice.namespace, names.of('of-alice')),
      createdPipelineFixture(bob.lane, bob.namespace, names.of('of-bob')),
    ]),
  );
  await given('what must not leak is found in what its owner reads', async () => {
    assertMarkersFound(await answersTo(readCalls(bob.person.kfp, bobs)), leakMarkersOf(bobs));
  });
  return { alice, bob, outsider, alices, bobs };
};

/** The callers that must not learn of bob's pipeline. */
export const strangersOf = (
  { people }: Pick<ScenarioContext, 'people'>,
  { alice, outsider }: Pick<TwoTenants, 'alice' | 'outsider'>,
) => ({ neighbour: alice.person.kfp, outsider: outsider.kfp, nobody: people.anonymous });
