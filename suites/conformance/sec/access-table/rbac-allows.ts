import type { Rule } from '../../../../src/cluster/rule.ts';
import type { Right } from './access-call.ts';

/** A role that somebody has: its rules, and the one namespace it holds in (absent: all). */
export interface HeldRole {
  readonly rules: readonly Rule[];
  readonly namespace?: string;
}

const covers = (wanted: readonly string[], asked: string): boolean => wanted.includes('*') || wanted.includes(asked);

/** Names restrict a rule to calls about an object of one of these names: a list or a create is about none. */
const named = ({ resourceNames = [] }: Rule, name: string | undefined): boolean =>
  resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name));

/** The rule of RBAC: some rule of some role that holds in the namespace covers verb, resource and name. Nothing denies. */
export const rbacAllows = (roles: readonly HeldRole[], namespace: string, { verb, resource, name }: Right): boolean =>
  roles
    .filter((role) => (role.namespace ?? namespace) === namespace)
    .flatMap(({ rules }) => rules)
    .some((rule) => covers(rule.verbs, verb) && covers(rule.resources, resource) && named(rule, name));
