/** The Kubernetes user of a target process; distinguishes targets in the API server's audit log. */
export const targetUser = (id: string): string => `kfp-target-${id}`;

/** A target process has all permissions that its ServiceAccount could be granted in a deployment. */
export const targetGroups: readonly string[] = ['system:masters'];
