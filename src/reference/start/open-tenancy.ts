import { kubernetesReviews } from '../access/access-reviews.ts';
import { boundedReviews } from '../access/bounded-reviews.ts';
import { cachedReviews } from '../access/cached-reviews.ts';
import type { Configuration } from './configuration.ts';
import { inClusterConnection, kubeconfigConnection } from '../kube-api/kubernetes-connection.ts';
import type { Log } from '../ground/log.ts';
import { multiUser } from '../access/multi-user.ts';
import { singleUser, type Tenancy } from '../access/tenancy.ts';

/** The configured tenancy with its connections. */
export interface OpenTenancy extends AsyncDisposable {
  readonly tenancy: Tenancy;
}

/** Connections for token reviews, which unauthenticated callers can cause. */
const tokenConnections = 16;

/**
 * Reviews have their own connections, so that load on the store does not delay them. Token reviews and access reviews
 * have separate ones, so that unauthenticated callers do not delay users. Throws without a cluster.
 */
export const openTenancy = async (configuration: Configuration, log: Log): Promise<OpenTenancy> => {
  const { namespace, storage, multiUser: users } = configuration;
  if (!users) return { tenancy: singleUser(namespace), [Symbol.asyncDispose]: () => Promise.resolve() };
  const { kubeconfigPath, identity } = users;
  const { connectKubernetes } = await import('../kube-api/kubernetes-api.ts');
  const connection = kubeconfigPath === undefined ? inClusterConnection() : kubeconfigConnection(kubeconfigPath);
  const access = connectKubernetes(connection);
  const tokens = connectKubernetes(connection, tokenConnections);
  const reviews = cachedReviews(boundedReviews(kubernetesReviews({ tokens, access }, identity.audience, log)));
  const tenancy = multiUser(users, { store: storage.kind, systemNamespace: namespace }, reviews);
  return {
    tenancy,
    async [Symbol.asyncDispose]() {
      await Promise.all([access[Symbol.asyncDispose](), tokens[Symbol.asyncDispose]()]);
    },
  };
};
