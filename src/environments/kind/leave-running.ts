import type { ContainerEngine } from '../../containers/container-engine.ts';
import type { StartedKindCluster } from './started-kind-cluster.ts';

/** How people go on with a cluster that is left running: with kind's own commands. */
export const waysOn = (name: string, { source }: Pick<ContainerEngine, 'source'>): string => {
  // They find an engine of our own through it.
  const kind = source === 'own' ? 'scripts/with-engine kind' : 'kind';
  return `${name} is left running: \`${kind} get kubeconfig --name ${name}\` gives its kubeconfig, \`${kind} delete cluster --name ${name}\` ends it`;
};

/** Lets a cluster that is to be kept go on without the folder of this machine that its audit policy lies in. */
export const leaveRunning = async (cluster: StartedKindCluster, auditFolder: string | undefined): Promise<void> => {
  if (auditFolder !== undefined) {
    const aside = '/kind/audit-policy.yaml';
    const script = `cp ${auditFolder}/policy.yaml ${aside} && umount --lazy ${auditFolder} && cp ${aside} ${auditFolder}/policy.yaml`;
    await cluster.run('sh', '-c', script);
  }
  await cluster[Symbol.asyncDispose]();
};
