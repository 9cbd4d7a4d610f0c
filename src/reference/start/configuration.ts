import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseAddress } from '../database/database-connection.ts';
import { booleanVariable, durationVariable, type Environment } from '../ground/environment-variables.ts';
import { FlagError, parseGoFlags } from '../ground/go-flags.ts';
import { multiUserConfiguration, type MultiUserConfiguration } from '../access/multi-user-configuration.ts';
import type { PackagePolicy } from '../definitions/package-policy.ts';
import { flagKinds } from './reference-flags.ts';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface WebhookConfiguration extends ListenAddress {
  readonly certificatePath: string;
  readonly keyPath: string;
  /** Certificate authority of permitted clients. Absent: any client. */
  readonly clientCaPath?: string;
}

/** The configuration of the server. */
export interface Configuration {
  readonly http: ListenAddress;
  /** The namespace of the server (`POD_NAMESPACE`); in single-user mode also that of all pipelines. */
  readonly namespace: string;
  /** Absent in single-user mode. */
  readonly multiUser?: MultiUserConfiguration;
  readonly logLevel: string;
  readonly blockV1: boolean;
  readonly packages: PackagePolicy;
  readonly pageTokenKeyFile?: string;
  readonly storage:
    | { readonly kind: 'database'; readonly database: DatabaseAddress }
    | {
        readonly kind: 'kubernetes';
        readonly kubeconfigPath?: string;
        readonly webhook?: WebhookConfiguration;
        /** Absent: none is configured. Pipelines are not stored there. */
        readonly database?: DatabaseAddress;
      };
  /** The URL of the bucket of the configured object store. Absent: none is configured. */
  readonly bucket?: string;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

const portNumber = (where: string, text: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new FlagError(`${where}: expected a port number, got ${JSON.stringify(text)}`);
};

const listenAddress = (flag: string, text: string, defaultHost: string): ListenAddress => {
  const match = /^(?<host>.*):(?<port>\d+)$/.exec(text);
  if (!match?.groups) throw new FlagError(`flag -${flag}: expected :PORT or HOST:PORT, got ${JSON.stringify(text)}`);
  const { host = '', port = '' } = match.groups;
  return { host: host.replace(/^\[|\]$/g, '') || defaultHost, port: portNumber(`-${flag}`, port) };
};

const webhook = (text: (name: string) => string, host: string, environment: Environment): WebhookConfiguration => {
  const certificatePath = text('webhookTLSCertPath');
  const keyPath = text('webhookTLSKeyPath');
  const clientCaPath = text('webhookClientCAPath') || environment['WEBHOOK_CLIENT_CA_PATH'];
  if (!certificatePath || !keyPath) {
    throw new FlagError('webhooks need --webhookTLSCertPath and --webhookTLSKeyPath; set both, or --disableWebhook');
  }
  return {
    ...listenAddress('webhookPortFlag', text('webhookPortFlag') || ':8443', host),
    certificatePath,
    keyPath,
    ...(clientCaPath ? { clientCaPath } : {}),
  };
};

/** Unlike in KFP's server, an explicit kubeconfig overrides the service account of the pod. */
const kubeconfig = (flag: string, environment: Environment): { readonly kubeconfigPath?: string } => {
  const named = flag || environment['KUBECONFIG'];
  if (named) return { kubeconfigPath: named };
  const usual = join(environment['HOME'] ?? homedir(), '.kube', 'config');
  return existsSync(usual) ? { kubeconfigPath: usual } : {};
};

const databaseAddress = (environment: Environment): DatabaseAddress => {
  const variable = (name: string): string | undefined => environment[`DBCONFIG_MYSQLCONFIG_${name}`];
  return {
    host: variable('HOST') || '127.0.0.1',
    port: portNumber('DBCONFIG_MYSQLCONFIG_PORT', variable('PORT') || '3306'),
    user: variable('USER') || 'root',
    password: variable('PASSWORD') ?? '',
    database: variable('DBNAME') || 'mlpipeline',
    startTimeoutMs: durationVariable(environment, 'INITCONNECTIONTIMEOUT', 15_000),
  };
};

const bucketUrl = (environment: Environment): { readonly bucket?: string } => {
  const variable = (name: string): string => environment[`OBJECTSTORECONFIG_${name}`] ?? '';
  if (variable('HOST') === '') return {};
  const scheme = booleanVariable(environment, 'OBJECTSTORECONFIG_SECURE', false) ? 'https' : 'http';
  const port = variable('PORT') === '' ? '' : `:${portNumber('OBJECTSTORECONFIG_PORT', variable('PORT'))}`;
  return { bucket: `${scheme}://${variable('HOST')}${port}/${variable('BUCKETNAME') || 'mlpipeline'}` };
};

const packagePolicy = (environment: Environment): PackagePolicy => {
  const domains = environment['PIPELINE_URL_ALLOWED_DOMAINS'] ?? '';
  return {
    validate: booleanVariable(environment, 'PIPELINE_URL_VALIDATION_ENABLED', true),
    allowHttp: booleanVariable(environment, 'PIPELINE_URL_ALLOW_HTTP', false),
    allowedDomains: domains
      .split(',')
      .map((domain) => domain.trim())
      .filter(Boolean),
    timeoutMs: durationVariable(environment, 'PIPELINE_URL_TIMEOUT', 30_000),
  };
};

/** Reads flags and environment variables; throws a `FlagError` for invalid or unsupported ones. */
export const readConfiguration = (args: readonly string[], environment: Environment): Configuration => {
  const flags = parseGoFlags(args, flagKinds);
  const text = (name: string): string => String(flags.get(name) ?? '');
  const isOn = (name: string): boolean => flags.get(name) === true;
  for (const name of ['sampleconfig', 'tlsCertPath', 'tlsCertKeyPath', 'globalKubernetesWebhookMode']) {
    if (flags.get(name))
      throw new FlagError(`flag -${name} is not supported by the reference implementation; remove it`);
  }
  const logLevel = text('logLevel').toLowerCase() || 'info';
  if (!logLevels.includes(logLevel)) {
    throw new FlagError(`flag -logLevel: expected one of ${logLevels.join(', ')}, got ${JSON.stringify(logLevel)}`);
  }
  const host = text('address') || '127.0.0.1';
  const pageTokenKeyFile = text('pageTokenKeyFile');
  const cluster = kubeconfig(text('kubeconfig'), environment);
  const multiUser = multiUserConfiguration(text, environment, cluster);
  return {
    http: listenAddress('httpPortFlag', text('httpPortFlag') || ':8888', host),
    namespace: environment['POD_NAMESPACE'] || 'kubeflow',
    ...(multiUser ? { multiUser } : {}),
    logLevel,
    blockV1: booleanVariable(environment, 'BLOCK_V1_PIPELINES', false),
    packages: packagePolicy(environment),
    ...(pageTokenKeyFile ? { pageTokenKeyFile } : {}),
    storage: isOn('pipelinesStoreKubernetes')
      ? {
          kind: 'kubernetes',
          ...cluster,
          ...(isOn('disableWebhook') ? {} : { webhook: webhook(text, host, environment) }),
          ...(environment['DBCONFIG_MYSQLCONFIG_HOST'] ? { database: databaseAddress(environment) } : {}),
        }
      : { kind: 'database', database: databaseAddress(environment) },
    ...bucketUrl(environment),
  };
};
