import { object } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import type { PipelineNamespaces } from './pipeline-namespaces.ts';

const rbac = 'rbac.authorization.k8s.io';
const kfp = 'pipelines.kubeflow.org';

const allVerbs = (verbs: readonly string[], attributes: { readonly resource: string; readonly group?: string }) =>
  verbs.map((verb) => ({ verb, ...attributes }));

/** The verbs for objects that a run creates, finds again and removes. */
const managedVerbs = ['create', 'list', 'delete'];
const pipelineVerbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

const withoutClusterRoles =
  'scenarios about cluster-wide permissions are skipped, and multi-user scenarios need --namespace-pool';
const withoutObjects = `the lane kubernetes/crd is skipped, and so are other checks that access these objects (required verbs: ${pipelineVerbs.join(', ')})`;

/** The rights that a run uses in the cluster, and the consequence if one is missing. */
const rightChecks = {
  'create namespaces': {
    attributes: { verb: 'create', resource: 'namespaces' },
    consequence: 'multi-user scenarios need --namespace-pool with existing namespaces',
  },
  'list namespaces': {
    attributes: { verb: 'list', resource: 'namespaces' },
    consequence: 'the run could not find the namespaces that it creates: multi-user scenarios need --namespace-pool',
  },
  'delete namespaces': {
    attributes: { verb: 'delete', resource: 'namespaces' },
    consequence: 'the run could not delete the namespaces that it creates: multi-user scenarios need --namespace-pool',
  },
  'create, list and delete service accounts': {
    attributes: allVerbs(managedVerbs, { resource: 'serviceaccounts' }),
    consequence: 'multi-user scenarios are skipped: the run cannot create users',
  },
  'create tokens of service accounts': {
    attributes: { verb: 'create', resource: 'serviceaccounts', subresource: 'token' },
    consequence: 'multi-user scenarios are skipped: users would have no tokens',
  },
  'create, list and delete roles': {
    attributes: allVerbs(managedVerbs, { group: rbac, resource: 'roles' }),
    consequence: 'multi-user scenarios are skipped: the run cannot grant permissions to users',
  },
  'create, list and delete role bindings': {
    attributes: allVerbs(managedVerbs, { group: rbac, resource: 'rolebindings' }),
    consequence: 'multi-user scenarios are skipped: the run cannot grant permissions to users',
  },
  'do everything with pipelines': {
    attributes: { verb: '*', group: kfp, resource: '*' },
    consequence: 'multi-user scenarios are skipped: a user cannot grant permissions that it does not have',
  },
  'create, list and delete cluster roles': {
    attributes: allVerbs(managedVerbs, { group: rbac, resource: 'clusterroles' }),
    consequence: withoutClusterRoles,
  },
  'create, list and delete cluster role bindings': {
    attributes: allVerbs(managedVerbs, { group: rbac, resource: 'clusterrolebindings' }),
    consequence: withoutClusterRoles,
  },
  'do everything in the cluster': {
    attributes: { verb: '*', group: '*', resource: '*' },
    consequence:
      'scenarios about cluster-wide permissions are skipped: a user cannot grant permissions that it does not have',
  },
  'grant permissions on shared pipelines': {
    attributes: [
      ...allVerbs(managedVerbs, { group: rbac, resource: 'roles' }),
      ...allVerbs(managedVerbs, { group: rbac, resource: 'rolebindings' }),
      { verb: '*', group: kfp, resource: '*' },
    ],
    consequence:
      'scenarios about shared pipelines are skipped: they need to create, list and delete roles and role bindings, and all permissions on pipelines, in the namespaces of shared pipelines',
  },
  'create subject access reviews': {
    attributes: { verb: 'create', group: 'authorization.k8s.io', resource: 'subjectaccessreviews' },
    consequence: 'multi-user scenarios are skipped: the run cannot detect when permissions have taken effect',
  },
  'impersonate users': {
    attributes: { verb: 'impersonate', resource: 'users' },
    consequence: 'scenarios with arbitrary user names are skipped',
  },
  'impersonate groups': {
    attributes: { verb: 'impersonate', resource: 'groups' },
    consequence: 'scenarios with arbitrary group names are skipped',
  },
  'read and write pipelines': {
    attributes: allVerbs(pipelineVerbs, { group: kfp, resource: 'pipelines' }),
    consequence: withoutObjects,
  },
  'read and write pipeline versions': {
    attributes: allVerbs(pipelineVerbs, { group: kfp, resource: 'pipelineversions' }),
    consequence: withoutObjects,
  },
  'list pods': { attributes: { verb: 'list', resource: 'pods' }, consequence: 'restarts cannot be observed' },
  'forward ports': {
    attributes: { verb: 'create', resource: 'pods', subresource: 'portforward' },
    consequence: 'the REST API needs --endpoint',
  },
  'delete pods': {
    attributes: { verb: 'delete', resource: 'pods' },
    consequence: 'scenarios with restarts are skipped',
  },
  'patch deployments': {
    attributes: { verb: 'patch', group: 'apps', resource: 'deployments' },
    consequence: 'scenarios with rolling updates are skipped',
  },
  'create, get, list, patch and delete leases': {
    attributes: allVerbs(['create', 'get', 'list', 'patch', 'delete'], {
      group: 'coordination.k8s.io',
      resource: 'leases',
    }),
    consequence:
      'the next run does not find the leftovers of this run if it is killed, and an active run with the same seed, and so with the same names, is not seen',
  },
} as const;

