import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunningEnvironment, RunningProcess } from '../environments/environment.ts';
import type { StorageMode } from '../lanes/lane-name.ts';
import { startObjectStore, type CountingObjectStore } from './object-store.ts';
import { variants, type VariantName } from './variant.ts';
import type { Target } from './target.ts';
import { targetGroups, targetUser } from './target-identity.ts';
import { namingTakenPort } from './port-taken.ts';
import { awaitReady, TargetEndedError, type Waiting } from './readiness.ts';

/** What a target process is started with; kept, so that a restart finds everything where it was. */
export interface Launch {
  readonly id: string;
  readonly storage: StorageMode;
  readonly variant: VariantName;
  readonly namespace: string;
  /** What a request without namespace means to a multi-user target that keeps shared pipelines in one. */
  readonly sharedNamespace: string;
  readonly database: string;
  readonly httpPort: number;
  readonly rpcPort: number;
  readonly webhookPort: number;
  readonly objectStore: CountingObjectStore;
  readonly webhookCertificate: { readonly certificatePath: string; readonly keyPath: string; readonly ca: string };
}

/** Decides namespace, database and ports of a new target process. */
export const planLaunch = async (
  environment: RunningEnvironment,
  id: string,
  storage: StorageMode,
  variant: VariantName,
): Promise<Launch> => ({
  id,
  storage,
  variant,
  namespace: `kfp-${id}`,
  sharedNamespace: `kfp-${id}-shared`,
  // The server may be somebody's own, with what other runs have there at this time.
  database: `kfp_conformance_${randomBytes(6).toString('hex')}`,
  httpPort: await environment.freePort(),
  rpcPort: await environment.freePort(),
  webhookPort: await environment.freePort(),
  objectStore: await startObjectStore(),
  webhookCertificate: await environment.serverCertificate(`webhook-${id}`),
});

/** What KFP's server wants in its configuration file; everything else comes from the environment. */
const configuration = {
  InitConnectionTimeout: '60s',
  DBDriverName: 'mysql',
  DBConfig: { ConMaxLifeTime: '120s', MySQLConfig: { DBName: 'mlpipeline' } },
  ObjectStoreConfig: { BucketName: 'mlpipeline', PipelinePath: 'pipelines' },
};

/** A kubeconfig of the target's own identity, straight to the Kubernetes API or by a way on which reviews may fail. */
const kubeconfigOf = async (environment: RunningEnvironment, { id, variant }: Launch): Promise<string> => {
  const identity = [targetUser(id), targetGroups] as const;
  const server = variants[variant].reviewOutage
    ? (await environment.reviewOutages.start(id, ...identity)).endpoint
    : undefined;
  return environment.clientKubeconfig(`target-${id}`, ...identity, server);
};

/** Starts the process of a launch and waits until it answers. Throws an EnvironmentError with its last words. */
export const startTargetProcess = async (
  environment: RunningEnvironment,
  target: Target,
  launch: Launch,
  waiting: Waiting,
): Promise<RunningProcess> => {
  const home = path.join(environment.stateDirectory, `target-${launch.id}`);
  await mkdir(path.join(home, 'config'), { recursive: true, mode: 0o700 });
  await mkdir(path.join(home, 'tmp'), { recursive: true, mode: 0o700 });
  await writeFile(path.join(home, 'config', 'config.json'), JSON.stringify(configuration));
  const { args, env } = variants[launch.variant];
  const kubeconfigPath = await kubeconfigOf(environment, launch);
  // The ScheduledWorkflow client of KFP's server reads $HOME/.kube/config and ignores KUBECONFIG.
  await mkdir(path.join(home, '.kube'), { recursive: true, mode: 0o700 });
  await copyFile(kubeconfigPath, path.join(home, '.kube', 'config'));
  const { host, port, user, password } = environment.database;
  const command = target.command(
    [
      `--config=${path.join(home, 'config')}`,
      `--httpPortFlag=127.0.0.1:${launch.httpPort}`,
      `--rpcPortFlag=:${launch.rpcPort}`,
      `--webhookPortFlag=127.0.0.1:${launch.webhookPort}`,
      `--webhookTLSCertPath=${launch.webhookCertificate.certificatePath}`,
      `--webhookTLSKeyPath=${launch.webhookCertificate.keyPath}`,
      ...(launch.storage === 'kubernetes' ? ['--pipelinesStoreKubernetes=true'] : []),
      '-logtostderr=true',
      ...args,
    ],
    {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: home,
      // KFP's server leaves the uploads that it refuses where it put them.
      TMPDIR: path.join(home, 'tmp'),
      KUBECONFIG: kubeconfigPath,
      POD_NAMESPACE: launch.namespace,
      SHARED_PIPELINES_NAMESPACE: launch.sharedNamespace,
      DBCONFIG_MYSQLCONFIG_HOST: host,
      DBCONFIG_MYSQLCONFIG_PORT: String(port),
      DBCONFIG_MYSQLCONFIG_USER: user,
      DBCONFIG_MYSQLCONFIG_PASSWORD: password,
      DBCONFIG_MYSQLCONFIG_DBNAME: launch.database,
      OBJECTSTORECONFIG_HOST: '127.0.0.1',
      OBJECTSTORECONFIG_PORT: String(launch.objectStore.port),
      OBJECTSTORECONFIG_SECURE: 'false',
      OBJECTSTORECONFIG_REGION: 'us-east-1',
      OBJECTSTORECONFIG_ACCESSKEY: 'unused',
      OBJECTSTORECONFIG_SECRETACCESSKEY: 'unused',
      ML_PIPELINE_VISUALIZATIONSERVER_SERVICE_HOST: '127.0.0.1',
      ML_PIPELINE_VISUALIZATIONSERVER_SERVICE_PORT: '1',
      PIPELINE_URL_VALIDATION_ENABLED: 'false',
      ...env,
    },
  );
  const running = await environment.spawn(`target-${launch.id}`, { ...command, cwd: home });
  try {
    await awaitReady(running, `http://127.0.0.1:${launch.httpPort}/apis/v2beta1/healthz`, waiting);
  } catch (cause) {
    await running.kill();
    if (!(cause instanceof TargetEndedError)) throw cause;
    throw await namingTakenPort(cause, running, [launch.httpPort, launch.rpcPort, launch.webhookPort]);
  }
  return running;
};
