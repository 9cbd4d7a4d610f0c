import { object, objects, text, type Json } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';

/** The Service of an installation's API server. */
export interface InstalledService {
  readonly namespace: string;
  /** `ml-pipeline` */
  readonly service: string;
}

/** The API server of an installation according to the cluster. */
export interface InstalledApiServer {
  readonly ports: readonly number[];
  /** Absent if no Deployment matches the selector of the Service. */
  readonly deployment?: {
    readonly name: string;
    readonly images: readonly string[];
    readonly replicas: number;
    readonly ready: number;
    /** Variables with a literal value; those from a ConfigMap or Secret are missing. */
    readonly env: Readonly<Record<string, string>>;
    readonly args: readonly string[];
    /** The service account of its pods. */
    readonly serviceAccount: string;
  };
}

const labelsMatch = (selector: Json, labels: Json): boolean =>
  Object.keys(selector).length > 0 && Object.entries(selector).every(([key, value]) => labels[key] === value);

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

const deploymentOf = (resource: Json): NonNullable<InstalledApiServer['deployment']> => {
  const spec = object(resource, 'spec');
  const containers = objects(object(object(spec, 'template'), 'spec'), 'containers');
  return {
    name: text(object(resource, 'metadata'), 'name'),
    images: containers.map((container) => text(container, 'image')),
    replicas: number(spec['replicas']),
    ready: number(object(resource, 'status')['readyReplicas']),
    env: Object.fromEntries(
      containers.flatMap((container) =>
        objects(container, 'env')
          .filter((variable) => typeof variable['value'] === 'string')
          .map((variable) => [text(variable, 'name'), text(variable, 'value')]),
      ),
    ),
    serviceAccount: text(object(object(spec, 'template'), 'spec'), 'serviceAccountName') || 'default',
    args: containers.flatMap((container) => (container['args'] ?? []) as readonly string[]),
  };
};

/** Undefined if there is no such Service. Throws an EnvironmentError if the user may not read it. */
export const installedApiServer = async (
  cluster: ClusterClient,
  { namespace, service }: InstalledService,
): Promise<InstalledApiServer | undefined> => {
  const found = await cluster.get(`/api/v1/namespaces/${namespace}/services/${service}`);
  if (found === undefined) return undefined;
  const selector = object(object(found, 'spec'), 'selector');
  const deployments = (await cluster.list(`/apis/apps/v1/namespaces/${namespace}/deployments`)) ?? [];
  const deployment = deployments.find((one) =>
    labelsMatch(selector, object(object(object(object(one, 'spec'), 'template'), 'metadata'), 'labels')),
  );
  return {
    ports: objects(object(found, 'spec'), 'ports').map((port) => number(port['port'])),
    ...(deployment !== undefined && { deployment: deploymentOf(deployment) }),
  };
};
