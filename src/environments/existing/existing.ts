import type { RunningEnvironment } from '../environment.ts';
import type { KubernetesAccess } from '../../cluster/kubernetes-access.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { reapAndReport } from '../../state/reap.ts';
import { runtimeDirectory } from '../../state/runtime-directory.ts';
import { createStateDirectory } from '../../state/state-directory.ts';
import { openInstallation, type InstallationOptions, type OpenInstallation } from './installation.ts';
import { copyServerLogs } from './connection/server-logs.ts';

/** A running environment `existing`, with the installation in it. */
export interface RunningExistingEnvironment extends RunningEnvironment {
  readonly installation: OpenInstallation;
}

const notProvided = (capability: string): EnvironmentError =>
  new EnvironmentError(`the environment "existing" does not provide ${capability}`);

const accessOf = ({ cluster: { connection } }: OpenInstallation): KubernetesAccess => {
  const { origin: endpoint, ...credentials } = connection;
  return { endpoint, ...credentials };
};

/** Opens an existing installation, which keeps running after the objects of the run have been removed from it. */
export const openExisting = async (
  options: Omit<InstallationOptions, 'directory'>,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<RunningExistingEnvironment> => {
  signal.throwIfAborted();
  const directory = await runtimeDirectory();
  await reapAndReport(directory, progress);
  await using stack = new AsyncDisposableStack();
  const state = createStateDirectory(directory, false);
  stack.defer(() => state.remove());
  const installation = stack.use(await openInstallation({ ...options, directory: state.path }, { progress, signal }));
  const { found, cluster, rest } = installation;
  const owned = stack.move();
  return {
    name: 'existing',
    installation,
    versions: { Kubernetes: found.kubernetes.replace(/^v/, '') },
    kubernetes: accessOf(installation),
    stateDirectory: state.path,
    hostAddress: '127.0.0.1',
    clientIdentity: async (user, groups) => installation.clientIdentity(user, groups),
    auditEvents: () => {
      throw notProvided('the audit log of the Kubernetes API');
    },
    reviewOutages: {
      start: () => Promise.reject(notProvided('outages of access and token reviews')),
      get: () => {
        throw notProvided('outages of access and token reviews');
      },
    },
    restartControllers: async () => {},
    broken: new AbortController().signal,
    copyLogs: (target) => copyServerLogs(cluster, found.place, Object.values(rest.secrets), target),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};
