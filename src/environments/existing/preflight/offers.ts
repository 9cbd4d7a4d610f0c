import type { Capability } from '../../../contract/capability.ts';
import type { VariantName } from '../../../contract/variant.ts';
import type { Preflight } from './preflight.ts';
import { pipelineNamespaces } from './pipeline-namespaces.ts';
import {
  missingRights,
  clusterRoleRights,
  namespaceRights,
  userRights,
  pipelineObjectRights,
  type Right,
} from './rights.ts';

/** The number of ready replicas of an installation. */
export const readyReplicas = ({ apiServer }: Preflight): number => Math.max(1, apiServer?.deployment?.ready ?? 1);

const reachesReplicas = (found: Preflight): boolean => readyReplicas(found) > 1 && found.rights['forward ports'];

/** The missing rights to create users, their permissions and their namespaces. */
const missingForMultiUser = ({ rights, pool }: Preflight): readonly Right[] =>
  missingRights(rights, pool.length > 0 ? userRights : [...userRights, ...namespaceRights, ...clusterRoleRights]);

/** Whether the installation is multi-user and the harness can create users with permissions in it. */
export const offersUsers = (found: Preflight): boolean =>
  found.health.multiUser && missingForMultiUser(found).length === 0;

/** The rights needed to create cluster roles with arbitrary rules. */
const anyClusterRoleRights: readonly Right[] = [...clusterRoleRights, 'do everything in the cluster'];

const impersonationRights: readonly Right[] = ['impersonate users', 'impersonate groups'];

/** Whether cluster roles with arbitrary rules can be created. */
export const offersClusterRoles = ({ rights }: Preflight): boolean =>
  missingRights(rights, anyClusterRoleRights).length === 0;

/** Whether the calling user can read and write pipeline objects, which matters in a single-user installation only. */
export const offersPipelineObjects = ({
  health,
  storage,
  rights,
}: Pick<Preflight, 'health' | 'storage' | 'rights'>): boolean =>
  health.multiUser || storage.mode === 'database' || missingRights(rights, pipelineObjectRights).length === 0;

/** The namespaces of shared pipelines, in which the harness may grant permissions. */
export const sharedGrantNamespaces = (found: Preflight): readonly string[] => {
  const { system, shared } = pipelineNamespaces(found);
  return found.rights['grant permissions on shared pipelines'] ? [...new Set([system, shared])] : [];
};

/** The variants in which an installation runs and can be tested. */
export const offeredVariants = (found: Preflight): readonly VariantName[] => {
  if (found.health.multiUser) return offersUsers(found) ? ['multi-user'] : [];
  return reachesReplicas(found) ? ['default', 'two-replicas'] : ['default'];
};

/** The capabilities that an installation offers to scenarios. Whether they may disrupt it is decided elsewhere. */
export const offeredCapabilities = (found: Preflight): ReadonlySet<Capability> => {
  const { apiServer, rights } = found;
  const podsVisible = apiServer?.deployment !== undefined && rights['list pods'];
  return new Set<Capability>([
    ...(podsVisible && rights['delete pods'] ? (['process'] as const) : []),
    ...(podsVisible && rights['patch deployments'] ? (['cluster'] as const) : []),
    ...(podsVisible && reachesReplicas(found) ? (['replicas'] as const) : []),
    ...(missingRights(rights, impersonationRights).length === 0 ? (['any-user'] as const) : []),
    ...(offersClusterRoles(found) ? (['cluster-roles'] as const) : []),
    ...(rights['grant permissions on shared pipelines'] ? (['shared-roles'] as const) : []),
    ...(offersPipelineObjects(found) ? (['pipeline-objects'] as const) : []),
  ]);
};

/** The reason and the remedy for each variant and capability that is not offered because permissions are missing. */
export const missingPermissions = (found: Preflight): Readonly<Partial<Record<VariantName | Capability, string>>> => {
  const { health, rights, pool, place } = found;
  const { system, shared } = pipelineNamespaces(found);
  const reasons: readonly (readonly [VariantName | Capability, readonly Right[], string])[] = [
    [
      'multi-user',
      health.multiUser ? missingForMultiUser(found) : [],
      pool.length > 0
        ? 'grant these permissions'
        : 'grant these permissions; with --namespace-pool they are needed in those namespaces only, except for subject access reviews',
    ],
    ['cluster-roles', missingRights(rights, anyClusterRoleRights), 'grant these permissions'],
    [
      'shared-roles',
      missingRights(rights, ['grant permissions on shared pipelines']),
      `allow it to create, list and delete roles and role bindings, and to do everything with pipelines, in ${[...new Set([system, shared])].join(' and ')}`,
    ],
    [
      'pipeline-objects',
      offersPipelineObjects(found) ? [] : missingRights(rights, pipelineObjectRights),
      `grant these permissions in ${place.namespace}`,
    ],
    ['any-user', missingRights(rights, impersonationRights), 'grant these permissions'],
    ['process', missingRights(rights, ['list pods', 'delete pods']), `grant these permissions in ${place.namespace}`],
    [
      'cluster',
      missingRights(rights, ['list pods', 'patch deployments']),
      `grant these permissions in ${place.namespace}`,
    ],
    // With one replica no permission would give another.
    [
      'replicas',
      readyReplicas(found) > 1 ? missingRights(rights, ['list pods', 'forward ports']) : [],
      `grant these permissions in ${place.namespace}`,
    ],
    [
      'two-replicas',
      readyReplicas(found) > 1 && !health.multiUser ? missingRights(rights, ['forward ports']) : [],
      `grant these permissions in ${place.namespace}`,
    ],
  ];
  return Object.fromEntries(
    reasons
      .filter(([, missing]) => missing.length > 0)
      .map(([offer, missing, remedy]) => [
        offer,
        `the user of the context may not ${missing.join(', nor ')}: ${remedy}`,
      ]),
  );
};
