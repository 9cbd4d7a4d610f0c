import type { Rule } from '../../../../src/cluster/rule.ts';
import type { Right } from './access-call.ts';

/** A role held by a user: its rules, and the namespace that it applies to (absent: all namespaces). */
export interface HeldRole {
  readonly rules: readonly Rule[];
  readonly namespace?: string;
}

const covers = (wanted: readonly string[], asked: string): boolean => wanted.includes('*') || wanted.includes(asked);

/**
 * A rule with resource names only covers calls about an object with one of these names, so it never covers list and
 * create.
 */
const named = ({ resourceNames = [] }: Rule, name: string | undefined): boolean =>
  resourceNames.length === 0 || (name !== undefined && resourceNames.includes(name));

/**
 * RBAC allows a call when some rule of some role in the namespace covers verb, resource and name. There are no deny
 * rules.
 */
export const rbacAllows = (roles: readonly HeldRole[], namespace: string, { verb, resource, name }: Right): boolean =>
  roles
    .filter((role) => (role.namespace ?? namespace) === namespace)
    .flatMap(({ rules }) => rules)
    .some((rule) => covers(rule.verbs, verb) && covers(rule.resources, resource) && named(rule, name));
