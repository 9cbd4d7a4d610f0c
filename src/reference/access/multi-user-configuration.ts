import { booleanVariable, type Environment } from '../ground/environment-variables.ts';
import { FlagError } from '../ground/go-flags.ts';
import { isNamespaceName } from '../model/namespace-name.ts';

/** How requests identify their sender. Header names are in lower case. */
export interface IdentityConfiguration {
  readonly userHeader: string;
  /** The prefix of the user's name in the header; may be empty. */
  readonly userPrefix: string;
  /** A header with the user's groups, separated by commas. Absent: groups come with tokens only. */
  readonly groupsHeader?: string;
  /** The audience that bearer tokens must have been issued for. */
  readonly audience: string;
}

/** The configuration of the multi-user mode (`MULTIUSER=true`). */
export interface MultiUserConfiguration {
  readonly identity: IdentityConfiguration;
  /** Everybody may read everything, even without an identity (`MULTIUSER_SHARED_READ`). */
  readonly sharedRead: boolean;
  /** Every request must name a namespace (`REQUIRE_NAMESPACE_FOR_PIPELINES`). */
  readonly requireNamespace: boolean;
  /**
   * The meaning of requests without a namespace in Kubernetes mode: a dedicated namespace, or cluster-scoped objects.
   */
  readonly sharedPipelines: 'namespace' | 'cluster';
  readonly sharedNamespace: string;
  /** The cluster that reviews tokens and access, also in database mode. Absent: the cluster of the pod. */
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
    `shared-pipelines-namespace: expected the name of a namespace (an RFC 1123 label), got ${JSON.stringify(text)}`,
  );
};

/** Flags override variables. Undefined in single-user mode. */
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
      // An empty value means no prefix; an absent one means the default.
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
