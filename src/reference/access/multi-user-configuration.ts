import { booleanVariable, type Environment } from '../ground/environment-variables.ts';
import { FlagError } from '../ground/go-flags.ts';
import { isNamespaceName } from '../model/namespace-name.ts';

/** How requests say who sends them. Names of headers in lower case. */
export interface IdentityConfiguration {
  readonly userHeader: string;
  /** What stands before the user's name in the header; may be empty. */
  readonly userPrefix: string;
  /** A header with the user's groups, separated by commas. Absent: groups come with tokens only. */
  readonly groupsHeader?: string;
  /** What a bearer token must have been issued for. */
  readonly audience: string;
}

/** What the server is told about its users (`MULTIUSER=true`). */
export interface MultiUserConfiguration {
  readonly identity: IdentityConfiguration;
  /** Everybody may read everything, even without an identity (`MULTIUSER_SHARED_READ`). */
  readonly sharedRead: boolean;
  /** No request may leave out its namespace (`REQUIRE_NAMESPACE_FOR_PIPELINES`). */
  readonly requireNamespace: boolean;
  /** What requests without a namespace mean in Kubernetes mode: a namespace for that, or cluster-scoped objects. */
  readonly sharedPipelines: 'namespace' | 'cluster';
  readonly sharedNamespace: string;
  /** Who is asked about tokens and rights, in database mode too. Absent: the cluster of the pod. */
  readonly kubeconfigPath?: string;
}

const headerName = (where: string, text: string): string => {
  if (/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(text)) return text.toLowerCase();
  throw new FlagError(`${where}: expected the name of an HTTP header, got ${JSON.stringify(text)}`);
};

const sharedPipelines = (text: string): 'namespace' | 'cluster' => {
  if (text === 'namespace' || text === 'cluster') return text;
  throw new FlagError(`shared-pipelines: expected namespace or cluster, got ${JSON.stringify(text)}`);
};

const namespaceName = (text: string): string => {
  if (isNamespaceName(text)) return text;
  throw new FlagError(
    `shared-pipelines-namespace: expected a namespace, as RFC 1123 labels are, got ${JSON.stringify(text)}`,
  );
};

/** Flags win over variables. Undefined in single-user mode. */
export const multiUserConfiguration = (
  flag: (name: string) => string,
  environment: Environment,
  kubeconfig: { readonly kubeconfigPath?: string },
): MultiUserConfiguration | undefined => {
  if (!booleanVariable(environment, 'MULTIUSER', false)) return undefined;
  const groupsHeader = flag('groups-header') || environment['KUBEFLOW_GROUPS_HEADER'] || '';
  return {
    identity: {
      userHeader: headerName(
        'KUBEFLOW_USERID_HEADER',
        environment['KUBEFLOW_USERID_HEADER'] || 'x-goog-authenticated-user-email',
      ),
      // Set and empty is no prefix, which is not the same as not set.
      userPrefix: environment['KUBEFLOW_USERID_PREFIX'] ?? 'accounts.google.com:',
      audience: environment['TOKEN_REVIEW_AUDIENCE'] || 'pipelines.kubeflow.org',
      ...(groupsHeader ? { groupsHeader: headerName('groups-header', groupsHeader) } : {}),
    },
    sharedRead: booleanVariable(environment, 'MULTIUSER_SHARED_READ', false),
    requireNamespace: booleanVariable(environment, 'REQUIRE_NAMESPACE_FOR_PIPELINES', false),
    sharedPipelines: sharedPipelines(flag('shared-pipelines') || environment['SHARED_PIPELINES'] || 'namespace'),
    sharedNamespace: namespaceName(
      flag('shared-pipelines-namespace') || environment['SHARED_PIPELINES_NAMESPACE'] || 'kubeflow-shared-pipelines',
    ),
    ...kubeconfig,
  };
};
