import { bindingObject, rbacPath } from '../../../src/access/rule.ts';
import type { AccountHolder } from '../../../src/access/people.ts';
import type { ScenarioContext } from '../../../src/scenarios/context.ts';

const group = 'rbac.authorization.k8s.io';
const editorsLabel = 'rbac.authorization.kubeflow.org/aggregate-to-kubeflow-edit';

/** Time for the controller that puts roles together. */
const aggregationMs = 5_000;
const pollMs = 100;

/**
 * Somebody who edits in the namespace as Kubeflow has it: with a ClusterRole put together from those that the target's
 * manifests label for it. Where these give no right at all, neither has the person.
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
  await people.admin.call('POST', rbacPath('role', 'cluster'), role);
  await people.admin.call('POST', rbacPath('rolebinding', { namespace }), binding);
  const { user, groups } = person;
  const deadline = performance.now() + aggregationMs;
  const reads = () => people.access.mayDo({ user, groups, namespace, verb: 'get', resource: 'pipelines' });
  while (!(await reads()) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, pollMs));
  return person;
};