export type Right = keyof typeof rightChecks;
export const checkedRights = Object.keys(rightChecks) as readonly Right[];

/** Whether the user has each right. */
export type Rights = Readonly<Record<Right, boolean>>;

/** The rights needed for scenarios with their own namespaces. */
export const namespaceRights: readonly Right[] = ['create namespaces', 'list namespaces', 'delete namespaces'];

/** The rights needed to create cluster roles. */
export const clusterRoleRights: readonly Right[] = [
  'create, list and delete cluster roles',
  'create, list and delete cluster role bindings',
];

/** The rights needed to create users with their own permissions. */
export const userRights: readonly Right[] = [
  'create, list and delete service accounts',
  'create tokens of service accounts',
  'create, list and delete roles',
  'create, list and delete role bindings',
  'do everything with pipelines',
  'create subject access reviews',
];

/** The rights needed to access pipeline objects as the user of the context. */
export const pipelineObjectRights: readonly Right[] = ['read and write pipelines', 'read and write pipeline versions'];

export const missingRights = (rights: Rights, wanted: readonly Right[]): readonly Right[] =>
  wanted.filter((right) => !rights[right]);

/** The consequence of a missing right for the run. */
export const consequenceOf = (right: Right): string => rightChecks[right].consequence;

/** Rights that are needed only in the installation's own namespace. */
const installationRights: ReadonlySet<Right> = new Set<Right>([
  'list pods',
  'forward ports',
  'delete pods',
  'patch deployments',
  'create, get, list, patch and delete leases',
  ...pipelineObjectRights,
]);

/** The namespaces in which rights are checked. */
export interface RightsScope extends PipelineNamespaces {
  readonly installation: string;
  /** Namespaces of the pool; if empty, rights are checked for all namespaces. */
  readonly namespaces: readonly string[];
}

const clusterScoped: ReadonlySet<Right> = new Set<Right>([
  ...namespaceRights,
  ...clusterRoleRights,
  'do everything in the cluster',
  'create subject access reviews',
  'impersonate users',
  'impersonate groups',
]);

const namespacesFor = (
  right: Right,
  { installation, system, shared, namespaces }: RightsScope,
): readonly (string | undefined)[] => {
  if (clusterScoped.has(right)) return [undefined];
  if (installationRights.has(right)) return [installation];
  // The storage mode decides which of the two is used.
  if (right === 'grant permissions on shared pipelines') return [...new Set([system, shared])];
  return namespaces.length === 0 ? [undefined] : namespaces;
};

const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** Reviews the rights of the kubeconfig's user. Throws an EnvironmentError if the API server does not answer the reviews. */
export const ownRights = async (cluster: ClusterClient, scope: RightsScope): Promise<Rights> => {
  const isAllowed = async (right: Right, attributes: object, namespace: string | undefined): Promise<boolean> => {
    const resourceAttributes = { ...attributes, ...(namespace !== undefined && { namespace }) };
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    };
    const answer = await cluster.create(reviews, review, `checking the permission to ${right}`);
    return object(answer, 'status')['allowed'] === true;
  };
  const found = await Promise.all(
    checkedRights.map(async (right) => {
      const answers = namespacesFor(right, scope).flatMap((namespace) =>
        [rightChecks[right].attributes].flat().map((attributes) => isAllowed(right, attributes, namespace)),
      );
      return [right, (await Promise.all(answers)).every(Boolean)] as const;
    }),
  );
  return Object.fromEntries(found) as Rights;
};
