/** A kind of object that a run could create, with its names in the Kubernetes API and in kubectl. */
export interface InventoryKind {
  /** `Pipeline` */
  readonly kind: string;
  /** `/apis/pipelines.kubeflow.org/v2beta1` */
  readonly api: string;
  readonly plural: string;
  /** The name for kubectl: `pipelines.pipelines.kubeflow.org` */
  readonly resource: string;
  readonly namespaced: boolean;
}

const of = (api: string, kind: string, plural: string, namespaced: boolean): InventoryKind => {
  const group = api.split('/')[2];
  return { kind, api, plural, resource: api === '/api/v1' ? plural : `${plural}.${group}`, namespaced };
};

const kfp = '/apis/pipelines.kubeflow.org/v2beta1';
const rbac = '/apis/rbac.authorization.k8s.io/v1';
const admission = '/apis/admissionregistration.k8s.io/v1';

/** In the order of removal: dependents first, cluster-wide permissions last. */
export const inventoryKinds: readonly InventoryKind[] = [
  of(kfp, 'PipelineVersion', 'pipelineversions', true),
  of(kfp, 'Pipeline', 'pipelines', true),
  of(kfp, 'SharedPipelineVersion', 'sharedpipelineversions', false),
  of(kfp, 'SharedPipeline', 'sharedpipelines', false),
  of(rbac, 'RoleBinding', 'rolebindings', true),
  of(rbac, 'Role', 'roles', true),
  of('/api/v1', 'ServiceAccount', 'serviceaccounts', true),
  of('/api/v1', 'Namespace', 'namespaces', false),
  of(admission, 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', false),
  of(admission, 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', false),
  of('/apis/apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'customresourcedefinitions', false),
  of(rbac, 'ClusterRoleBinding', 'clusterrolebindings', false),
  of(rbac, 'ClusterRole', 'clusterroles', false),
];

/** Whether the kind is a pipeline or version, which REST lists as well. */
export const isPipelineKind = ({ api }: InventoryKind): boolean => api === kfp;

/** The API path of the objects of a kind, by default in all namespaces. */
export const collectionOf = ({ api, plural, namespaced }: InventoryKind, namespace?: string): string =>
  namespaced && namespace !== undefined ? `${api}/namespaces/${namespace}/${plural}` : `${api}/${plural}`;
