import type { ClusterClient } from './cluster-client.ts';
import { allRights, bindingObject, roleObject } from './rule.ts';

/** Grants a user every verb on pipelines and versions, cluster-wide. */
export const grantPipelineAccess = async (cluster: ClusterClient, user: string): Promise<void> => {
  await cluster.apply(roleObject(user, allRights, 'cluster'));
  await cluster.apply(bindingObject(user, { kind: 'User', name: user }, 'cluster'));
};
