import type { ClusterClient } from './cluster-client.ts';
import { allRights, bindingObject, roleObject } from './rule.ts';

/** Lets a user do everything with pipelines and versions, in the whole cluster. */
export const admitUser = async (cluster: ClusterClient, user: string): Promise<void> => {
  await cluster.apply(roleObject(user, allRights, 'cluster'));
  await cluster.apply(bindingObject(user, { kind: 'User', name: user }, 'cluster'));
};
