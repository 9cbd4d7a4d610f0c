import { apiGroup } from '../kube-api/kubernetes-objects.ts';

/** The action of a request on pipelines, versions, or a pipeline together with its first version. */
export interface Action {
  readonly verb: 'get' | 'list' | 'create' | 'update' | 'delete';
  readonly on: 'pipeline' | 'version' | 'pipeline-and-version';
  /** Empty: shared pipelines without a namespace. */
  readonly namespace: string;
  /** The name of the pipeline, or of a version's pipeline; absent while unknown. */
  readonly pipelineName?: string;
  /** The name of the version's object, in Kubernetes mode and for an existing version. */
  readonly versionName?: string;
}

/** The `spec.resourceAttributes` of a SubjectAccessReview. */
export interface ResourceAttributes {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly verb: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** The storage mode, which determines the required rights; `systemNamespace` is the server's own. */
export interface AccessRules {
  readonly store: 'database' | 'kubernetes';
  readonly systemNamespace: string;
}

const namelessVerbs: ReadonlySet<Action['verb']> = new Set(['list', 'create']);

/**
 * All rights that an action requires; an empty list allows it to every user.
 *
 * In Kubernetes mode an action on a version requires the verb on `pipelineversions` as well as on `pipelines`, so that
 * REST allows nothing that the Kubernetes API denies (KEP-11551, SEC-04, SEC-15); in database mode there are no objects
 * of that kind (SEC-05). Lists and creates have no name: kube-apiserver checks them without one, so a role with
 * `resourceNames` allows no create through the Kubernetes API, and must not allow it here (SEC-07).
 */
export const requiredAccess = (
  action: Action,
  { store, systemNamespace }: AccessRules,
): readonly ResourceAttributes[] => {
  const { verb, on, namespace, pipelineName, versionName } = action;
  const clusterScoped = store === 'kubernetes' && namespace === '';
  // In database mode everybody may read shared pipelines; changing them requires rights in the server's namespace.
  if (store === 'database' && namespace === '' && (verb === 'get' || verb === 'list')) return [];
  const attributes = (resource: string, name: string | undefined): ResourceAttributes => ({
    group: apiGroup,
    version: 'v2beta1',
    resource: clusterScoped ? `shared${resource}` : resource,
    verb,
    ...(clusterScoped ? {} : { namespace: namespace || systemNamespace }),
    ...(name === undefined || namelessVerbs.has(verb) ? {} : { name }),
  });
  const pipelines = attributes('pipelines', pipelineName);
  if (on === 'pipeline' || store === 'database') return [pipelines];
  return [pipelines, attributes('pipelineversions', versionName)];
};
