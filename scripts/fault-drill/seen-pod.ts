import type { ClusterClient } from '../../src/cluster/cluster-client.ts';
import { createNamespace } from '../../src/cluster/create-namespace.ts';
import { serverName } from '../../src/contract/server-name.ts';

/** A pod of an installation as the Kubernetes API shows it. No kubelet runs it. */
export interface SeenPod {
  readonly namespace: string;
  /** Its container has been restarted once more. */
  restarted(): Promise<void>;
}

const labels = { app: serverName };
const container = { name: serverName, image: 'drill' };
const port = { name: 'http', port: 8888 };

/** Creates the Service, the Deployment and the pod that a cluster shows for an installed API server. */
export const showPod = async (cluster: ClusterClient, namespace: string): Promise<SeenPod> => {
  const metadata = { name: serverName, labels };
  const core = `/api/v1/namespaces/${namespace}`;
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  await createNamespace(cluster, namespace);
  await cluster.create(`${core}/services`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: labels, ports: [port] },
  });
  const spec = { automountServiceAccountToken: false, containers: [container] };
  await cluster.create(deployments, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  });
  await cluster.create(`${core}/pods`, { apiVersion: 'v1', kind: 'Pod', metadata, spec });
  const one = { replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1 };
  await cluster.patch(`${deployments}/${serverName}/status`, { status: one });
  const restarts = async (restartCount: number): Promise<void> => {
    const status = { ...container, imageID: '', ready: true, restartCount };
    await cluster.patch(`${core}/pods/${serverName}/status`, {
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], containerStatuses: [status] },
    });
  };
  let count = 0;
  await restarts(count);
  return {
    namespace,
    restarted: async () => {
      count += 1;
      await restarts(count);
    },
  };
};
