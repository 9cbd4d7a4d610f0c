import type { LaneName } from '../contract/lane-name.ts';
import { needsIn } from '../scenarios/needs-in.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Facility, RequireNeed } from '../contract/facility.ts';
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

const undeclared = (name: string, need: Facility, what: string): Error =>
  new Error(`${name} uses ${what} and does not declare the need of ${need}`);

export const requireDeclared = (scenario: Scenario, lane: LaneName): RequireNeed => {
  const needs = needsIn(scenario, lane);
  return (need, what) => {
    if (!needs.includes(need)) throw undeclared(scenario.name, need, what);
  };
};

/**
 * The target as a scenario has asked for it. One that uses what it has not declared would pass here, and break where that is
 * not to be had.
 */
export const asDeclared = (target: StartedTarget, { name, needs = [] }: Scenario): StartedTarget => {
  const refused = Object.entries(behind).filter(([, facility]) => !needs.includes(facility));
  const refusals = refused.map(([call, facility]) => [
    call,
    () => Promise.reject(undeclared(name, facility, `${call} of its target`)),
  ]);
  return { ...target, ...(Object.fromEntries(refusals) as Partial<StartedTarget>) };
};
