import type { Facility } from '../../targets/facility.ts';
import type { VariantName } from '../../targets/variant.ts';
import type { Preflight } from './preflight.ts';

/** How many replicas of an installation are ready. */
export const readyReplicas = ({ apiServer }: Preflight): number => Math.max(1, apiServer?.deployment?.ready ?? 1);

const reachesReplicas = (found: Preflight): boolean => readyReplicas(found) > 1 && found.rights['forward ports'];

/** The settings that scenarios may ask for and that an installation has. */
export const offeredVariants = (found: Preflight): readonly VariantName[] => {
  if (found.health.multiUser) return ['multi-user'];
  return reachesReplicas(found) ? ['default', 'two-replicas'] : ['default'];
};

/** What scenarios may ask of an installation beyond requests. Whether they may disturb it is asked besides. */
export const offeredFacilities = (found: Preflight): ReadonlySet<Facility> => {
  const { apiServer, rights } = found;
  const seen = apiServer?.deployment !== undefined && rights['list pods'];
  return new Set<Facility>([
    ...(seen && rights['delete pods'] ? (['process'] as const) : []),
    ...(seen && rights['patch deployments'] ? (['cluster'] as const) : []),
    ...(seen && reachesReplicas(found) ? (['replicas'] as const) : []),
    ...(rights['impersonate users'] && rights['impersonate groups'] ? (['any-user'] as const) : []),
  ]);
};
