import { UsageError } from '../failures/usage-error.ts';
import { packagePath } from '../package-path.ts';
import { object, objects, text, type Json } from '../clients/json-response.ts';
import { serverName } from '../contract/server-name.ts';
import { manifestDocuments } from './manifest-documents.ts';
import { targetLabel } from './target-label.ts';
import type { Waiting } from '../waiting/waiting.ts';

/** The cluster-scoped objects that belong to a target and are part of what is judged. */
export interface Manifests {
  readonly customResourceDefinitions: readonly Json[];
  /** Mutating and validating configurations, as shipped. */
  readonly webhookConfigurations: readonly Json[];
  /** What people get who edit or view in a namespace: ClusterRoles that Kubeflow's own aggregate, and parts of such. */
  readonly clusterRoles: readonly Json[];
  /** What the server itself may do: roles, cluster roles, and their bindings to its ServiceAccount. */
  readonly serverRights: readonly Json[];
}

const webhookKinds = new Set(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);

/** Whether every webhook of a configuration says which Service it calls. */
const isComplete = (configuration: Json): boolean =>
  objects(configuration, 'webhooks').length > 0 &&
  objects(configuration, 'webhooks').every((webhook) => 'service' in object(webhook, 'clientConfig'));

const nameOf = (configuration: Json): string =>
  `${String(configuration['kind'])} ${text(object(configuration, 'metadata'), 'name')}`;

/** The labels by which Kubeflow puts the roles of its people together. */
const aggregationLabel = 'rbac.authorization.kubeflow.org/aggregate-to-';

const isPeoplesRole = (document: Json): boolean =>
  document['kind'] === 'ClusterRole' &&
  Object.keys(object(object(document, 'metadata'), 'labels')).some((label) => label.startsWith(aggregationLabel));

const bindsServer = (document: Json): boolean =>
  ['RoleBinding', 'ClusterRoleBinding'].includes(text(document, 'kind')) &&
  objects(document, 'subjects').some(
    (subject) => text(subject, 'kind') === 'ServiceAccount' && text(subject, 'name') === serverName,
  );

/** The bindings to the server's ServiceAccount, and the roles that they give it. */
const rightsOfServer = (all: readonly Json[]): readonly Json[] => {
  const bindings = all.filter(bindsServer);
  const given = new Set(
    bindings.map((binding) => nameOf({ ...object(binding, 'roleRef'), metadata: object(binding, 'roleRef') })),
  );
  const roles = all.filter(
    (document) => /^(Cluster)?Role$/.test(text(document, 'kind')) && given.has(nameOf(document)),
  );
  return [...roles, ...bindings];
};

/** Reads the target's own manifests, or the harness's where it supplies none. */
export const readManifests = async (
  target: { readonly manifestsDirectory?: string },
  waiting: Waiting,
): Promise<Manifests> => {
  const folders =
    target.manifestsDirectory === undefined
      ? [packagePath('fixtures/crds'), packagePath('fixtures/webhooks'), packagePath('fixtures/rbac')]
      : [target.manifestsDirectory];
  const all = (await Promise.all(folders.map((folder) => manifestDocuments(folder, waiting)))).flat();
  const ours = (document: Json) => JSON.stringify(document).includes('pipelines.kubeflow.org');
  const customResourceDefinitions = all.filter(
    (document) => document['kind'] === 'CustomResourceDefinition' && ours(document),
  );
  const webhooks = all.filter((document) => webhookKinds.has(String(document['kind'])) && ours(document));
  const webhookConfigurations = webhooks.filter(isComplete);
  if (customResourceDefinitions.length === 0)
    throw new UsageError(`--manifests: no CustomResourceDefinition of pipelines.kubeflow.org in ${folders.join(', ')}`);
  // A kustomization brings patches of configurations that stand beside them; one that patches nothing here is a mistake.
  const partial = webhooks.find(
    (document) => !isComplete(document) && !webhookConfigurations.some((whole) => nameOf(whole) === nameOf(document)),
  );
  if (partial !== undefined)
    throw new UsageError(
      `--manifests: ${nameOf(partial)} in ${folders.join(', ')} has webhooks without a Service, as a kustomize patch has; name the folder with the configurations as they are applied`,
    );
  return {
    customResourceDefinitions,
    webhookConfigurations,
    clusterRoles: all.filter(isPeoplesRole),
    serverRights: rightsOfServer(all),
  };
};

/** Whether a webhook is about objects in no namespace, of which no selector says whose they are. */
const isClusterScoped = (webhook: Json): boolean => {
  const resources = objects(webhook, 'rules').flatMap((rule) => rule['resources'] as readonly string[]);
  return resources.length > 0 && resources.every((name) => name.startsWith('shared'));
};

/** Which process webhook configurations are made for. */
export interface WebhookTarget {
  readonly id: string;
  /** PEM of the authority that signed its certificate. */
  readonly ca: string;
  readonly sharedKinds: boolean;
  /** How a path of it is reached: by URL, or through a Service. */
  readonly reach: (path: string) => Json;
}

/**
 * The webhook configurations of one target: with names of their own, for its own namespaces, and leading to it. Rules,
 * failure policy and everything else stay as shipped.
 */
export const webhooksFor = (
  { webhookConfigurations }: Pick<Manifests, 'webhookConfigurations'>,
  { id, ca, sharedKinds, reach }: WebhookTarget,
): readonly Json[] =>
  webhookConfigurations.flatMap((configuration) => {
    const webhooks = objects(configuration, 'webhooks').filter((webhook) => sharedKinds || !isClusterScoped(webhook));
    if (webhooks.length === 0) return [];
    return [
      {
        ...configuration,
        metadata: { name: `${text(object(configuration, 'metadata'), 'name')}.${id}` },
        webhooks: webhooks.map((webhook) => {
          const service = object(object(webhook, 'clientConfig'), 'service');
          return {
            ...webhook,
            clientConfig: {
              ...reach(text(service, 'path')),
              caBundle: Buffer.from(ca).toString('base64'),
            },
            namespaceSelector: { matchLabels: targetLabel(id) },
          };
        }),
      },
    ];
  });
