import { expect, test } from 'vitest';
import { secretRegistry } from '../text/secrets.ts';
import { namesFor } from '../contract/names.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { peopleOf } from './people.ts';
import { rbacPath } from '../cluster/rule.ts';

const target = {
  origin: 'http://127.0.0.1:9',
  variant: 'multi-user',
  kubernetes: { origin: 'http://127.0.0.1:9' },
  ownLabels: {},
  sharedNamespace: 'shared',
  systemNamespace: 'kubeflow',
} as unknown as StartedTarget;

test('a scenario must declare the capability to create users of any name, or roles and bindings outside its namespaces', async () => {
  const people = peopleOf({
    target,
    namespace: 'own',
    namespaceCount: 1,
    names: namesFor(1, 'it', 'kubernetes/rest', ''),
    session: { record: () => {}, timeoutMs: 1_000 },
    requireCapability: (need) => {
      throw new Error(`undeclared: ${need}`);
    },
    clientIdentity: async () => ({ certificate: '', key: '' }),
    secrets: secretRegistry(),
    secret: () => {},
  });
  const grant = (scope: Parameters<typeof people.grant>[2]) => people.grant({ group: 'all' }, [], scope);
  await expect(people.user('somebody')).rejects.toThrow('undeclared: any-user');
  await expect(grant('cluster')).rejects.toThrow('undeclared: cluster-roles');
  await expect(grant({ namespace: 'shared' })).rejects.toThrow('undeclared: shared-roles');
  await expect(grant({ namespace: 'kubeflow' })).rejects.toThrow('undeclared: shared-roles');
  // A binding may refer to a role that already exists.
  const bind = (scope: Parameters<typeof people.grant>[2]) => people.admin.call('POST', rbacPath('rolebinding', scope));
  await expect(bind('cluster')).rejects.toThrow('undeclared: cluster-roles');
  await expect(bind({ namespace: 'shared' })).rejects.toThrow('undeclared: shared-roles');
  await expect(bind({ namespace: 'kubeflow' })).rejects.toThrow('undeclared: shared-roles');
  await expect(bind({ namespace: 'own' })).rejects.not.toThrow(/undeclared/);
  // No capability is required here; the call fails because no server listens at this address.
  await expect(grant({ namespace: 'own' })).rejects.not.toThrow(/undeclared/);
});
