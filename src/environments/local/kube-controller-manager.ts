import { clusterClient, type ClusterClient } from '../../cluster/cluster-client.ts';
import { connectionOf, type OwnKubernetesAccess } from '../../cluster/kubernetes-access.ts';
import { awaitComponent } from './await-ready.ts';
import { goEnvironment, type ComponentHost } from './component-host.ts';
import type { ControlPlaneKeys } from './kube-apiserver.ts';
import type { SupervisedProcess } from './supervised-process.ts';

/** The controllers a cluster without nodes has work for. */
const controllers = [
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'serviceaccount-token-controller',
  'root-ca-certificate-publisher-controller',
  'clusterrole-aggregation-controller',
];

/** What is missing until the service account controller has done its first work: before that namespaces refuse pods. */
const missingServiceAccount = async (cluster: ClusterClient): Promise<string | undefined> => {
  const { status } = await cluster.call('GET', '/api/v1/namespaces/default/serviceaccounts/default');
  return status === 200 ? undefined : `the service account default/default: status ${status}`;
};

/** kube-controller-manager as the cluster's administrator, without leader election and without a port of its own. */
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
      // At the default of 20 requests a second it falls behind the scenarios.
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
