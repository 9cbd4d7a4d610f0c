import { EnvironmentError } from '../failures/environment-error.ts';
import type { KubernetesAccess } from './kubernetes-access.ts';
import { httpSender } from '../clients/http.ts';
import type { Connection } from '../clients/connection.ts';
import type { HttpResponse } from '../contract/exchange.ts';
import { jsonOf, objects, type Json } from '../clients/json-response.ts';
import { pipelinesGroup, collectionPath } from '../clients/kubernetes.ts';
import { allRights, bindingObject, roleObject } from './rule.ts';
import type { Manifests } from './manifests.ts';
import { objectPath } from './object-path.ts';
import { patience } from '../waiting/slowness.ts';

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
  /** Makes an object, or what is there like it. */
  apply(resource: Json): Promise<void>;
  /** Removes an object, if it is there. */
  remove(resource: Json): Promise<void>;
  /** The objects of a collection that a label selector picks. */
  list(collection: string, selector: string): Promise<readonly Json[]>;
  /** Removes an object that is given so many seconds to end in; with 0 it is gone at once. */
  end(path: string, graceSeconds: number): Promise<void>;
  /** Changes an object by a merge patch. */
  merge(path: string, change: Json): Promise<void>;
  /** Removes every pipeline and version of a namespace, whatever their finalizers. */
  clearPipelines(namespace: string): Promise<void>;
}

const nameOf = (resource: Json): string => String((resource['metadata'] as Json)['name']);

export const clusterAdmin = (access: KubernetesAccess): ClusterAdmin => {
  const send = httpSender('kubernetes', connectionOf(access), { record: () => {}, timeoutMs: patience(30_000) });
  const call = async (
    method: string,
    target: string,
    body?: Json,
    contentType = 'application/json',
  ): Promise<HttpResponse> =>
    send({
      method,
      target,
      headers: { 'content-type': contentType },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const must = async (what: string, response: Promise<HttpResponse>, accepted: readonly number[]): Promise<void> => {
    const { status, body } = await response;
    if (!accepted.includes(status))
      throw new EnvironmentError(`${what}: the Kubernetes API answered ${status}: ${body.slice(0, 500)}`);
  };
  const apply = (resource: Json) => {
    const target = `${objectPath(resource)}?fieldManager=kfp-conformance&force=true`;
    const asked = call('PATCH', target, resource, 'application/apply-patch+yaml');
    return must(`applying ${String(resource['kind'])} ${nameOf(resource)}`, asked, [200, 201]);
  };
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
      await apply(roleObject(user, allRights, 'cluster'));
      await apply(bindingObject(user, { kind: 'User', name: user }, 'cluster'));
    },
    applyDefinitions: async ({ customResourceDefinitions, clusterRoles }) => {
      for (const definition of customResourceDefinitions) await apply(definition);
      for (const role of clusterRoles) await apply(role);
      const limitMs = patience(20_000);
      const deadline = performance.now() + limitMs;
      while (!(await served())) {
        if (performance.now() > deadline)
          throw new EnvironmentError(
            `the Kubernetes API does not serve ${pipelinesGroup} ${limitMs / 1000} s after its CRDs were applied`,
          );
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    apply,
    remove: (resource) =>
      must(
        `removing ${String(resource['kind'])} ${nameOf(resource)}`,
        call('DELETE', objectPath(resource)),
        [200, 202, 404],
      ),
    list: async (collection, selector) => {
      const query = new URLSearchParams({ labelSelector: selector });
      const response = await call('GET', `${collection}?${query.toString()}`);
      await must(`listing ${collection}`, Promise.resolve(response), [200]);
      return objects(jsonOf(response), 'items');
    },
    end: (path, gracePeriodSeconds) =>
      must(`removing ${path}`, call('DELETE', path, { gracePeriodSeconds }), [200, 202, 404]),
    merge: (path, change) =>
      must(`changing ${path}`, call('PATCH', path, change, 'application/merge-patch+json'), [200]),
    clearPipelines: async (namespace) => {
      for (const plural of ['pipelineversions', 'pipelines'])
        await must(`removing ${plural} of ${namespace}`, call('DELETE', collectionPath(namespace, plural)), [200, 202]);
    },
  };
};
