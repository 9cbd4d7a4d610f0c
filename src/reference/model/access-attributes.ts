import { apiGroup } from '../kube-api/kubernetes-objects.ts';

/** What a request wants to do, to pipelines, versions, or a pipeline together with its first version. */
export interface Action {
  readonly verb: 'get' | 'list' | 'create' | 'update' | 'delete';
  readonly on: 'pipeline' | 'version' | 'pipeline-and-version';
  /** Empty: shared pipelines that belong to no namespace. */
  readonly namespace: string;
  /** Of the pipeline, or of the parent of a version; absent where it is not known yet. */
  readonly pipelineName?: string;
  /** The name of the version's object, in Kubernetes mode and for a version that exists. */
  readonly versionName?: string;
}

/** What a SubjectAccessReview asks about (`spec.resourceAttributes`). */
export interface ResourceAttributes {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly verb: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** How pipelines are stored decides what rights they need; `systemNamespace` is the server's own. */
export interface AccessRules {
  readonly store: 'database' | 'kubernetes';
  readonly systemNamespace: string;
}

const namelessVerbs: ReadonlySet<Action['verb']> = new Set(['list', 'create']);

/**
 * All that must be allowed for an action; nothing means that every user may do it.
 *
 * In Kubernetes mode whoever acts on a version needs the verb on `pipelineversions` as well as on `pipelines`, so that REST
 * gives nobody what the Kubernetes API denies (KEP-11551, SEC-04, SEC-15); in database mode there are no objects of that kind
 * (SEC-05). Lists and creates have no name: kube-apiserver asks about none there, so a role with `resourceNames` gives no create
 * through the Kubernetes API, and a name would give it here (SEC-07).
 */
export const requiredAccess = (
  action: Action,
  { store, systemNamespace }: AccessRules,
): readonly ResourceAttributes[] => {
  const { verb, on, namespace, pipelineName, versionName } = action;
  const clusterScoped = store === 'kubernetes' && namespace === '';
  // In the database shared pipelines are everybody's to read, and are kept by those who keep pipelines beside the server.
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
