import { bindingObject, rbacPath } from '../../src/cluster/rule.ts';
import { isDeepStrictEqual } from 'node:util';
import type { AccountHolder, People } from '../../src/access/people.ts';
import { itemsOf, jsonOf, objects, type Json } from '../../src/clients/json-response.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { pause } from './pause.ts';
import { patience } from '../../src/waiting/slowness.ts';

const group = 'rbac.authorization.k8s.io';
const editorsLabel = 'rbac.authorization.kubeflow.org/aggregate-to-kubeflow-edit';

/** The aggregation controller adds labelled roles one by one, and some of them are aggregated themselves. */
const stableMs = 700;
const aggregationMs = 10_000;
const pollMs = 100;

const createObject = async ({ admin }: People, path: string, resource: unknown): Promise<void> => {
  const { status, body } = await admin.call('POST', path, resource);
  if (status !== 201) throw new Error(`POST ${path}: expected 201, got ${status}: ${body.slice(0, 300)}`);
};

/** Waits until the role contains the rules of all labelled roles and no longer changes, and returns its rules. */
const settledRules = async ({ admin }: People, name: string): Promise<readonly Json[]> => {
  const labelled = `${rbacPath('role', 'cluster')}?labelSelector=${encodeURIComponent(`${editorsLabel}=true`)}`;
  const read = async () => {
    const [role, parts] = await Promise.all([
      admin.call('GET', rbacPath('role', 'cluster', name)),
      admin.call('GET', labelled),
    ]);
    return {
      rules: objects(jsonOf(role), 'rules'),
      parts: itemsOf(parts, 'items').flatMap((part) => objects(part, 'rules')),
    };
  };
  const isComplete = ({ rules, parts }: Awaited<ReturnType<typeof read>>) =>
    parts.every((part) => rules.some((rule) => isDeepStrictEqual(rule, part)));
  const [quietMs, limitMs] = [patience(stableMs), patience(aggregationMs)];
  const started = performance.now();
  let [found, since] = [await read(), started];
  while (performance.now() - since < quietMs || !isComplete(found)) {
    if (performance.now() - started > limitMs)
      throw new Error(`the rules of ClusterRole ${name} are not all there, or still change, after ${limitMs / 1000} s`);
    await pause(pollMs);
    const now = await read();
    if (!isDeepStrictEqual(now, found)) [found, since] = [now, performance.now()];
  }
  return found.rules;
};

/**
 * A user with an editor role in the namespace, as in Kubeflow: a ClusterRole aggregated from the roles that the
 * target's manifests label for it. If the manifests label none, the user has no rights.
 */
export const shippedEditor = async ({ names, namespace, people }: ScenarioContext): Promise<AccountHolder> => {
  const name = names.of('kubeflow-edit');
  const role = {
    apiVersion: `${group}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [editorsLabel]: 'true' } }] },
    rules: [],
  };
  const person = await people.person('editor');
  const binding = {
    ...bindingObject(name, person.subject, { namespace }),
    roleRef: { apiGroup: group, kind: 'ClusterRole', name },
  };
  await createObject(people, rbacPath('role', 'cluster'), role);
  await createObject(people, rbacPath('rolebinding', { namespace }), binding);
  const rules = await settledRules(people, name);
  const { user, groups } = person;
  const deadline = performance.now() + patience(aggregationMs);
  const reads = () => people.access.mayDo({ user, groups, namespace, verb: 'get', resource: 'pipelines' });
  while (rules.length > 0 && !(await reads()) && performance.now() < deadline) await pause(pollMs);
  return person;
};
