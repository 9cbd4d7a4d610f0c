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

test('who makes a user of any name, or a role or binding beyond the namespaces of a scenario, has to have declared it', async () => {
  const people = peopleOf({
    target,
    namespace: 'own',
    namespaceCount: 1,
    names: namesFor(1, 'it', 'kubernetes/rest', ''),
    session: { record: () => {}, timeoutMs: 1_000 },
    requireNeed: (need) => {
      throw new Error(`undeclared: ${need}`);
    },
    clientIdentity: async () => ({ certificate: '', key: '' }),
    secrets: secretRegistry(),
    secret: () => {},
  });
  const give = (place: Parameters<typeof people.grant>[2]) => people.grant({ group: 'all' }, [], place);
  await expect(people.user('somebody')).rejects.toThrow('undeclared: any-user');
  await expect(give('cluster')).rejects.toThrow('undeclared: cluster-roles');
  await expect(give({ namespace: 'shared' })).rejects.toThrow('undeclared: shared-roles');
  await expect(give({ namespace: 'kubeflow' })).rejects.toThrow('undeclared: shared-roles');
  // A role that is there already can be bound as well.
  const bind = (place: Parameters<typeof people.grant>[2]) => people.admin.call('POST', rbacPath('rolebinding', place));
  await expect(bind('cluster')).rejects.toThrow('undeclared: cluster-roles');
  await expect(bind({ namespace: 'shared' })).rejects.toThrow('undeclared: shared-roles');
  await expect(bind({ namespace: 'kubeflow' })).rejects.toThrow('undeclared: shared-roles');
  await expect(bind({ namespace: 'own' })).rejects.not.toThrow(/undeclared/);
  // Nobody answers there, and nothing has to be declared.
  await expect(give({ namespace: 'own' })).rejects.not.toThrow(/undeclared/);
});
