import type { Person } from '../../src/access/people.ts';
import { pipelineResources, type RbacScope, type Rule } from '../../src/cluster/rule.ts';
import type { KubernetesClient } from '../../src/clients/kubernetes.ts';
import type { StorageMode } from '../../src/contract/lane-name.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import { kubernetesSurface, type RefusedLook } from '../../src/lanes/crd.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { clusterScoped } from './cluster-scoped.ts';
import type { Tenant } from './given-tenant.ts';
import { laneOfPerson } from './lane-of-person.ts';

/** The location of shared pipelines, and the rights that apply to them. */
export interface SharedHome {
  readonly scope: RbacScope;
  readonly resources: readonly string[];
  /** The namespace that REST shows; `''` when shared pipelines have none. */
  readonly namespace: string;
  /** A client for shared pipelines: in their namespace, or for the cluster-scoped kinds. */
  clientOf(kubernetes: KubernetesClient): KubernetesClient;
}

const inNamespaceOf = (name: string, shown: string): SharedHome => ({
  scope: { namespace: name },
  resources: pipelineResources,
  namespace: shown,
  clientOf: (kubernetes) => ({ ...kubernetes, namespace: name }),
});

const inCluster: SharedHome = {
  scope: 'cluster',
  resources: pipelineResources.map((resource) => `shared${resource}`),
  namespace: '',
  clientOf: clusterScoped,
};

/** In database mode shared pipelines have no namespace, and rights in the namespace of the server apply to them. */
const homes: Readonly<Record<StorageMode, (target: ScenarioContext['target']) => SharedHome>> = {
  database: ({ systemNamespace }) => inNamespaceOf(systemNamespace, ''),
  kubernetes: ({ variant, sharedNamespace }) =>
    variant === 'shared-cluster' ? inCluster : inNamespaceOf(sharedNamespace, sharedNamespace),
};

export const sharedHome = ({ lane, target }: Pick<ScenarioContext, 'lane' | 'target'>): SharedHome =>
  homes[lane.storage](target);

/** Rights on shared pipelines and their versions. */
export const sharedRights = ({ resources }: SharedHome, ...verbs: readonly string[]): readonly Rule[] => [
  { verbs, resources },
];

/** Rights must be granted in an existing namespace; in database mode nothing else needs it. */
const createHomeNamespace = async ({ people }: ScenarioContext, { scope }: SharedHome): Promise<void> => {
  if (scope === 'cluster') return;
  const metadata = { name: scope.namespace };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata };
  const { status } = await people.admin.call('POST', '/api/v1/namespaces', namespace);
  // On an existing installation the namespace exists, and the right to grant rights in it does not imply the right to
  // create it.
  if (![201, 403, 409].includes(status)) throw new Error(`the namespace ${scope.namespace} was not made: ${status}`);
};

/** Grants a person rights on shared pipelines. */
export const grantShared = async (context: ScenarioContext, to: Person, ...verbs: readonly string[]): Promise<void> => {
  const home = sharedHome(context);
  await createHomeNamespace(context, home);
  await context.people.grant(to, sharedRights(home, ...verbs), home.scope);
};

/** The shared pipelines as a person sees them through the Kubernetes API; `refusedLook` for one whose rights are tested. */
export const sharedOnKubernetes = (
  context: ScenarioContext,
  { kubernetes }: Person,
  refusedLook?: RefusedLook,
): Surface => kubernetesSurface(sharedHome(context).clientOf(kubernetes), refusedLook);

/**
 * A user with all rights on shared pipelines and on no others, and the lane with their credentials, without a
 * namespace.
 */
export const sharedPipelinesOwner = (context: ScenarioContext): Promise<Tenant> =>
  context.given('somebody keeps the shared pipelines', async () => {
    const { namespace, clientOf } = sharedHome(context);
    const person = await context.people.person('keeper');
    await grantShared(context, person, '*');
    const kubernetes = clientOf(person.kubernetes);
    const lane = laneOfPerson(
      context,
      { ...person, kubernetes },
      { onRest: undefined, onKubernetes: kubernetes.namespace },
    );
    return { person, namespace, lane };
  });
