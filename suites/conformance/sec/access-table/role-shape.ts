import type { Person } from '../../../../src/access/people.ts';
import type { RbacScope, Rule } from '../../../../src/cluster/rule.ts';
import type { KfpClient } from '../../../../src/clients/kfp.ts';
import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import type { AccessCall } from './access-call.ts';
import type { AccessObjects } from './access-objects.ts';

/** A role, its scope, and the group that it is granted to. Without a group it is granted to the person of the shape. */
export interface ShapedRole {
  readonly rules: readonly Rule[];
  readonly scope: RbacScope;
  readonly group?: string;
}

/** A set of objects for the calls of a caller, optionally restricted to some calls. */
export interface ObjectSet {
  /** Empty when the shape has only one set. */
  readonly label: string;
  readonly objects: AccessObjects;
  /** Absent: all calls. */
  readonly calls?: (call: AccessCall) => boolean;
}

/** A caller, as both APIs know them. */
export interface Asker {
  readonly person: Person;
  readonly kfp: KfpClient;
}

/** A shape of the rights that a caller may have. */
export interface RoleShape {
  readonly label: string;
  /**
   * Whether the rights may include changing or deleting the objects of the calls, which then must not be shared with
   * other shapes.
   */
  readonly ownObjects: boolean;
  asker(context: ScenarioContext, key: string): Promise<Asker>;
  /** Absent: one set, which consists of `objects`. */
  sets?(context: ScenarioContext, objects: AccessObjects, key: string): Promise<readonly ObjectSet[]>;
  /** `marks` are the names of the objects that the calls create. */
  roles(context: ScenarioContext, objects: AccessObjects, marks: readonly string[]): Promise<readonly ShapedRole[]>;
}

/** REST identifies the caller by the user header. */
export const byHeader: RoleShape['asker'] = async ({ people }, key) => {
  const person = await people.person(key);
  return { person, kfp: person.kfp };
};

/** REST identifies the caller by a token, which also carries groups. */
export const byToken: RoleShape['asker'] = async ({ people }, key) => {
  const person = await people.person(key);
  return { person, kfp: person.bearer };
};

const changing = new Set(['*', 'update', 'patch', 'delete', 'deletecollection']);

/** A shape with these rules, granted to one person in the namespace of the scenario or in the whole cluster. */
export const roleOf = (label: string, rules: readonly Rule[], scope?: 'cluster'): RoleShape => ({
  label,
  ownObjects: rules.some(({ verbs }) => verbs.some((verb) => changing.has(verb))),
  asker: byHeader,
  roles: ({ namespace }) => Promise.resolve([{ rules, scope: scope ?? { namespace } }]),
});

/** Whether a call is about one existing version. */
export const onOneVersion = ({ needs }: AccessCall, objects: AccessObjects): boolean =>
  needs.kubernetes(objects).some(({ resource, name }) => resource === 'pipelineversions' && name !== undefined);
