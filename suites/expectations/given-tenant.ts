import type { AccountHolder } from '../../src/access/people.ts';
import { allRights } from '../../src/cluster/rule.ts';
import type { Lane } from '../../src/lanes/lane.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { laneOfPerson } from './lane-of-person.ts';

/** A user with all rights in one namespace and none elsewhere, and the lane with their credentials. */
export interface Tenant {
  readonly person: AccountHolder;
  readonly namespace: string;
  readonly lane: Lane;
}

/** Creates a user with a namespace of their own, or in the given namespace. */
export const givenTenant = (context: ScenarioContext, label: string, namespace?: string): Promise<Tenant> =>
  context.given(`${label} has a namespace`, async () => {
    const { people } = context;
    const [own, person] = await Promise.all([namespace ?? people.namespace(label), people.person(label)]);
    await people.grant(person, allRights, { namespace: own });
    return { person, namespace: own, lane: laneOfPerson(context, person, { onRest: own, onKubernetes: own }) };
  });
