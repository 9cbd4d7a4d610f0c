import type { NamedDatabase, TargetSpec } from './target-host.ts';
import { raisedClientLimits, variants } from '../contract/variant.ts';

/** The paths, addresses and names with which a KFP API server is configured. */
export interface ServerPaths {
  /** The folder with `config.json`. */
  readonly config: string;
  /** Its writable folders. */
  readonly home: string;
  readonly temporary: string;
  /** `127.0.0.1:8888`, `:8888` */
  readonly http: string;
  readonly rpcPort: number;
  readonly webhook: string;
  readonly certificate: string;
  readonly key: string;
  /** Absent if it uses the identity of its pod. */
  readonly kubeconfig?: string;
  readonly database: Pick<NamedDatabase, 'host' | 'port' | 'user' | 'password' | 'name'>;
  readonly objectStore: { readonly host: string; readonly port: number };
  readonly systemNamespace: string;
  readonly sharedNamespace: string;
}

/** The settings that KFP's server reads only from its configuration file; all others are environment variables. */
export const serverConfiguration = JSON.stringify({
  InitConnectionTimeout: '60s',
  DBDriverName: 'mysql',
  DBConfig: { ConMaxLifeTime: '120s', MySQLConfig: { DBName: 'mlpipeline' } },
  ObjectStoreConfig: { BucketName: 'mlpipeline', PipelinePath: 'pipelines' },
});

/** KFP's flags and environment variables for a storage mode and a variant. */
export const serverSettings = (
  { storage, variant, clientLimits }: Pick<TargetSpec, 'storage' | 'variant' | 'clientLimits'>,
  paths: ServerPaths,
): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> } => {
  const { args, env } = variants[variant];
  const own = Object.entries(env).filter(([name]) => clientLimits !== 'own' || !(name in raisedClientLimits));
  const { database, objectStore } = paths;
  return {
    args: [
      `--config=${paths.config}`,
      `--httpPortFlag=${paths.http}`,
      `--rpcPortFlag=:${paths.rpcPort}`,
      `--webhookPortFlag=${paths.webhook}`,
      `--webhookTLSCertPath=${paths.certificate}`,
      `--webhookTLSKeyPath=${paths.key}`,
      ...(storage === 'kubernetes' ? ['--pipelinesStoreKubernetes=true'] : []),
      '-logtostderr=true',
      ...args,
    ],
    env: {
      HOME: paths.home,
      // KFP's server does not delete the temporary files of rejected uploads.
      TMPDIR: paths.temporary,
      ...(paths.kubeconfig !== undefined && { KUBECONFIG: paths.kubeconfig }),
      POD_NAMESPACE: paths.systemNamespace,
      SHARED_PIPELINES_NAMESPACE: paths.sharedNamespace,
      DBCONFIG_MYSQLCONFIG_HOST: database.host,
      DBCONFIG_MYSQLCONFIG_PORT: String(database.port),
      DBCONFIG_MYSQLCONFIG_USER: database.user,
      DBCONFIG_MYSQLCONFIG_PASSWORD: database.password,
      DBCONFIG_MYSQLCONFIG_DBNAME: database.name,
      OBJECTSTORECONFIG_HOST: objectStore.host,
      OBJECTSTORECONFIG_PORT: String(objectStore.port),
      OBJECTSTORECONFIG_SECURE: 'false',
      OBJECTSTORECONFIG_REGION: 'us-east-1',
      OBJECTSTORECONFIG_ACCESSKEY: 'unused',
      OBJECTSTORECONFIG_SECRETACCESSKEY: 'unused',
      ML_PIPELINE_VISUALIZATIONSERVER_SERVICE_HOST: '127.0.0.1',
      ML_PIPELINE_VISUALIZATIONSERVER_SERVICE_PORT: '1',
      PIPELINE_URL_VALIDATION_ENABLED: 'false',
      ...Object.fromEntries(own),
    },
  };
};
