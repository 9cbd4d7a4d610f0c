import { EnvironmentError } from '../environments/environment-error.ts';
import type { KubernetesAccess } from '../environments/environment.ts';
import { httpSender, type Connection } from '../clients/http.ts';
import type { HttpResponse } from '../clients/exchange.ts';
import type { Json } from '../clients/json-response.ts';
import { pipelinesGroup, collectionPath } from '../clients/kubernetes.ts';
import { allRights, bindingObject, rbacPath, roleObject } from '../access/rule.ts';
import type { Manifests } from './manifests.ts';

export const connectionOf = ({ endpoint, ...credentials }: KubernetesAccess): Connection => ({
  origin: endpoint,
  ...credentials,
});

/** What the harness itself does to the cluster to prepare it for a target. Throws an EnvironmentError when refused. */
export interface ClusterAdmin {
  createNamespace(name: string, labels: Readonly<Record<string, string>>): Promise<void>;
  /** Lets a user do everything with pipelines and versions, everywhere. */
  admit(user: string): Promise<void>;
  applyDefinitions(manifests: Manifests): Promise<void>;
  applyWebhook(configuration: Json): Promise<void>;
  deleteWebhook(configuration: Json): Promise<void>;
  /** Removes every pipeline and version of a namespace, whatever their finalizers. */
  clearPipelines(namespace: string): Promise<void>;
}

const crdPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const webhookPath = (configuration: Json): string =>
  `/apis/admissionregistration.k8s.io/v1/${String(configuration['kind']).toLowerCase()}s`;
const nameOf = (resource: Json): string => String((resource['metadata'] as Json)['name']);

export const clusterAdmin = (access: KubernetesAccess): ClusterAdmin => {
  const send = httpSender('kubernetes', connectionOf(access), { record: () => {}, timeoutMs: 30_000 });
  const call = async (method: string, target: string, body?: Json): Promise<HttpResponse> =>
    send({
      method,
      target,
      headers: { 'content-type': method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const must = async (what: string, response: Promise<HttpResponse>, accepted: readonly number[]): Promise<void> => {
    const { status, body } = await response;
    if (!accepted.includes(status))
      throw new EnvironmentError(`${what}: the Kubernetes API answered ${status}: ${body.slice(0, 500)}`);
  };
  const apply = (path: string, resource: Json) =>
    must(
      `applying ${String(resource['kind'])} ${nameOf(resource)}`,
      call('PATCH', `${path}/${nameOf(resource)}?fieldManager=kfp-conformance&force=true`, resource),
      [200, 201],
    );
  const served = async (): Promise<boolean> =>
    (await call('GET', `${pipelinesGroup}/pipelineversions?limit=1`)).status === 200;
  return {
    createNamespace: (name, labels) =>
      must(
        `creating namespace ${name}`,
        call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }),
        [201, 409],
      ),
    admit: async (user) => {
      await apply(rbacPath('role', 'cluster'), roleObject(user, allRights, 'cluster'));
      await apply(rbacPath('rolebinding', 'cluster'), bindingObject(user, { kind: 'User', name: user }, 'cluster'));
    },
    applyDefinitions: async ({ customResourceDefinitions, clusterRoles }) => {
      for (const definition of customResourceDefinitions) await apply(crdPath, definition);
      for (const role of clusterRoles) await apply(rbacPath('role', 'cluster'), role);
      const deadline = performance.now() + 20_000;
      while (!(await served())) {
        if (performance.now() > deadline)
          throw new EnvironmentError(
            `the Kubernetes API does not serve ${pipelinesGroup} 20 s after its CRDs were applied`,
          );
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    applyWebhook: (configuration) => apply(webhookPath(configuration), configuration),
    deleteWebhook: (configuration) =>
      must(
        `removing ${nameOf(configuration)}`,
        call('DELETE', `${webhookPath(configuration)}/${nameOf(configuration)}`),
        [200, 202, 404],
      ),
    clearPipelines: async (namespace) => {
      for (const plural of ['pipelineversions', 'pipelines'])
        await must(`removing ${plural} of ${namespace}`, call('DELETE', collectionPath(namespace, plural)), [200, 202]);
    },
  };
};
