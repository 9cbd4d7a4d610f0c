import { pipelinesGroup } from '../../clients/kubernetes.ts';

/**
 * Watched in all namespaces by the administrator, as the informers of controllers do: a user of one namespace could not.
 */
export const watchedCollection = `${pipelinesGroup}/pipelines`;
