import { jsonOf, object } from '../../clients/json-response.ts';
import { RefusedError, type ClusterClient } from './cluster-client.ts';

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
  'create service accounts': {
    attributes: { verb: 'create', resource: 'serviceaccounts' },
    else: 'many-user scenarios do not apply: there are no people',
  },
  'create tokens of service accounts': {
    attributes: { verb: 'create', resource: 'serviceaccounts', subresource: 'token' },
    else: 'many-user scenarios do not apply: nobody has a token',
  },
  'create roles': {
    attributes: { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'roles' },
    else: 'many-user scenarios do not apply: nobody can be given rights',
  },
  'create role bindings': {
    attributes: { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'rolebindings' },
    else: 'many-user scenarios do not apply: nobody can be given rights',
  },
  'create cluster roles': {
    attributes: { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'clusterroles' },
    else: 'scenarios about rights in the whole cluster do not apply',
  },
  'create cluster role bindings': {
    attributes: { verb: 'create', group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings' },
    else: 'scenarios about rights in the whole cluster do not apply',
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
  'create pipelines': {
    attributes: { verb: 'create', group: 'pipelines.kubeflow.org', resource: 'pipelines' },
    else: 'the lane kubernetes/crd does not apply',
  },
  'create pipeline versions': {
    attributes: { verb: 'create', group: 'pipelines.kubeflow.org', resource: 'pipelineversions' },
    else: 'the lane kubernetes/crd does not apply',
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
  'create leases': {
    attributes: { verb: 'create', group: 'coordination.k8s.io', resource: 'leases' },
    else: 'what this run leaves when it is killed is not found by the next one',
  },
} as const;

export type Right = keyof typeof asked;
export const allAsked = Object.keys(asked) as readonly Right[];

/** What the user may do, right by right. */
export type Rights = Readonly<Record<Right, boolean>>;

/** What it takes for scenarios to make namespaces: what a run makes it has to find again and remove. */
export const ofOwnNamespaces: readonly Right[] = ['create namespaces', 'list namespaces', 'delete namespaces'];

/** What does not apply without a right. */
export const consequenceOf = (right: Right): string => asked[right].else;

/** Rights that hold in the installation's own namespace; the others have to hold everywhere. */
const inInstallation: ReadonlySet<Right> = new Set<Right>([
  'list pods',
  'forward ports',
  'delete pods',
  'patch deployments',
  'create leases',
]);

/** Where the other rights are asked about: everywhere, or in namespaces that were given out. */
export interface RightsPlace {
  readonly installation: string;
  /** Namespaces of the pool; empty: everywhere. */
  readonly namespaces: readonly string[];
}

const clusterScoped: ReadonlySet<Right> = new Set<Right>([
  ...ofOwnNamespaces,
  'create cluster roles',
  'create cluster role bindings',
  'review what others may do',
  'impersonate users',
  'impersonate groups',
]);

const placesOf = (right: Right, { installation, namespaces }: RightsPlace): readonly (string | undefined)[] => {
  if (clusterScoped.has(right)) return [undefined];
  if (inInstallation.has(right)) return [installation];
  return namespaces.length === 0 ? [undefined] : namespaces;
};

/** Asks the API server what the user of the kubeconfig may do. Throws an EnvironmentError where it does not say. */
export const ownRights = async (cluster: ClusterClient, place: RightsPlace): Promise<Rights> => {
  const may = async (right: Right, namespace: string | undefined): Promise<boolean> => {
    const resourceAttributes = { ...asked[right].attributes, ...(namespace !== undefined && { namespace }) };
    const answer = await cluster.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    });
    if (answer.status !== 201) throw new RefusedError(`asking whether one may ${right}`, answer);
    return object(jsonOf(answer), 'status')['allowed'] === true;
  };
  const found = await Promise.all(
    allAsked.map(async (right) => {
      const answers = await Promise.all(placesOf(right, place).map((namespace) => may(right, namespace)));
      return [right, answers.every(Boolean)] as const;
    }),
  );
  return Object.fromEntries(found) as Rights;
};
