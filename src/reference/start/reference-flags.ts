import { decisionLifetimeMs } from '../access/cached-reviews.ts';
import type { FlagKind } from '../ground/go-flags.ts';

interface FlagDescription {
  readonly kind: FlagKind;
  readonly about: string;
}

const withoutEffect = 'accepted, but has no effect';
const text = (about: string): FlagDescription => ({ kind: 'text', about });
const toggle = (about: string): FlagDescription => ({ kind: 'switch', about });

/** The flags of KFP's API server, and a few additional ones. */
export const referenceFlags: Readonly<Record<string, FlagDescription>> = {
  httpPortFlag: text('address of the REST API, :PORT or HOST:PORT (default :8888)'),
  address: text('host to listen on if a flag gives only a port (default 127.0.0.1)'),
  pipelinesStoreKubernetes: toggle('store pipelines as Kubernetes resources instead of in the database'),
  webhookPortFlag: text('address of the admission webhooks (default :8443)'),
  webhookTLSCertPath: text('certificate of the webhooks'),
  webhookTLSKeyPath: text('private key of the webhooks'),
  webhookClientCAPath: text(
    'certificate authority of the webhook clients (default none, $WEBHOOK_CLIENT_CA_PATH); see below',
  ),
  disableWebhook: toggle('do not serve the webhooks'),
  pageTokenKeyFile: text('file with the signing key of page tokens (default: a key in the store)'),
  kubeconfig: text('kubeconfig file (default $KUBECONFIG, then ~/.kube/config, then the service account of the pod)'),
  'shared-pipelines': text(
    'with MULTIUSER, in Kubernetes mode: the scope of requests without a namespace, "namespace" or "cluster" (default namespace, $SHARED_PIPELINES)',
  ),
  'shared-pipelines-namespace': text(
    'namespace of shared pipelines (default kubeflow-shared-pipelines, $SHARED_PIPELINES_NAMESPACE)',
  ),
  'groups-header': text(
    'header with the groups of a user, separated by commas (default none, $KUBEFLOW_GROUPS_HEADER)',
  ),
  logLevel: text('debug, info, warn or error (default info); debug writes a line per request'),
  rpcPortFlag: text('accepted, but gRPC is not served'),
  config: text(`${withoutEffect}: configure the server by environment variables`),
  collectMetricsFlag: toggle(withoutEffect),
  tlsMinVersion: text(withoutEffect),
  tlsCipherSuites: text(withoutEffect),
  sampleconfig: text('rejected: samples are not loaded'),
  tlsCertPath: text('rejected: the REST API is served without TLS'),
  tlsCertKeyPath: text('rejected: the REST API is served without TLS'),
  globalKubernetesWebhookMode: toggle('rejected: webhooks are served only together with the REST API'),
  logtostderr: toggle(withoutEffect),
  alsologtostderr: toggle(withoutEffect),
  stderrthreshold: text(withoutEffect),
  v: text(withoutEffect),
  vmodule: text(withoutEffect),
  log_dir: text(withoutEffect),
  log_link: text(withoutEffect),
  logbuflevel: text(withoutEffect),
  log_backtrace_at: text(withoutEffect),
};

export const flagKinds: ReadonlyMap<string, FlagKind> = new Map(
  Object.entries(referenceFlags).map(([name, { kind }]) => [name, kind]),
);

export const referenceHelp = (): string => {
  const flags = Object.entries(referenceFlags).map(([name, { about }]) => `  --${name.padEnd(28)}${about}`);
  return [
    "The reference implementation of KFP's API for pipelines and pipeline versions.",
    '',
    ...flags,
    '',
    'Environment variables, as in KFP: POD_NAMESPACE, DBCONFIG_MYSQLCONFIG_HOST, _PORT, _USER, _PASSWORD and _DBNAME,',
    'INITCONNECTIONTIMEOUT, BLOCK_V1_PIPELINES, PIPELINE_URL_VALIDATION_ENABLED, _ALLOW_HTTP, _TIMEOUT and',
    '_ALLOWED_DOMAINS, KUBECONFIG, OBJECTSTORECONFIG_HOST, _PORT, _SECURE and _BUCKETNAME.',
    '',
    'As by KFP, tables are created in the database in Kubernetes mode too, if DBCONFIG_MYSQLCONFIG_HOST is set, and the bucket is',
    'asked for at the start, if OBJECTSTORECONFIG_HOST is set. Nothing is stored in the bucket.',
    '',
    'With MULTIUSER=true the Kubernetes API authorizes every request, in database mode too. Users are identified by the header in',
    'KUBEFLOW_USERID_HEADER (default x-goog-authenticated-user-email) with the prefix KUBEFLOW_USERID_PREFIX (default',
    'accounts.google.com:), else by a bearer token for TOKEN_REVIEW_AUDIENCE (default pipelines.kubeflow.org). See also',
    'MULTIUSER_SHARED_READ and REQUIRE_NAMESPACE_FOR_PIPELINES.',
    `Allowed actions, valid tokens and invalid tokens are cached for ${decisionLifetimeMs / 1000} seconds; denied actions are not cached. When too`,
    'many tokens arrive at a time, those that cannot be reviewed are rejected with 503.',
    "The server's own account needs the cluster role system:auth-delegator, and in Kubernetes mode all rights on pipelines and",
    'pipelineversions in all namespaces; with --shared-pipelines=cluster also on sharedpipelines and sharedpipelineversions.',
    '',
    'The webhooks do not authenticate their callers without --webhookClientCAPath: restrict their port to kube-apiserver, for',
    'instance by a NetworkPolicy. Other callers could find out names and ids in all namespaces and block version names for',
    'seconds. With the flag they accept only clients with a certificate of that authority, which should issue certificates for',
    'kube-apiserver only; configure its certificate in kube-apiserver by --admission-control-config-file.',
    '',
    'Example: DBCONFIG_MYSQLCONFIG_PASSWORD=secret kfp-conformance reference --httpPortFlag=:8888',
    '',
  ].join('\n');
};
