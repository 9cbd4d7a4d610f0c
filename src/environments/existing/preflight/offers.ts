import type { Capability } from '../../../contract/capability.ts';
import type { VariantName } from '../../../contract/variant.ts';
import type { Preflight } from './preflight.ts';
import { pipelinePlaces } from './pipeline-places.ts';
import { missingOf, ofClusterRoles, ofOwnNamespaces, ofPeople, ofPipelineObjects, type Right } from './rights.ts';

/** How many replicas of an installation are ready. */
export const readyReplicas = ({ apiServer }: Preflight): number => Math.max(1, apiServer?.deployment?.ready ?? 1);

const reachesReplicas = (found: Preflight): boolean => readyReplicas(found) > 1 && found.rights['forward ports'];

/** What the user lacks to make people, their rights and their namespaces. */
const missingForMany = ({ rights, pool }: Preflight): readonly Right[] =>
  missingOf(rights, pool.length > 0 ? ofPeople : [...ofPeople, ...ofOwnNamespaces, ...ofClusterRoles]);

/** Whether the harness can make users of an installation for many, and rights for them. */
export const offersPeople = (found: Preflight): boolean => found.health.multiUser && missingForMany(found).length === 0;

/** What it takes for roles of any rules that hold in the whole cluster. */
const ofAnyClusterRoles: readonly Right[] = [...ofClusterRoles, 'do everything in the cluster'];

const ofAnyUser: readonly Right[] = ['impersonate users', 'impersonate groups'];

/** Whether such roles can be made. */
export const offersClusterRoles = ({ rights }: Preflight): boolean => missingOf(rights, ofAnyClusterRoles).length === 0;

/** Whether whoever runs the harness reads and writes pipelines through the Kubernetes API; many users do it themselves. */
export const offersPipelineObjects = ({
  health,
  storage,
  rights,
}: Pick<Preflight, 'health' | 'storage' | 'rights'>): boolean =>
  health.multiUser || storage.mode === 'database' || missingOf(rights, ofPipelineObjects).length === 0;

/** The settings that scenarios may ask for and that an installation has. */
export const offeredVariants = (found: Preflight): readonly VariantName[] => {
  if (found.health.multiUser) return offersPeople(found) ? ['multi-user'] : [];
  return reachesReplicas(found) ? ['default', 'two-replicas'] : ['default'];
};

/** What scenarios may ask of an installation beyond requests. Whether they may disturb it is asked besides. */
export const offeredCapabilities = (found: Preflight): ReadonlySet<Capability> => {
  const { apiServer, rights } = found;
  const seen = apiServer?.deployment !== undefined && rights['list pods'];
  return new Set<Capability>([
    ...(seen && rights['delete pods'] ? (['process'] as const) : []),
    ...(seen && rights['patch deployments'] ? (['cluster'] as const) : []),
    ...(seen && reachesReplicas(found) ? (['replicas'] as const) : []),
    ...(missingOf(rights, ofAnyUser).length === 0 ? (['any-user'] as const) : []),
    ...(offersClusterRoles(found) ? (['cluster-roles'] as const) : []),
    ...(rights['give rights about shared pipelines'] ? (['shared-roles'] as const) : []),
    ...(offersPipelineObjects(found) ? (['pipeline-objects'] as const) : []),
  ]);
};

/** Why what an installation has is not offered for lack of rights, and what to do about it. */
export const missingPermissions = (found: Preflight): Readonly<Partial<Record<VariantName | Capability, string>>> => {
  const { health, rights, pool, place } = found;
  const { system, shared } = pipelinePlaces(found);
  const reasons: readonly (readonly [VariantName | Capability, readonly Right[], string])[] = [
    [
      'multi-user',
      health.multiUser ? missingForMany(found) : [],
      pool.length > 0
        ? 'give it these rights'
        : 'give it these rights; with --namespace-pool it needs them, but for reviews, in those namespaces only',
    ],
    ['cluster-roles', missingOf(rights, ofAnyClusterRoles), 'give it these rights'],
    [
      'shared-roles',
      missingOf(rights, ['give rights about shared pipelines']),
      `let it make roles and role bindings, and do everything with pipelines, in ${[...new Set([system, shared])].join(' and ')}`,
    ],
    [
      'pipeline-objects',
      offersPipelineObjects(found) ? [] : missingOf(rights, ofPipelineObjects),
      `give it these rights in ${place.namespace}`,
    ],
    ['any-user', missingOf(rights, ofAnyUser), 'give it these rights'],
  ];
  return Object.fromEntries(
    reasons
      .filter(([, missing]) => missing.length > 0)
      .map(([what, missing, remedy]) => [what, `the user of the context may not ${missing.join(', nor ')}: ${remedy}`]),
  );
};
