import { readFile, stat } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { object, objects, text } from '../clients/json-response.ts';
import { collectionPath } from '../clients/kubernetes.ts';
import { applyDefinitions } from '../cluster/apply-definitions.ts';
import { clusterClient } from '../cluster/cluster-client.ts';
import { connectionOf } from '../cluster/kubernetes-access.ts';
import { createNamespace } from '../cluster/create-namespace.ts';
import { readManifests } from '../cluster/manifests.ts';
import { local } from '../environments/local/local.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testResources } from '../testing/test-resources.ts';
import { patience } from '../waiting/slowness.ts';
import { editRights, measurementUser } from './measurement-user.ts';

const timeout = patience(90_000);

test('its permissions are those of the role of KFP for users who edit a namespace', async () => {
  const { signal } = new AbortController();
  const { clusterRoles } = await readManifests({}, { progress: () => {}, signal });
  const edit = clusterRoles.find((role) => text(object(role, 'metadata'), 'name').endsWith('edit')) ?? {};
  expect(objects(edit, 'rules')).toEqual(
    editRights.map((rule) => ({ apiGroups: ['pipelines.kubeflow.org'], ...rule })),
  );
});

// Why: requests of an administrator are exempt from API priority and fairness, and would be faster than those of users.
test('it may use pipelines in its namespaces, and its requests are subject to fair queueing', { timeout }, async () => {
  const resources = testResources();
  const directory = await temporaryDirectory();
  vi.stubEnv('KFP_CONFORMANCE_STATE', directory);
  const waiting = { progress: () => {}, signal: resources.signal };
  const environment = await resources.use(local({ purpose: 'measurement' }).start(() => {}, waiting.signal));
  vi.unstubAllEnvs();
  const { settings, labels } = await environment.reportedSettings();
  expect(labels.filter((label) => !label.startsWith('file system'))).toEqual([]);
  expect(settings).toMatchObject({
    durability: 'full',
    GOGC: '100',
    'kube-apiserver audit': 'off',
    'kube-apiserver request limits': 'default',
    innodb_buffer_pool_size: String(2 ** 30),
    innodb_log_file_size: String(2 ** 29),
    innodb_flush_log_at_trx_commit: '1',
  });
  const admin = clusterClient(connectionOf(environment.kubernetes));
  await applyDefinitions(admin, await readManifests({}, waiting), waiting);
  for (const namespace of ['load', 'other']) await createNamespace(admin, namespace);
  const { user, tokenFile } = await measurementUser(admin, { home: 'load', namespaces: ['load'], directory }, waiting);
  expect(user).toBe('system:serviceaccount:load:kfp-conformance-load');
  expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  const { endpoint, ca } = environment.kubernetes;
  const headers = { authorization: `Bearer ${await readFile(tokenFile, 'utf8')}` };
  const cluster = clusterClient({ origin: endpoint, ca, headers });
  const created = await cluster.call('POST', collectionPath('load', 'pipelines'), {
    apiVersion: 'pipelines.kubeflow.org/v2beta1',
    kind: 'Pipeline',
    metadata: { name: 'one' },
  });
  expect(created.status).toBe(201);
  expect((await cluster.call('GET', collectionPath('other', 'pipelines'))).status).toBe(403);
  const schemas = await admin.list('/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas');
  const nameOf = (uid: unknown) =>
    schemas?.map((schema) => object(schema, 'metadata')).find((metadata) => metadata['uid'] === uid)?.['name'];
  expect(nameOf(created.headers['x-kubernetes-pf-flowschema-uid'])).toBe('service-accounts');
});
