import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readManifests, webhooksFor } from './manifests.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

const read = (target: Parameters<typeof readManifests>[0]) =>
  readManifests(target, { progress: () => {}, signal: new AbortController().signal });

const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: pipelines.pipelines.kubeflow.org}
`;
const webhook = (clientConfig: string) => `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: pipelineversions.pipelines.kubeflow.org, annotations: {cert-manager.io/inject-ca-from: x}}
webhooks: [{name: a.pipelines.kubeflow.org, failurePolicy: Fail, clientConfig: ${clientConfig}}]
`;
const folder = async (content: string) => {
  const directory = await temporaryDirectory();
  await writeFile(path.join(directory, 'all.yaml'), content);
  return { manifestsDirectory: directory };
};

test('the manifests of the harness define all kinds, their webhooks, and an edit and a view role', async () => {
  const { customResourceDefinitions, webhookConfigurations, clusterRoles } = await read({});
  expect([customResourceDefinitions.length, webhookConfigurations.length, clusterRoles.length]).toEqual([4, 4, 2]);
});

test('a webhook keeps its rules and gets the address of the process, a unique name and a namespace selector', async () => {
  const { webhookConfigurations } = await read(
    await folder(
      `${definition}---${webhook('{service: {name: ml-pipeline, namespace: kubeflow, path: /webhooks/x}}')}`,
    ),
  );
  const [own] = webhooksFor(
    { webhookConfigurations },
    {
      id: 'k8s-1',
      ca: 'PEM',
      sharedKinds: false,
      reach: (path) => ({ url: `https://127.0.0.1:8443${path}` }),
    },
  );
  expect(own).toMatchObject({
    metadata: { name: 'pipelineversions.pipelines.kubeflow.org.k8s-1' },
    webhooks: [
      {
        failurePolicy: 'Fail',
        clientConfig: { url: 'https://127.0.0.1:8443/webhooks/x', caBundle: Buffer.from('PEM').toString('base64') },
        namespaceSelector: { matchLabels: { 'kfp-conformance/target': 'k8s-1' } },
      },
    ],
  });
});

test('user roles are those that Kubeflow aggregates by label, not the roles of the server', async () => {
  const role = (name: string, label: string) =>
    `\n---\nkind: ClusterRole\nmetadata: {name: ${name}, labels: {${label}: "true"}}\n`;
  const { clusterRoles } = await read(
    await folder(
      `${definition}${role('edit', 'rbac.authorization.kubeflow.org/aggregate-to-kubeflow-edit')}${role('server', 'app')}`,
    ),
  );
  expect(clusterRoles.map(({ metadata }) => metadata)).toMatchObject([{ name: 'edit' }]);
});

test('a patch next to the configuration that it patches is ignored', async () => {
  const whole = webhook('{service: {name: ml-pipeline, namespace: kubeflow, path: /webhooks/x}}');
  const { webhookConfigurations } = await read(await folder(`${definition}---${webhook('{caBundle: x}')}---${whole}`));
  expect(webhookConfigurations).toHaveLength(1);
});

test.each([
  ['no KFP objects', 'kind: ConfigMap\n', /no CustomResourceDefinition/],
  ['only a patch', `${definition}---${webhook('{caBundle: x}')}`, /without a Service/],
  ['broken YAML', 'a: [', /all\.yaml/],
])('a folder with %s is rejected with the cause', async (_, content, message) => {
  await expect(read(await folder(content))).rejects.toThrow(message);
});

test('a missing folder is rejected by name', async () => {
  await expect(read({ manifestsDirectory: '/nowhere/at/all' })).rejects.toThrow(/\/nowhere\/at\/all cannot be read/);
});

test('webhooks of cluster-scoped kinds go only to the target with shared kinds', async () => {
  const manifests = await read({});
  const namesFor = (sharedKinds: boolean) =>
    webhooksFor(manifests, { id: 'k8s-1', ca: 'PEM', sharedKinds, reach: () => ({}) }).map(
      ({ metadata }) => (metadata as { name: string }).name,
    );
  expect(new Set(namesFor(false))).toEqual(new Set(['pipelineversions.pipelines.kubeflow.org.k8s-1']));
  expect(namesFor(true)).toContain('sharedpipelineversions.pipelines.kubeflow.org.k8s-1');
});

test('the server rights are the bindings to its service account and the roles that they name', async () => {
  const { serverRights } = await read({});
  expect(serverRights.map(({ kind }) => kind)).toEqual(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
});

test('a kustomization folder is rendered with kubectl', async () => {
  const { manifestsDirectory } = await folder(definition);
  await writeFile(
    path.join(manifestsDirectory, 'kustomization.yaml'),
    'resources: [all.yaml]\ncommonAnnotations: {made-by: kustomize}\n',
  );
  const { customResourceDefinitions } = await read({ manifestsDirectory });
  expect(customResourceDefinitions).toMatchObject([{ metadata: { annotations: { 'made-by': 'kustomize' } } }]);
  await writeFile(path.join(manifestsDirectory, 'kustomization.yaml'), 'resources: [nothing.yaml]\n');
  await expect(read({ manifestsDirectory })).rejects.toThrow(/kubectl kustomize .* failed: .*nothing\.yaml/s);
});
