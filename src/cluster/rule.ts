import type { Json } from '../clients/json-response.ts';

export const pipelineResources = ['pipelines', 'pipelineversions'] as const;
export type PipelineResource = (typeof pipelineResources)[number];

/** A rule of a role, about pipelines and versions: RBAC's words. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  /** Absent: all names. */
  readonly resourceNames?: readonly string[];
}

/** Everything, as the owner of a namespace may. */
export const allRights: readonly Rule[] = [{ verbs: ['*'], resources: ['*'] }];

/** Who gets a role. */
export type Subject =
  | { readonly kind: 'User' | 'Group'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string };

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

/** Where a role holds: in a namespace, or in the whole cluster. */
export type Place = { readonly namespace: string } | 'cluster';

const metadataOf = (name: string, place: Place): Json => ({
  name,
  ...(place !== 'cluster' && { namespace: place.namespace }),
});

const kindIn = (place: Place, kind: string): string => (place === 'cluster' ? `Cluster${kind}` : kind);

export const roleObject = (name: string, rules: readonly Rule[], place: Place): Json => ({
  apiVersion,
  kind: kindIn(place, 'Role'),
  metadata: metadataOf(name, place),
  rules: rules.map((rule) => ({ apiGroups: ['pipelines.kubeflow.org'], ...rule })),
});

export const bindingObject = (name: string, subject: Subject, place: Place): Json => ({
  apiVersion,
  kind: kindIn(place, 'RoleBinding'),
  metadata: metadataOf(name, place),
  roleRef: { apiGroup: group, kind: kindIn(place, 'Role'), name },
  subjects: [{ ...subject, ...(subject.kind !== 'ServiceAccount' && { apiGroup: group }) }],
});

/** `/apis/rbac.authorization.k8s.io/v1[/namespaces/NS]/roles` or `…/rolebindings`, for the place. */
export const rbacPath = (kind: 'role' | 'rolebinding', place: Place, name?: string): string => {
  const collection = place === 'cluster' ? `cluster${kind}s` : `namespaces/${place.namespace}/${kind}s`;
  return `/apis/${apiVersion}/${collection}${name === undefined ? '' : `/${name}`}`;
};
