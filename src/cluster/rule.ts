import type { Json } from '../clients/json-response.ts';

export const pipelineResources = ['pipelines', 'pipelineversions'] as const;
export type PipelineResource = (typeof pipelineResources)[number];

/** An RBAC rule for resources of pipelines.kubeflow.org. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  /** Default: all names. */
  readonly resourceNames?: readonly string[];
}

/** Every verb on every resource, the permissions of a namespace's owner. */
export const allRights: readonly Rule[] = [{ verbs: ['*'], resources: ['*'] }];

/** The subject of a role binding. */
export type Subject =
  | { readonly kind: 'User' | 'Group'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string };

const group = 'rbac.authorization.k8s.io';
const apiVersion = `${group}/v1`;

/** The scope of a role: a namespace or the whole cluster. */
export type RbacScope = { readonly namespace: string } | 'cluster';

const metadataOf = (name: string, scope: RbacScope): Json => ({
  name,
  ...(scope !== 'cluster' && { namespace: scope.namespace }),
});

const kindIn = (scope: RbacScope, kind: string): string => (scope === 'cluster' ? `Cluster${kind}` : kind);

export const roleObject = (name: string, rules: readonly Rule[], scope: RbacScope): Json => ({
  apiVersion,
  kind: kindIn(scope, 'Role'),
  metadata: metadataOf(name, scope),
  rules: rules.map((rule) => ({ apiGroups: ['pipelines.kubeflow.org'], ...rule })),
});

export const bindingObject = (name: string, subject: Subject, scope: RbacScope): Json => ({
  apiVersion,
  kind: kindIn(scope, 'RoleBinding'),
  metadata: metadataOf(name, scope),
  roleRef: { apiGroup: group, kind: kindIn(scope, 'Role'), name },
  subjects: [{ ...subject, ...(subject.kind !== 'ServiceAccount' && { apiGroup: group }) }],
});

/** The API path of roles or bindings in a scope: `/apis/rbac.authorization.k8s.io/v1[/namespaces/NS]/roles`. */
export const rbacPath = (kind: 'role' | 'rolebinding', scope: RbacScope, name?: string): string => {
  const collection = scope === 'cluster' ? `cluster${kind}s` : `namespaces/${scope.namespace}/${kind}s`;
  return `/apis/${apiVersion}/${collection}${name === undefined ? '' : `/${name}`}`;
};
