/** Whether the target serves one user in one namespace, or users of the Kubernetes API in their own namespaces. */
export type Tenancy = 'single-user' | 'multi-user';

/** Target settings that a scenario can require. KFP and the reference understand the same flags and variables. */
export interface Variant {
  readonly description: string;
  readonly tenancy: Tenancy;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** False: no webhook configuration selects the target's namespace. */
  readonly webhook: boolean;
  /** Its webhooks also cover the cluster-scoped kinds; only one such target may run at a time. */
  readonly sharedKinds: boolean;
  /** The number of replicas, which share one database and one namespace. */
  readonly replicas: number;
  /** It reaches the Kubernetes API through a proxy that can make access and token reviews fail. */
  readonly reviewOutage: boolean;
}

const base = {
  tenancy: 'single-user',
  args: [],
  env: {},
  webhook: true,
  sharedKinds: false,
  replicas: 1,
  reviewOutage: false,
} as const;

/** The header that identifies the user to a multi-user target, as in KFP's manifests. */
export const userHeader = 'kubeflow-userid';

/** KFP's defaults (5 requests a second, bursts of 10) would throttle the access reviews of a server in multi-user mode. */
export const raisedClientLimits = { CLIENTQPS: '1000', CLIENTBURST: '2000' } as const;

const multiUserEnv = {
  MULTIUSER: 'true',
  KUBEFLOW_USERID_HEADER: userHeader,
  KUBEFLOW_USERID_PREFIX: '',
  ...raisedClientLimits,
} as const;
const multiUser = { ...base, tenancy: 'multi-user', env: multiUserEnv } as const;

export const variants = {
  default: { ...base, description: 'definitions may be downloaded from loopback' },
  'url-validation': {
    ...base,
    description: 'package_url is validated',
    env: { PIPELINE_URL_VALIDATION_ENABLED: 'true', PIPELINE_URL_TIMEOUT: '3s' },
  },
  'webhook-off': { ...base, description: 'no admission webhook', args: ['--disableWebhook'], webhook: false },
  'two-replicas': { ...base, description: 'two replicas behind one address', replicas: 2 },
  'block-v1': { ...base, description: 'v1 specs are refused', env: { BLOCK_V1_PIPELINES: 'true' } },
  'multi-user': { ...multiUser, description: 'multi-user, with raised client limits' },
  'user-prefix': {
    ...multiUser,
    description: 'multi-user, the user header carries a prefix',
    env: { ...multiUserEnv, KUBEFLOW_USERID_PREFIX: 'accounts.example.com:' },
  },
  'require-namespace': {
    ...multiUser,
    description: 'multi-user, every request names a namespace',
    env: { ...multiUserEnv, REQUIRE_NAMESPACE_FOR_PIPELINES: 'true' },
  },
  'shared-read': {
    ...multiUser,
    description: 'multi-user, all users may read',
    env: { ...multiUserEnv, MULTIUSER_SHARED_READ: 'true' },
  },
  'review-outage': {
    ...multiUser,
    description: 'multi-user, access and token reviews can be made to fail',
    reviewOutage: true,
  },
  'shared-cluster': {
    ...multiUser,
    description: 'multi-user, shared pipelines are cluster-scoped objects if the target supports these',
    env: { ...multiUserEnv, SHARED_PIPELINES: 'cluster' },
    sharedKinds: true,
  },
} as const satisfies Record<string, Variant>;

export type VariantName = keyof typeof variants;
export const variantNames = Object.keys(variants) as readonly VariantName[];
