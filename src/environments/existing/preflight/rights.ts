import { object } from '../../../clients/json-response.ts';
import type { ClusterClient } from '../../../cluster/cluster-client.ts';
import type { PipelinePlaces } from './pipeline-places.ts';

const rbac = 'rbac.authorization.k8s.io';
const kfp = 'pipelines.kubeflow.org';

const all = (verbs: readonly string[], attributes: { readonly resource: string; readonly group?: string }) =>
  verbs.map((verb) => ({ verb, ...attributes }));

/** What a run makes it has to find again and remove. */
const keeping = ['create', 'list', 'delete'];
const working = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];

const withoutClusterRoles =
  'scenarios about rights in the whole cluster do not apply, and many-user scenarios need --namespace-pool';
const withoutObjects = `the lane kubernetes/crd does not apply, nor what else asks the Kubernetes API for them (it takes ${working.join(', ')})`;

/** What a run does in the cluster, each with what does not apply where the user may not. */
const asked = {
  'create namespaces': {
    attributes: { verb: 'create', resource: 'namespaces' },
    else: 'many-user scenarios need --namespace-pool with namespaces that exist',
  },
  'list namespaces': {
    attributes: { verb: 'list', resource: 'namespaces' },
    else: 'namespaces of its own would not be found again: many-user scenarios need --namespace-pool',
  },
  'delete namespaces': {
    attributes: { verb: 'delete', resource: 'namespaces' },
    else: 'namespaces of its own would stay: many-user scenarios need --namespace-pool',
  },
  'create, list and delete service accounts': {
    attributes: all(keeping, { resource: 'serviceaccounts' }),
    else: 'many-user scenarios do not apply: there are no people',
  },
  'create tokens of service accounts': {
    attributes: { verb: 'create', resource: 'serviceaccounts', subresource: 'token' },
    else: 'many-user scenarios do not apply: nobody has a token',
  },
  'create, list and delete roles': {
    attributes: all(keeping, { group: rbac, resource: 'roles' }),
    else: 'many-user scenarios do not apply: nobody can be given rights',
  },
  'create, list and delete role bindings': {
    attributes: all(keeping, { group: rbac, resource: 'rolebindings' }),
    else: 'many-user scenarios do not apply: nobody can be given rights',
  },
  'do everything with pipelines': {
    attributes: { verb: '*', group: kfp, resource: '*' },
    else: 'many-user scenarios do not apply: nobody can be given rights that one has not',
  },
  'create, list and delete cluster roles': {
    attributes: all(keeping, { group: rbac, resource: 'clusterroles' }),
    else: withoutClusterRoles,
  },
  'create, list and delete cluster role bindings': {
    attributes: all(keeping, { group: rbac, resource: 'clusterrolebindings' }),
    else: withoutClusterRoles,
  },
  'do everything in the cluster': {
    attributes: { verb: '*', group: '*', resource: '*' },
    else: 'scenarios about rights in the whole cluster do not apply: nobody can be given rights that one has not',
  },
  'give rights about shared pipelines': {
    attributes: [
      ...all(keeping, { group: rbac, resource: 'roles' }),
      ...all(keeping, { group: rbac, resource: 'rolebindings' }),
      { verb: '*', group: kfp, resource: '*' },
    ],
    else: 'scenarios about shared pipelines do not apply: it takes roles, role bindings and all rights on pipelines where these are',
  },
  'review what others may do': {
    attributes: { verb: 'create', group: 'authorization.k8s.io', resource: 'subjectaccessreviews' },
    else: 'many-user scenarios do not apply: it cannot be seen when rights hold',
  },
  'impersonate users': {
    attributes: { verb: 'impersonate', resource: 'users' },
    else: 'scenarios with users of any name do not apply',
  },
  'impersonate groups': {
    attributes: { verb: 'impersonate', resource: 'groups' },
    else: 'scenarios with groups of any name do not apply',
  },
  'read and write pipelines': {
    attributes: all(working, { group: kfp, resource: 'pipelines' }),
    else: withoutObjects,
  },
  'read and write pipeline versions': {
    attributes: all(working, { group: kfp, resource: 'pipelineversions' }),
    else: withoutObjects,
  },
  'list pods': { attributes: { verb: 'list', resource: 'pods' }, else: 'restarts cannot be seen' },
  'forward ports': {
    attributes: { verb: 'create', resource: 'pods', subresource: 'portforward' },
    else: 'the REST API needs --endpoint',
  },
  'delete pods': { attributes: { verb: 'delete', resource: 'pods' }, else: 'scenarios with restarts do not apply' },
  'patch deployments': {
    attributes: { verb: 'patch', group: 'apps', resource: 'deployments' },
    else: 'scenarios with rolling updates do not apply',
  },
  'create, get, list, patch and delete leases': {
    attributes: all(['create', 'get', 'list', 'patch', 'delete'], { group: 'coordination.k8s.io', resource: 'leases' }),
    else: 'what this run leaves when it is killed is not found by the next one',
  },
} as const;

