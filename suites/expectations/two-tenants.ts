import type { AccountHolder } from '../../src/access/people.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { givenTenant, type Tenant } from './given-tenant.ts';
import { createdPipelineFixture, type PipelineFixture } from './pipeline-fixture.ts';

/** Two people with a namespace each, who have nothing to do with one another, and somebody without any. */
export interface TwoTenants {
  readonly alice: Tenant;
  readonly bob: Tenant;
  readonly outsider: AccountHolder;
  readonly alices: PipelineFixture;
  /** What nobody but bob may know of. */
  readonly bobs: PipelineFixture;
}

/** Each has a pipeline with a version, written the lane's way by themselves. Alice's namespace is the scenario's. */
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
  return { alice, bob, outsider, alices, bobs };
};

/** Everybody who must not know of bob's, by what they are. */
export const strangersOf = (
  { people }: Pick<ScenarioContext, 'people'>,
  { alice, outsider }: Pick<TwoTenants, 'alice' | 'outsider'>,
) => ({ neighbour: alice.person.kfp, outsider: outsider.kfp, nobody: people.anonymous });
