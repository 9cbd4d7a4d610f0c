import { expect, test } from 'vitest';
import { object, objects, text, type Json } from '../../clients/json-response.ts';
import { objectPath } from '../../cluster/object-path.ts';
import { serverObjects, type ServerFilling } from './server-objects.ts';

const filling: ServerFilling = {
  namespace: 'kfp-k8s-1',
  labels: { own: 'label' },
  image: { reference: 'kfp:1', command: ['/bin/apiserver'] },
  args: ['--config=/etc/kfp/config'],
  env: { MULTIUSER: 'true' },
  secretEnv: { PASSWORD: 'password' },
  replicas: 2,
  configuration: { 'config.json': '{}' },
  secrets: { password: 'hunter2' },
  nodePort: 30_101,
  podIdentity: false,
};
const ofKind = (all: readonly Json[], kind: string): Json => all.find((one) => text(one, 'kind') === kind) ?? {};

test('a server is deployed in its namespace with the given settings, and its password is in the Secret only', async () => {
  const all = await serverObjects(filling);
  expect(all.map(objectPath)).toEqual([
    '/api/v1/namespaces/kfp-k8s-1/serviceaccounts/ml-pipeline',
    '/api/v1/namespaces/kfp-k8s-1/configmaps/ml-pipeline',
    '/api/v1/namespaces/kfp-k8s-1/secrets/ml-pipeline',
    '/api/v1/namespaces/kfp-k8s-1/services/ml-pipeline',
    '/apis/apps/v1/namespaces/kfp-k8s-1/deployments/ml-pipeline',
  ]);
  const { replicas, template } = object(ofKind(all, 'Deployment'), 'spec');
  expect(replicas).toBe(2);
  const pod = object(template as Json, 'spec');
  expect(pod['automountServiceAccountToken']).toBe(false);
  expect(objects(pod, 'containers')).toMatchObject([
    {
      image: 'kfp:1',
      command: ['/bin/apiserver'],
      args: ['--config=/etc/kfp/config'],
      env: [
        { name: 'MULTIUSER', value: 'true' },
        { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'ml-pipeline', key: 'password' } } },
      ],
    },
  ]);
  expect(objects(object(ofKind(all, 'Service'), 'spec'), 'ports')).toMatchObject([
    { nodePort: 30_101 },
    { port: 8443 },
  ]);
  const others = all.filter((one) => text(one, 'kind') !== 'Secret');
  expect(JSON.stringify(others)).not.toContain('hunter2');
  for (const one of all) expect(object(object(one, 'metadata'), 'labels')).toMatchObject({ own: 'label' });
});
