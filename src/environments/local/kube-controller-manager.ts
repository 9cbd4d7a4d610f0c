import { clusterClient, type ClusterClient } from '../../cluster/cluster-client.ts';
import { connectionOf, type OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import { awaitComponent } from './await-ready.ts';
import { goEnvironment, type ComponentHost } from './component-host.ts';
import type { ControlPlaneKeys } from './kube-apiserver.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** The controllers that a cluster without nodes needs. */
const controllers = [
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'serviceaccount-token-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
];

/** The missing service account, if any: namespaces reject pods until the service account controller has created it. */
const missingServiceAccount = async (cluster: ClusterClient): Promise<string | undefined> => {
  const { status } = await cluster.call('GET', '/api/v1/namespaces/default/serviceaccounts/default');
  return status === 200 ? undefined : `the service account default/default: status ${status}`;
};

/** Starts kube-controller-manager as the cluster's administrator, without leader election and without a serving port. */
export const startKubeControllerManager = async (
  program: string,
  access: OwnKubernetesAccess,
  keys: ControlPlaneKeys,
  host: ComponentHost,
): Promise<SupervisedProcess> => {
  const process = await host.spawn('kube-controller-manager', {
    file: program,
    args: [
      `--kubeconfig=${access.kubeconfigPath}`,
      `--controllers=${controllers.join(',')}`,
      '--leader-elect=false',
      '--secure-port=0',
      // With the default of 20 requests per second it cannot keep up with the scenarios.
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
      '--concurrent-gc-syncs=20',
      '--concurrent-namespace-syncs=20',
      `--root-ca-file=${keys.files.ca}`,
      `--service-account-private-key-file=${keys.files.serviceAccount}`,
    ],
    env: goEnvironment(host),
    cwd: host.directory,
  });
  const cluster = clusterClient(connectionOf(access));
  await awaitComponent(process, 60_000, host.signal, () => missingServiceAccount(cluster));
  return process;
};
