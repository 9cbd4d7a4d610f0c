import type { RestAccess } from '../../../clients/rest-access.ts';
import { callerConnection } from '../../../clients/rest-access.ts';
import { kfpClient } from '../../../clients/kfp.ts';
import { text } from '../../../clients/json-response.ts';
import type { StorageMode } from '../../../contract/lane-name.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import { installedApiServer, type InstalledService, type InstalledApiServer } from '../connection/api-server.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import { unlessForbidden } from '../../../cluster/refused-error.ts';
import { healthOf, type Health } from './health.ts';
import { installedDefinitions, type InstalledDefinitions } from './installed-definitions.ts';
import { pipelineNamespaces } from './pipeline-namespaces.ts';
import { reportedStorage } from './reported-storage.ts';
import { ownRights, type Rights } from './rights.ts';
import { probeStorage } from './storage-probe.ts';

/** The storage mode of an installation, and the source of that information. */
export interface FoundStorage {
  readonly mode: StorageMode;
  /** `probe`: verified with a test pipeline. `report`: reported by the server or its Deployment. */
  readonly source: 'probe' | 'report';
  /** In a single-user installation, the namespace of its pipeline objects. */
  readonly namespace?: string;
}

/** The state of an installation before the run creates anything but a short-lived test pipeline. */
export interface Preflight {
  readonly context: string;
  /** `v1.34.1` */
  readonly kubernetes: string;
  readonly place: InstalledService;
  readonly endpoint: string;
  readonly definitions: InstalledDefinitions;
  /** Absent if there is no such Service or the user may not read it. */
  readonly apiServer?: InstalledApiServer;
  readonly health: Health;
  readonly storage: FoundStorage;
  readonly rights: Rights;
  /** The namespace pool of the run. */
  readonly pool: readonly string[];
  /** The header that names users. */
  readonly userHeader: string;
}

export interface PreflightOptions {
  readonly cluster: ClusterClient;
  readonly context: string;
  readonly place: InstalledService;
  readonly rest: RestAccess;
  readonly pool: readonly string[];
  /** A unique name for the test pipeline. */
  readonly name: string;
  /** Called before the run creates its first object, even if there is no test pipeline. */
  readonly beforeCreating: (rights: Rights) => Promise<void>;
}

const storageOf = async (
  options: PreflightOptions,
  health: Health,
  apiServer: InstalledApiServer | undefined,
): Promise<FoundStorage> => {
  const { cluster, place, rest, name } = options;
  const reported = (): FoundStorage => ({
    mode: reportedStorage(health, apiServer?.deployment, place),
    source: 'report',
  });
  // In a multi-user installation no user with the permission to create pipelines exists yet.
  if (health.multiUser) return reported();
  const kfp = kfpClient(callerConnection(rest), { record: () => {}, timeoutMs: 30_000 });
  const probed = await probeStorage({ kfp, cluster, installation: place.namespace, name });
  if (probed === undefined) return reported();
  const { storage, namespace } = probed;
  if (health.store !== undefined && health.store !== storage)
    throw new EnvironmentError(
      storage === 'kubernetes'
        ? `the API server reports that it stores pipelines in the ${health.store}, but a pipeline created by REST is an object of this cluster; check the configuration of the API server`
        : `the API server reports that it stores pipelines in ${health.store}, but a pipeline created by REST is not an object of this cluster; is --context the cluster of --endpoint?`,
    );
  return { mode: storage, source: 'probe', ...(namespace !== undefined && { namespace }) };
};

/** Inspects an installation. Throws an EnvironmentError if it cannot be tested. */
export const preflight = async (options: PreflightOptions): Promise<Preflight> => {
  const { cluster, context, place, rest, pool } = options;
  const version = await cluster.get('/version');
  if (version === undefined)
    throw new EnvironmentError(
      `${cluster.connection.origin} is not a Kubernetes API: it does not serve /version; check the kubeconfig`,
    );
  const apiServer = await unlessForbidden(installedApiServer(cluster, place));
  const namespaces = pipelineNamespaces({ place, ...(apiServer !== undefined && { apiServer }) });
  const [definitions, rights, health] = await Promise.all([
    installedDefinitions(cluster),
    ownRights(cluster, { installation: place.namespace, ...namespaces, namespaces: pool }),
    healthOf(callerConnection(rest)),
  ]);
  await options.beforeCreating(rights);
  return {
    context,
    kubernetes: text(version, 'gitVersion'),
    place,
    endpoint: rest.server.origin,
    definitions,
    ...(apiServer !== undefined && { apiServer }),
    health,
    storage: await storageOf(options, health, apiServer),
    rights,
    pool,
    userHeader: rest.userHeader,
  };
};
