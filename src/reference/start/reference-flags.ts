import { decisionLifetimeMs } from '../access/cached-reviews.ts';
import type { FlagKind } from '../ground/go-flags.ts';

interface FlagDescription {
  readonly kind: FlagKind;
  readonly about: string;
}

const withoutEffect = 'accepted and without effect';
const text = (about: string): FlagDescription => ({ kind: 'text', about });
const toggle = (about: string): FlagDescription => ({ kind: 'switch', about });

/** The flags of KFP's API server, and a few additional ones. */
export const referenceFlags: Readonly<Record<string, FlagDescription>> = {
  httpPortFlag: text('where the REST API listens, :PORT or HOST:PORT (default :8888)'),
  address: text('the host to listen on where a flag gives a port only (default 127.0.0.1)'),
  pipelinesStoreKubernetes: toggle('store pipelines as Kubernetes resources instead of in the database'),
  webhookPortFlag: text('where the admission webhooks listen (default :8443)'),
  webhookTLSCertPath: text('certificate of the webhooks'),
  webhookTLSKeyPath: text('private key of the webhooks'),
  webhookClientCAPath: text(
    'certificate authority of the clients of the webhooks (default none, $WEBHOOK_CLIENT_CA_PATH); see below',
  ),
  disableWebhook: toggle('serve no webhooks'),
  pageTokenKeyFile: text('file with the key that page tokens are signed with (default: one kept in the store)'),
  kubeconfig: text('kubeconfig file (default $KUBECONFIG, then ~/.kube/config, then the service account of the pod)'),
  'shared-pipelines': text(
    'with MULTIUSER, in Kubernetes mode: what a request without namespace means, "namespace" or "cluster" (default namespace, $SHARED_PIPELINES)',
  ),
  'shared-pipelines-namespace': text(
    'the namespace of shared pipelines (default kubeflow-shared-pipelines, $SHARED_PIPELINES_NAMESPACE)',
  ),
  'groups-header': text(
    'header with the groups of a user, separated by commas (default none, $KUBEFLOW_GROUPS_HEADER)',
  ),
  logLevel: text('debug, info, warn or error (default info); debug writes a line a request'),
  rpcPortFlag: text('accepted; gRPC is not served'),
  config: text(`${withoutEffect}: the environment variables say everything`),
  collectMetricsFlag: toggle(withoutEffect),
  tlsMinVersion: text(withoutEffect),
  tlsCipherSuites: text(withoutEffect),
  sampleconfig: text('refused: samples are not loaded'),
  tlsCertPath: text('refused: the REST API is served without TLS'),
  tlsCertKeyPath: text('refused: the REST API is served without TLS'),
  globalKubernetesWebhookMode: toggle('refused: webhooks are served beside the REST API only'),
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
    "The reference implementation of KFP's API of pipelines and pipeline versions.",
    '',
    ...flags,
    '',
    'Environment, as of KFP: POD_NAMESPACE, DBCONFIG_MYSQLCONFIG_HOST, _PORT, _USER, _PASSWORD and _DBNAME,',
    'INITCONNECTIONTIMEOUT, BLOCK_V1_PIPELINES, PIPELINE_URL_VALIDATION_ENABLED, _ALLOW_HTTP, _TIMEOUT and',
    '_ALLOWED_DOMAINS, KUBECONFIG.',
    '',
    'With MULTIUSER=true the Kubernetes API decides who may do what, in database mode too: KUBEFLOW_USERID_HEADER (default',
    'x-goog-authenticated-user-email) and KUBEFLOW_USERID_PREFIX (default accounts.google.com:), else a bearer token for',
    'TOKEN_REVIEW_AUDIENCE (default pipelines.kubeflow.org); MULTIUSER_SHARED_READ, REQUIRE_NAMESPACE_FOR_PIPELINES.',
    `What it allowed is taken for allowed for ${decisionLifetimeMs / 1000} seconds, and a token of nobody for one of nobody; what else it denied is`,
    'asked again every time. When too many tokens arrive at a time, those that cannot be reviewed are refused with 503.',
    "The server's own account needs the cluster role system:auth-delegator, and in Kubernetes mode all rights on pipelines and",
    'pipelineversions in all namespaces; with --shared-pipelines=cluster those on sharedpipelines and sharedpipelineversions, too.',
    '',
    'The webhooks believe who calls them: without --webhookClientCAPath nobody but kube-apiserver may reach their port, by a',
    'NetworkPolicy for instance. Whoever else does can find out names and ids in all namespaces and keep version names occupied',
    'for seconds. With it they serve only clients with a certificate of that authority, which should sign for kube-apiserver only;',
    'kube-apiserver is given its certificate by --admission-control-config-file.',
    '',
    'Example: DBCONFIG_MYSQLCONFIG_PASSWORD=secret kfp-conformance reference --httpPortFlag=:8888',
    '',
  ].join('\n');
};
