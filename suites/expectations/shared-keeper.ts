import type { Grant } from '../../src/access/people.ts';
import { allRights } from '../../src/access/rule.ts';
import type { StorageMode } from '../../src/lanes/lane-name.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import type { Tenant } from './given-tenant.ts';
import { laneOfPerson } from './lane-of-person.ts';

/** Whose rights decide about shared pipelines: in the database there is no namespace of theirs. */
export const sharedPlace = ({ lane, target }: Pick<ScenarioContext, 'lane' | 'target'>): string => {
  const places: Readonly<Record<StorageMode, string>> = {
    database: target.systemNamespace,
    kubernetes: target.sharedNamespace,
  };
  return places[lane.storage];
};

/** Rights about shared pipelines need the namespace that they are given in; in database mode nothing else does. */
export const givenSharedPlace = async (context: ScenarioContext): Promise<string> => {
  const name = sharedPlace(context);
  const { status } = await context.people.admin.call('POST', '/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
  if (status !== 201 && status !== 409) throw new Error(`the namespace ${name} could not be made: ${status}`);
  return name;
};

/** Somebody who may do everything with shared pipelines, and with no others; the lane as they go through it, without namespace. */
export const sharedKeeper = (context: ScenarioContext): Promise<Tenant & { readonly rights: Grant }> =>
  context.given('somebody keeps the shared pipelines', async () => {
    const { people } = context;
    const [namespace, person] = await Promise.all([givenSharedPlace(context), people.person('keeper')]);
    const rights = await people.grant(person, allRights, { namespace });
    const lane = laneOfPerson(context, person, { onRest: undefined, onKubernetes: namespace });
    return { person, namespace, lane, rights };
  });
