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
import { pipelinePlaces } from './pipeline-places.ts';
import { ownRights, type Rights } from './rights.ts';
import { proveStorage } from './storage-proof.ts';

/** How it is known where an installation keeps pipelines. */
export interface FoundStorage {
  readonly mode: StorageMode;
  /** `tried`: a pipeline was made, and its object looked for. `told`: only the server says so. */
  readonly by: 'tried' | 'told';
  /** Of a single-user installation: the namespace of its pipelines' objects. */
  readonly namespace?: string;
}

/** What there is, before anything but a pipeline that goes at once has been made. */
export interface Preflight {
  readonly context: string;
  /** `v1.34.1` */
  readonly kubernetes: string;
  readonly place: InstalledService;
  readonly endpoint: string;
  readonly definitions: InstalledDefinitions;
  /** Absent where there is no such Service, or one may not look. */
  readonly apiServer?: InstalledApiServer;
  readonly health: Health;
  readonly storage: FoundStorage;
  readonly rights: Rights;
  /** Namespaces that the run was given. */
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
  /** A name for a pipeline that nobody else uses. */
  readonly name: string;
  /** Called before that pipeline is made, and where none is: from here on something of the run may be there. */
  readonly beforeMaking: (rights: Rights) => Promise<void>;
}

/** What is said about it: by the server, else (releases before the Kubernetes store say nothing) by its arguments. */
const toldStorage = (health: Health, apiServer: InstalledApiServer | undefined): StorageMode => {
  if (health.store !== undefined) return health.store;
  const { args = [], env = {} } = apiServer?.deployment ?? {};
  const flagged = args.some((argument) => /^--?pipelinesStoreKubernetes(=true)?$/.test(argument));
  return flagged || env['PIPELINES_STORE_KUBERNETES'] === 'true' ? 'kubernetes' : 'database';
};

const storageOf = async (
  options: PreflightOptions,
  health: Health,
  apiServer: InstalledApiServer | undefined,
): Promise<FoundStorage> => {
  const { cluster, place, rest, name } = options;
  const told = { mode: toldStorage(health, apiServer), by: 'told' } as const;
  // Nobody is known yet who may create pipelines somewhere.
  if (health.multiUser) return told;
  const kfp = kfpClient(callerConnection(rest), { record: () => {}, timeoutMs: 30_000 });
  const proved = await proveStorage({ kfp, cluster, installation: place.namespace, name });
  if (proved === undefined) return told;
  const { storage, namespace } = proved;
  if (health.store !== undefined && health.store !== storage)
    throw new EnvironmentError(
      storage === 'kubernetes'
        ? `the API server says that it keeps pipelines in the ${health.store}, and a pipeline made by REST is an object of this cluster`
        : `the API server says that it keeps pipelines in ${health.store}, and a pipeline made by REST is no object of this cluster; is --context the cluster of --endpoint?`,
    );
  return { mode: storage, by: 'tried', ...(namespace !== undefined && { namespace }) };
};

/** Looks at an installation. Throws an EnvironmentError where there is nothing that a run could be about. */
export const preflight = async (options: PreflightOptions): Promise<Preflight> => {
  const { cluster, context, place, rest, pool } = options;
  const version = await cluster.get('/version');
  if (version === undefined)
    throw new EnvironmentError(`${cluster.connection.origin} is no Kubernetes API: it has no /version`);
  const apiServer = await unlessForbidden(installedApiServer(cluster, place));
  const places = pipelinePlaces({ place, ...(apiServer !== undefined && { apiServer }) });
  const [definitions, rights, health] = await Promise.all([
    installedDefinitions(cluster),
    ownRights(cluster, { installation: place.namespace, ...places, namespaces: pool }),
    healthOf(callerConnection(rest)),
  ]);
  await options.beforeMaking(rights);
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
