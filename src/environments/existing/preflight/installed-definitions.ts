import { object, objects, text, type Json } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';

/** A custom resource of pipelines.kubeflow.org in the cluster. */
export interface InstalledDefinition {
  /** `pipelines.pipelines.kubeflow.org` */
  readonly name: string;
  readonly plural: string;
  readonly scope: 'Namespaced' | 'Cluster';
  /** The served versions: `v2beta1`. */
  readonly versions: readonly string[];
}

/** A webhook configuration for these custom resources. */
export interface InstalledWebhook {
  readonly kind: 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration';
  readonly name: string;
  /** The destinations of admission reviews: `Service kubeflow/ml-pipeline`, or a URL. */
  readonly calls: readonly string[];
}

/** The custom resources and webhooks of pipelines.kubeflow.org in the cluster. */
export interface InstalledDefinitions {
  readonly definitions: readonly InstalledDefinition[];
  /** Absent if the user may not list webhook configurations. */
  readonly webhooks?: readonly InstalledWebhook[];
}

const group = 'pipelines.kubeflow.org';

const definitionOf = (resource: Json): InstalledDefinition => {
  const spec = object(resource, 'spec');
  return {
    name: text(object(resource, 'metadata'), 'name'),
    plural: text(object(spec, 'names'), 'plural'),
    scope: text(spec, 'scope') === 'Cluster' ? 'Cluster' : 'Namespaced',
    versions: objects(spec, 'versions')
      .filter((version) => version['served'] === true)
      .map((version) => text(version, 'name')),
  };
};

const callOf = (webhook: Json): string => {
  const config = object(webhook, 'clientConfig');
  const service = object(config, 'service');
  return text(config, 'url') || `Service ${text(service, 'namespace')}/${text(service, 'name')}`;
};

const isAboutPipelines = (configuration: Json): boolean =>
  objects(configuration, 'webhooks').some((webhook) =>
    objects(webhook, 'rules').some((rule) => (rule['apiGroups'] as readonly string[] | undefined)?.includes(group)),
  );

const webhookKinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

const webhooksOf = async (cluster: ClusterClient): Promise<readonly InstalledWebhook[]> => {
  const webhooks: InstalledWebhook[] = [];
  for (const kind of webhookKinds) {
    const found = await cluster.list(`/apis/admissionregistration.k8s.io/v1/${kind.toLowerCase()}s`);
    for (const configuration of (found ?? []).filter(isAboutPipelines))
      webhooks.push({
        kind,
        name: text(object(configuration, 'metadata'), 'name'),
        calls: [...new Set(objects(configuration, 'webhooks').map(callOf))],
      });
  }
  return webhooks;
};

/** The served custom resources, which every user may discover. */
const discovered = async (cluster: ClusterClient): Promise<readonly InstalledDefinition[]> => {
  const version = 'v2beta1';
  const resources = await cluster.get(`/apis/${group}/${version}`);
  return objects(resources ?? {}, 'resources')
    .filter((resource) => !text(resource, 'name').includes('/'))
    .map((resource) => ({
      name: `${text(resource, 'name')}.${group}`,
      plural: text(resource, 'name'),
      scope: resource['namespaced'] === true ? 'Namespaced' : 'Cluster',
      versions: [version],
    }));
};

export const installedDefinitions = async (cluster: ClusterClient): Promise<InstalledDefinitions> => {
  const definitions = await unlessForbidden(cluster.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions'));
  const webhooks = await unlessForbidden(webhooksOf(cluster));
  return {
    definitions:
      definitions === undefined
        ? await discovered(cluster)
        : definitions.filter((definition) => text(object(definition, 'spec'), 'group') === group).map(definitionOf),
    ...(webhooks !== undefined && { webhooks }),
  };
};
