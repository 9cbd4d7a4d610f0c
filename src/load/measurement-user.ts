import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { object, text, type Json } from '../clients/json-response.ts';
import type { ClusterClient } from '../cluster/cluster-client.ts';
import { objectPath } from '../cluster/object-path.ts';
import { bindingObject, roleObject, type Rule } from '../cluster/rule.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import type { Waiting } from '../waiting/waiting.ts';

/**
 * The sender of measured requests to the Kubernetes API: a ServiceAccount with the permissions that KFP gives to the users
 * of a namespace. The requests of cluster administrators are exempt from API priority and fairness.
 */
export interface MeasurementUser {
  /** `system:serviceaccount:NS:NAME` */
  readonly user: string;
  /** Its rights, for reports. */
  readonly rights: string;
  /** The file with its token, mode 0600. */
  readonly tokenFile: string;
}

/** As in the role of KFP's manifests for users who edit a namespace; the test of this file compares them. */
export const editRights: readonly Rule[] = [
  {
    resources: ['pipelines', 'pipelineversions'],
    verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
  },
  { resources: ['pipelines/finalizers'], verbs: ['update'] },
];

/** What no role of KFP gives, and a walk over several namespaces needs: it is one list of all of them. */
const listEverywhere: readonly Rule[] = [{ resources: ['pipelines', 'pipelineversions'], verbs: ['list'] }];

const defaultName = 'kfp-conformance-load';

/** k6 reads a token once, and a run may take hours. */
const lifetimeSeconds = 24 * 3600;

const settlingMs = 10_000;
const intervalMs = 10;

export interface MeasurementUserOptions {
  /** The existing namespace of the ServiceAccount. */
  readonly home: string;
  /** The existing namespaces in which it may use pipelines. */
  readonly namespaces: readonly string[];
  /** Where the token is written. */
  readonly directory: string;
  /**
   * The name and the labels of the ServiceAccount, its roles and bindings, of which none exists. Absent: they have a name that
   * a restored store knows, and may exist.
   */
  readonly ofRun?: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

/** Creates the objects of the user. In an installation nothing is applied: that needs the permission to patch. */
const makerIn = (
  cluster: ClusterClient,
  ofRun: MeasurementUserOptions['ofRun'],
): ((resource: Json) => Promise<Json>) =>
  ofRun === undefined
    ? (resource) => cluster.apply(resource)
    : (resource) =>
        cluster.create(path.posix.dirname(objectPath(resource)), {
          ...resource,
          metadata: { ...object(resource, 'metadata'), labels: ofRun.labels },
        });

/** Creates the user, or takes it from a restored store with a new token. Resolves when its permissions are in force. */
export const measurementUser = async (
  cluster: ClusterClient,
  { home, namespaces, directory, ofRun }: MeasurementUserOptions,
  { signal }: Pick<Waiting, 'signal'>,
): Promise<MeasurementUser> => {
  const name = ofRun?.name ?? defaultName;
  const subject = { kind: 'ServiceAccount', name, namespace: home } as const;
  const user = `system:serviceaccount:${home}:${name}`;
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: home } };
  const make = makerIn(cluster, ofRun);
  await make(account);
  for (const namespace of namespaces) {
    await make(roleObject(name, editRights, { namespace }));
    await make(bindingObject(name, subject, { namespace }));
  }
  const several = namespaces.length > 1;
  if (several) {
    await make(roleObject(name, listEverywhere, 'cluster'));
    await make(bindingObject(name, subject, 'cluster'));
  }
  for (const namespace of namespaces) await untilAllowed(cluster, user, namespace, signal);
  const answer = await cluster.create(
    `${objectPath(account)}/token`,
    {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: lifetimeSeconds },
    },
    `requesting a token of ${user}`,
  );
  const tokenFile = path.join(directory, 'measurement-token');
  await writeFile(tokenFile, text(object(answer, 'status'), 'token'), { mode: 0o600 });
  const rights = several
    ? `with the rights of a KFP user in each of ${namespaces.length} namespaces, and the right to list all namespaces`
    : 'with the rights of a KFP user in its namespace';
  return { user, rights, tokenFile };
};

/** Bindings reach the API server's authorizer by a watch, nearly at once. */
const untilAllowed = async (
  cluster: ClusterClient,
  user: string,
  namespace: string,
  signal: AbortSignal,
): Promise<void> => {
  const resourceAttributes = { group: 'pipelines.kubeflow.org', resource: 'pipelines', verb: 'create', namespace };
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user, resourceAttributes },
  };
  await waitUntil(
    {
      name: `${user} to be allowed to create pipelines in ${namespace}`,
      deadlineMs: settlingMs,
      intervalMs,
      look: async () => {
        const answer = await cluster.create('/apis/authorization.k8s.io/v1/subjectaccessreviews', review);
        return object(answer, 'status')['allowed'] === true ? { done: undefined } : { observed: 'not allowed' };
      },
    },
    { signal },
  );
};
