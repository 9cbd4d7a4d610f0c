/**
 * Watched in all namespaces by the administrator, as the informers of controllers do: a user of one namespace could not.
 */
export const watchedCollection = '/apis/pipelines.kubeflow.org/v2beta1/pipelines';
