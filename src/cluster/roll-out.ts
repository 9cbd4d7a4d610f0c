import { object, type Json } from '../clients/json-response.ts';
import { EnvironmentError } from '../failures/environment-error.ts';
import type { ClusterAdmin } from './cluster-admin.ts';
import type { Waiting } from '../waiting/waiting.ts';
import { serverName } from '../contract/server-name.ts';
import { patience } from '../waiting/slowness.ts';

const deadlineMs = 180_000;
const pollMs = 100;

/** Whether a Deployment has no pod of before any more, but for those that are being ended. */
export const isRolledOut = (deployment: Json): boolean => {
  const wanted = object(deployment, 'spec')['replicas'];
  const { observedGeneration, updatedReplicas, replicas, availableReplicas } = object(deployment, 'status');
  return (
    observedGeneration === object(deployment, 'metadata')['generation'] &&
    [updatedReplicas, replicas, availableReplicas].every((count) => count === wanted)
  );
};

/** Replaces the pods of a server as a new image would, and waits until the Deployment says that it is done. */
export const rollOut = async (admin: ClusterAdmin, namespace: string, { signal }: Waiting): Promise<void> => {
  const collection = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const annotations = { 'kfp-conformance/rolled-out': new Date().toISOString() };
  await admin.merge(`${collection}/${serverName}`, { spec: { template: { metadata: { annotations } } } });
  const limitMs = patience(deadlineMs);
  const deadline = performance.now() + limitMs;
  for (;;) {
    signal.throwIfAborted();
    const [deployment = {}] = await admin.list(collection, `app=${serverName}`);
    if (isRolledOut(deployment)) return;
    if (performance.now() > deadline)
      throw new EnvironmentError(
        `the roll-out of ${serverName} in ${namespace} did not end within ${limitMs / 1000} s: ${JSON.stringify(object(deployment, 'status'))}`,
      );
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
};
