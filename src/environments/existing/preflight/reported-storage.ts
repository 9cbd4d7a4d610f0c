import type { StorageMode } from '../../../contract/lane-name.ts';
import { EnvironmentError } from '../../../failures/environment-error.ts';
import type { InstalledApiServer, InstalledService } from '../connection/api-server.ts';
import type { Health } from './health.ts';

/**
 * The storage mode that the server reports, or that the arguments of its Deployment select in releases without such a
 * report. Throws an EnvironmentError where neither can be read: the other mode has other lanes.
 */
export const reportedStorage = (
  { store, release }: Pick<Health, 'store' | 'release'>,
  deployment: InstalledApiServer['deployment'],
  { namespace, service }: InstalledService,
): StorageMode => {
  if (store !== undefined) return store;
  if (deployment === undefined)
    throw new EnvironmentError(
      `it is not known where the API server stores pipelines: its release (${release}) does not report it, and the user of the context may not read its Deployment, or none belongs to Service ${namespace}/${service}; grant the rights to get services and to list deployments in namespace ${namespace}, or name the namespace of the API server with --installation-namespace`,
    );
  const { args, env } = deployment;
  const flagged = args.some((argument) => /^--?pipelinesStoreKubernetes(=true)?$/.test(argument));
  return flagged || env['PIPELINES_STORE_KUBERNETES'] === 'true' ? 'kubernetes' : 'database';
};
