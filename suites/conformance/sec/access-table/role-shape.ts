import type { Person } from '../../../../src/access/people.ts';
import type { RbacScope, Rule } from '../../../../src/cluster/rule.ts';
import type { KfpClient } from '../../../../src/clients/kfp.ts';
import type { ScenarioContext } from '../../../../src/scenarios/context.ts';
import type { AccessCall } from './access-call.ts';
import type { AccessObjects } from './access-objects.ts';

/** A role, where it holds, and to whom it is given: absent, to the person of the shape. */
export interface ShapedRole {
  readonly rules: readonly Rule[];
  readonly place: RbacScope;
  readonly group?: string;
}

/** What somebody's calls are made on, and which of them. */
export interface ObjectSet {
  /** Empty where the shape has one set only. */
  readonly label: string;
  readonly objects: AccessObjects;
  /** Default: all. */
  readonly calls?: (call: AccessCall) => boolean;
}

/** Somebody, as both APIs know them. */
export interface Asker {
  readonly person: Person;
  readonly kfp: KfpClient;
}

/** A shape that somebody's rights may have. */
export interface RoleShape {
  readonly label: string;
  /** Whether a right may be there to change or remove what its calls are made on, which then is nobody else's. */
  readonly ownObjects: boolean;
  asker(context: ScenarioContext, key: string): Promise<Asker>;
  /** Absent: one set, of `objects`. */
  sets?(context: ScenarioContext, objects: AccessObjects, key: string): Promise<readonly ObjectSet[]>;
  /** `marks`: what its calls will call what they make. */
  roles(context: ScenarioContext, objects: AccessObjects, marks: readonly string[]): Promise<readonly ShapedRole[]>;
}

/** Known to REST by the user header. */
export const byHeader: RoleShape['asker'] = async ({ people }, key) => {
  const person = await people.person(key);
  return { person, kfp: person.kfp };
};

/** Known to REST by a token, which tells groups as well. */
export const byToken: RoleShape['asker'] = async ({ people }, key) => {
  const person = await people.person(key);
  return { person, kfp: person.bearer };
};

const changing = new Set(['*', 'update', 'patch', 'delete', 'deletecollection']);

/** Roles with these rules in the namespace of the scenario, given to one person. */
export const roleOf = (label: string, rules: readonly Rule[], place?: 'cluster'): RoleShape => ({
  label,
  ownObjects: rules.some(({ verbs }) => verbs.some((verb) => changing.has(verb))),
  asker: byHeader,
  roles: ({ namespace }) => Promise.resolve([{ rules, place: place ?? { namespace } }]),
});

/** Whether a call is about one version that exists. */
export const onOneVersion = ({ needs }: AccessCall, objects: AccessObjects): boolean =>
  needs.kubernetes(objects).some(({ resource, name }) => resource === 'pipelineversions' && name !== undefined);