export type Right = keyof typeof asked;
export const allAsked = Object.keys(asked) as readonly Right[];

/** What the user may do, right by right. */
export type Rights = Readonly<Record<Right, boolean>>;

/** What it takes for scenarios to make namespaces, and to find and remove them. */
export const ofOwnNamespaces: readonly Right[] = ['create namespaces', 'list namespaces', 'delete namespaces'];

/** What it takes for a role that holds in the whole cluster. */
export const ofClusterRoles: readonly Right[] = [
  'create, list and delete cluster roles',
  'create, list and delete cluster role bindings',
];

/** What it takes for people with rights of their own. */
export const ofPeople: readonly Right[] = [
  'create, list and delete service accounts',
  'create tokens of service accounts',
  'create, list and delete roles',
  'create, list and delete role bindings',
  'do everything with pipelines',
  'review what others may do',
];

/** What it takes to write through the Kubernetes API oneself. */
export const ofPipelineObjects: readonly Right[] = ['read and write pipelines', 'read and write pipeline versions'];

export const missingOf = (rights: Rights, wanted: readonly Right[]): readonly Right[] =>
  wanted.filter((right) => !rights[right]);

/** What does not apply without a right. */
export const consequenceOf = (right: Right): string => asked[right].else;

/** Rights that hold in the installation's own namespace; the others have to hold everywhere. */
const inInstallation: ReadonlySet<Right> = new Set<Right>([
  'list pods',
  'forward ports',
  'delete pods',
  'patch deployments',
  'create, get, list, patch and delete leases',
  ...ofPipelineObjects,
]);

/** Where the other rights are asked about: everywhere, or in namespaces that were given out. */
export interface RightsScope extends PipelinePlaces {
  readonly installation: string;
  /** Namespaces of the pool; empty: everywhere. */
  readonly namespaces: readonly string[];
}

const clusterScoped: ReadonlySet<Right> = new Set<Right>([
  ...ofOwnNamespaces,
  ...ofClusterRoles,
  'do everything in the cluster',
  'review what others may do',
  'impersonate users',
  'impersonate groups',
]);

const placesOf = (
  right: Right,
  { installation, system, shared, namespaces }: RightsScope,
): readonly (string | undefined)[] => {
  if (clusterScoped.has(right)) return [undefined];
  if (inInstallation.has(right)) return [installation];
  // Which of the two decides depends on where pipelines are kept.
  if (right === 'give rights about shared pipelines') return [...new Set([system, shared])];
  return namespaces.length === 0 ? [undefined] : namespaces;
};

const reviews = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/** Asks the API server what the user of the kubeconfig may do. Throws an EnvironmentError where it does not say. */
export const ownRights = async (cluster: ClusterClient, place: RightsScope): Promise<Rights> => {
  const may = async (right: Right, attributes: object, namespace: string | undefined): Promise<boolean> => {
    const resourceAttributes = { ...attributes, ...(namespace !== undefined && { namespace }) };
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    };
    const answer = await cluster.create(reviews, review, `asking whether one may ${right}`);
    return object(answer, 'status')['allowed'] === true;
  };
  const found = await Promise.all(
    allAsked.map(async (right) => {
      const questions = placesOf(right, place).flatMap((namespace) =>
        [asked[right].attributes].flat().map((attributes) => may(right, attributes, namespace)),
      );
      const answers = await Promise.all(questions);
      return [right, answers.every(Boolean)] as const;
    }),
  );
  return Object.fromEntries(found) as Rights;
};
