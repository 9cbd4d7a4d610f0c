/** The Kubernetes user that the process of a target comes as, so that the API server's audit log tells targets apart. */
export const targetUser = (id: string): string => `kfp-target-${id}`;

/** As the server in its own deployment, a target may do everything that its ServiceAccount could be allowed. */
export const targetGroups: readonly string[] = ['system:masters'];
