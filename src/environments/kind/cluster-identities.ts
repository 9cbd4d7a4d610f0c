import path from 'node:path';
import type { OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import { openAuthority, type Authority } from '../../certificates/authority.ts';
import { kubeconfigOf, writeKubeconfig } from '../../cluster/kubeconfig.ts';
import type { RunningKindEnvironment } from './running-kind-environment.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** The user as which the harness authenticates, and the user of the node's own kubectl. */
const administrator = 'kfp-conformance';
export const administrators = [administrator, 'kubernetes-admin'] as const;

/** The certificate authority of a cluster. */
export const clusterAuthority = async (cluster: StartedKindCluster): Promise<Authority> => {
  const read = (name: string) => cluster.run('cat', `/etc/kubernetes/pki/${name}`);
  return openAuthority({ certificate: await read('ca.crt'), key: await read('ca.key') });
};

/** The harness's access to the Kubernetes API, with a kubeconfig in `directory`. */
export const administratorAccess = async (
  { endpoint }: StartedKindCluster,
  authority: Authority,
  directory: string,
): Promise<OwnKubernetesAccess> => {
  const pair = await authority.client(administrator, ['system:masters']);
  const kubeconfigPath = path.join(directory, 'kubeconfig');
  await writeKubeconfig(kubeconfigPath, endpoint, authority.certificate, pair);
  return { endpoint, ca: authority.certificate, ...pair, kubeconfigPath };
};

/** The certificates and kubeconfigs that a cluster's authority issues. */
export const clusterIdentities = (
  authority: Authority,
): Pick<RunningKindEnvironment, 'clientIdentity' | 'serverCertificate' | 'podKubeconfig'> => ({
  clientIdentity: (user, groups) => authority.client(user, groups),
  serverCertificate: async (names) => {
    const [first = 'server'] = names;
    return { ...(await authority.server(first, names)), ca: authority.certificate };
  },
  podKubeconfig: async (endpoint, user, groups) =>
    kubeconfigOf(endpoint, authority.certificate, await authority.client(user, groups)),
});
