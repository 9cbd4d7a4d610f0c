import { UsageError } from '../failures/usage-error.ts';
import { packagePath } from '../package-path.ts';
import { object, objects, text, type Json } from '../clients/json-response.ts';
import { serverName } from '../contract/server-name.ts';
import { manifestDocuments } from './manifest-documents.ts';
import { targetLabel } from './target-label.ts';
import type { Waiting } from '../waiting/waiting.ts';

/** The objects that a target ships beside its server and that the suites judge with it. */
export interface Manifests {
  readonly customResourceDefinitions: readonly Json[];
  /** Mutating and validating configurations, as shipped. */
  readonly webhookConfigurations: readonly Json[];
  /** Cluster roles of users who edit or view a namespace, which Kubeflow aggregates into its own roles. */
  readonly clusterRoles: readonly Json[];
  /** The permissions of the server: bindings to its ServiceAccount, and their roles and cluster roles. */
  readonly serverRights: readonly Json[];
}

const webhookKinds = new Set(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);

/** Whether every webhook of a configuration names the Service it calls. */
const isComplete = (configuration: Json): boolean =>
  objects(configuration, 'webhooks').length > 0 &&
  objects(configuration, 'webhooks').every((webhook) => 'service' in object(webhook, 'clientConfig'));

const nameOf = (configuration: Json): string =>
  `${String(configuration['kind'])} ${text(object(configuration, 'metadata'), 'name')}`;

/** The prefix of the labels by which Kubeflow aggregates the roles of its users. */
const aggregationLabel = 'rbac.authorization.kubeflow.org/aggregate-to-';

const isUserRole = (document: Json): boolean =>
  document['kind'] === 'ClusterRole' &&
  Object.keys(object(object(document, 'metadata'), 'labels')).some((label) => label.startsWith(aggregationLabel));

const bindsServer = (document: Json): boolean =>
  ['RoleBinding', 'ClusterRoleBinding'].includes(text(document, 'kind')) &&
  objects(document, 'subjects').some(
    (subject) => text(subject, 'kind') === 'ServiceAccount' && text(subject, 'name') === serverName,
  );

/** The bindings to the server's ServiceAccount, and the roles that they grant. */
const serverRightsIn = (all: readonly Json[]): readonly Json[] => {
  const bindings = all.filter(bindsServer);
  const granted = new Set(
    bindings.map((binding) => nameOf({ ...object(binding, 'roleRef'), metadata: object(binding, 'roleRef') })),
  );
  const roles = all.filter(
    (document) => /^(Cluster)?Role$/.test(text(document, 'kind')) && granted.has(nameOf(document)),
  );
  return [...roles, ...bindings];
};

/** Reads the target's own manifests, or those of the harness if the target supplies none. */
export const readManifests = async (
  target: { readonly manifestsDirectory?: string },
  waiting: Waiting,
): Promise<Manifests> => {
  const folders =
    target.manifestsDirectory === undefined
      ? [packagePath('fixtures/crds'), packagePath('fixtures/webhooks'), packagePath('fixtures/rbac')]
      : [target.manifestsDirectory];
  const all = (await Promise.all(folders.map((folder) => manifestDocuments(folder, waiting)))).flat();
  const mentionsGroup = (document: Json) => JSON.stringify(document).includes('pipelines.kubeflow.org');
  const customResourceDefinitions = all.filter(
    (document) => document['kind'] === 'CustomResourceDefinition' && mentionsGroup(document),
  );
  const webhooks = all.filter((document) => webhookKinds.has(String(document['kind'])) && mentionsGroup(document));
  const webhookConfigurations = webhooks.filter(isComplete);
  if (customResourceDefinitions.length === 0)
    throw new UsageError(`--manifests: no CustomResourceDefinition of pipelines.kubeflow.org in ${folders.join(', ')}`);
  // A kustomization contains patches next to the configurations; a patch without its configuration is a mistake.
  const partial = webhooks.find(
    (document) => !isComplete(document) && !webhookConfigurations.some((whole) => nameOf(whole) === nameOf(document)),
  );
  if (partial !== undefined)
    throw new UsageError(
      `--manifests: ${nameOf(partial)} in ${folders.join(', ')} has webhooks without a Service, like a kustomize patch; name the folder with the complete configurations`,
    );
  return {
    customResourceDefinitions,
    webhookConfigurations,
    clusterRoles: all.filter(isUserRole),
    serverRights: serverRightsIn(all),
  };
};

/** Whether a webhook is for cluster-scoped objects, which no namespace selector can assign to a target. */
const isClusterScoped = (webhook: Json): boolean => {
  const resources = objects(webhook, 'rules').flatMap((rule) => rule['resources'] as readonly string[]);
  return resources.length > 0 && resources.every((name) => name.startsWith('shared'));
};

/** The target process that webhook configurations call. */
export interface WebhookTarget {
  readonly id: string;
  /** The authority that signed its certificate, in PEM. */
  readonly ca: string;
  readonly sharedKinds: boolean;
  /** The part of a `clientConfig` that leads to a path of the target: a URL or a Service. */
  readonly reach: (path: string) => Json;
}

/**
 * The webhook configurations of one target: with unique names, limited to its namespaces, and calling it. Rules, failure
 * policy and everything else stay as shipped.
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
