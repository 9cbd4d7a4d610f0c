import type { Person } from '../../src/access/people.ts';
import { pipelineResources, type RbacScope, type Rule } from '../../src/cluster/rule.ts';
import type { KubernetesClient } from '../../src/clients/kubernetes.ts';
import type { StorageMode } from '../../src/contract/lane-name.ts';
import type { Surface } from '../../src/lanes/lane.ts';
import { kubernetesSurface } from '../../src/lanes/crd.ts';
import type { ScenarioContext } from '../../src/scenarios/context.ts';
import { clusterScoped } from './cluster-scoped.ts';
import type { Tenant } from './given-tenant.ts';
import { laneOfPerson } from './lane-of-person.ts';

/** Where shared pipelines are, and whose rights decide about them. */
export interface SharedHome {
  readonly place: RbacScope;
  readonly resources: readonly string[];
  /** As REST shows it: `''` where they are in none. */
  readonly namespace: string;
  /** A client for them: of that namespace, or of the cluster-scoped kinds. */
  clientOf(kubernetes: KubernetesClient): KubernetesClient;
}

const inNamespaceOf = (name: string, shown: string): SharedHome => ({
  place: { namespace: name },
  resources: pipelineResources,
  namespace: shown,
  clientOf: (kubernetes) => ({ ...kubernetes, namespace: name }),
});

const inCluster: SharedHome = {
  place: 'cluster',
  resources: pipelineResources.map((resource) => `shared${resource}`),
  namespace: '',
  clientOf: clusterScoped,
};

/** In the database they are in no namespace, and rights in that of the server decide. */
const homes: Readonly<Record<StorageMode, (target: ScenarioContext['target']) => SharedHome>> = {
  database: ({ systemNamespace }) => inNamespaceOf(systemNamespace, ''),
  kubernetes: ({ variant, sharedNamespace }) =>
    variant === 'shared-cluster' ? inCluster : inNamespaceOf(sharedNamespace, sharedNamespace),
};

export const sharedHome = ({ lane, target }: Pick<ScenarioContext, 'lane' | 'target'>): SharedHome =>
  homes[lane.storage](target);

/** Rights about shared pipelines and their versions. */
export const sharedRights = ({ resources }: SharedHome, ...verbs: readonly string[]): readonly Rule[] => [
  { verbs, resources },
];

/** Rights need the namespace that they are given in; in database mode nothing else does. */
const makePlace = async ({ people }: ScenarioContext, { place }: SharedHome): Promise<void> => {
  if (place === 'cluster') return;
  const metadata = { name: place.namespace };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata };
  const { status } = await people.admin.call('POST', '/api/v1/namespaces', namespace);
  // On somebody's installation it is there, and whoever may give rights in it need not be one who may make it.
  if (![201, 403, 409].includes(status)) throw new Error(`the namespace ${place.namespace} was not made: ${status}`);
};

/** Gives somebody rights about shared pipelines. */
export const grantShared = async (context: ScenarioContext, to: Person, ...verbs: readonly string[]): Promise<void> => {
  const home = sharedHome(context);
  await makePlace(context, home);
  await context.people.grant(to, sharedRights(home, ...verbs), home.place);
};

/** The shared pipelines as somebody sees them through the Kubernetes API. */
export const sharedOnKubernetes = (context: ScenarioContext, { kubernetes }: Person): Surface =>
  kubernetesSurface(sharedHome(context).clientOf(kubernetes));

/** Somebody who may do everything with shared pipelines, and with no others; the lane as they go through it, without namespace. */
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
