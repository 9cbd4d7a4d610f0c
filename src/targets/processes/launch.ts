import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import { serverConfiguration, serverSettings } from '../server-settings.ts';
import type { NamedDatabase, TargetSpec } from '../target-host.ts';
import { variants } from '../../contract/variant.ts';
import type { Waiting } from '../../waiting/waiting.ts';
import { asPortTakenError } from './port-taken.ts';
import { awaitReady, TargetEndedError } from './readiness.ts';
import { targetGroups, targetUser } from './target-identity.ts';
import type { TargetProcess, TargetStarter } from './target-process.ts';

/** The settings of a target process, kept for restarts. */
export interface Launch extends Pick<TargetSpec, 'id' | 'storage' | 'variant' | 'clientLimits'> {
  /** `target-k8s-3`, for a second replica `target-k8s-3-2` */
  readonly name: string;
  readonly systemNamespace: string;
  readonly sharedNamespace: string;
  readonly database: NamedDatabase;
  readonly httpPort: number;
  readonly rpcPort: number;
  readonly webhookPort: number;
  readonly objectStorePort: number;
  readonly webhookCertificate: { readonly certificatePath: string; readonly keyPath: string };
}

/** A kubeconfig with the target's own identity, for the Kubernetes API or for the proxy that can make reviews fail. */
const kubeconfigOf = async (environment: RunningLocalEnvironment, { id, variant }: Launch): Promise<string> => {
  const identity = [targetUser(id), targetGroups] as const;
  const server = variants[variant].reviewOutage
    ? (await environment.reviewOutages.start(id, ...identity)).endpoint
    : undefined;
  return environment.clientKubeconfig(`target-${id}`, ...identity, server);
};

const startProcess = async (
  environment: RunningLocalEnvironment,
  starter: TargetStarter,
  launch: Launch,
): Promise<TargetProcess> => {
  const home = path.join(environment.stateDirectory, launch.name);
  const config = path.join(home, 'config');
  const temporary = path.join(home, 'tmp');
  for (const folder of [config, temporary]) await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(config, 'config.json'), serverConfiguration);
  const kubeconfig = await kubeconfigOf(environment, launch);
  // The ScheduledWorkflow client of KFP's server reads $HOME/.kube/config and ignores KUBECONFIG.
  await mkdir(path.join(home, '.kube'), { recursive: true, mode: 0o700 });
  await copyFile(kubeconfig, path.join(home, '.kube', 'config'));
  const { args, env } = serverSettings(launch, {
    ...launch,
    config,
    home,
    temporary,
    http: `127.0.0.1:${launch.httpPort}`,
    webhook: `127.0.0.1:${launch.webhookPort}`,
    certificate: launch.webhookCertificate.certificatePath,
    key: launch.webhookCertificate.keyPath,
    kubeconfig,
    objectStore: { host: '127.0.0.1', port: launch.objectStorePort },
  });
  return starter.start({ name: launch.name, args, env, home });
};

/** Starts a target process and waits until it answers. Throws an EnvironmentError with the tail of its log. */
export const startTargetProcess = async (
  environment: RunningLocalEnvironment,
  starter: TargetStarter,
  launch: Launch,
  waiting: Waiting,
): Promise<TargetProcess> => {
  const running = await startProcess(environment, starter, launch);
  try {
    await awaitReady(running, `http://127.0.0.1:${launch.httpPort}/apis/v2beta1/healthz`, waiting);
  } catch (cause) {
    await running.kill();
    if (!(cause instanceof TargetEndedError)) throw cause;
    throw await asPortTakenError(cause, running, [launch.httpPort, launch.rpcPort, launch.webhookPort]);
  }
  return running;
};
