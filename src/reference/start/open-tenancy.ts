import { kubernetesReviews } from '../access/access-reviews.ts';
import { boundedReviews } from '../access/bounded-reviews.ts';
import { cachedReviews } from '../access/cached-reviews.ts';
import type { Configuration } from './configuration.ts';
import { inClusterConnection, kubeconfigConnection } from '../kube-api/kubernetes-connection.ts';
import type { Log } from '../ground/log.ts';
import { multiUser } from '../access/multi-user.ts';
import { singleUser, type Tenancy } from '../access/tenancy.ts';

/** The tenancy that is configured, with the connection that it asks through. */
export interface OpenTenancy extends AsyncDisposable {
  readonly tenancy: Tenancy;
}

/** Connections for reviews of tokens, which everybody can cause. */
const tokenConnections = 16;

/**
 * Reviews have connections of their own, so that no load on the store keeps them waiting, and those of tokens others than those
 * of access, so that strangers do not keep users waiting. Throws when there is no cluster to ask.
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
