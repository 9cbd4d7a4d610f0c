import type { Facility } from '../targets/facility.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { StartedTarget } from '../targets/started-target.ts';

const behind = {
  process: 'process',
  restart: 'process',
  rollOut: 'cluster',
  objectStoreRequests: 'object-store',
  pipelineRows: 'database-rows',
  accessReviews: 'audit-log',
  kubernetesRequests: 'audit-log',
} as const satisfies Partial<Record<keyof StartedTarget, Facility>>;

/**
 * The target as a scenario has asked for it. One that uses what it has not declared would pass here, and break where that is
 * not to be had.
 */
export const asDeclared = (target: StartedTarget, { name, needs = [] }: Scenario): StartedTarget => {
  const refused = Object.entries(behind).filter(([, facility]) => !needs.includes(facility));
  const refusals = refused.map(([call, facility]) => [
    call,
    () => Promise.reject(new Error(`${name} uses ${call} of its target and does not declare the need of ${facility}`)),
  ]);
  return { ...target, ...(Object.fromEntries(refusals) as Partial<StartedTarget>) };
};
