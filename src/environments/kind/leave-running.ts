import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** The commands with which users access and delete a kept cluster. */
export const keptClusterInstructions = (name: string, { source }: Pick<ContainerEngine, 'source'>): string => {
  // The harness's own engine is accessible only through this script.
  const kind = source === 'own' ? 'scripts/with-engine kind' : 'kind';
  return `${name} keeps running: \`${kind} get kubeconfig --name ${name}\` prints its kubeconfig, \`${kind} delete cluster --name ${name}\` deletes it`;
};

/** Releases a kept cluster. Its audit policy is copied into the node first, because the directory on this machine is removed. */
export const leaveRunning = async (cluster: StartedKindCluster, auditFolder: string | undefined): Promise<void> => {
  if (auditFolder !== undefined) {
    const copy = '/kind/audit-policy.yaml';
    const script = `cp ${auditFolder}/policy.yaml ${copy} && umount --lazy ${auditFolder} && cp ${copy} ${auditFolder}/policy.yaml`;
    await cluster.run('sh', '-c', script);
  }
  await cluster[Symbol.asyncDispose]();
};
