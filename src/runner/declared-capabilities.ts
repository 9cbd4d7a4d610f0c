import type { LaneName } from '../contract/lane-name.ts';
import { capabilitiesIn } from '../scenarios/capabilities-in.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Capability, RequireCapability } from '../contract/capability.ts';
import type { StartedTarget } from '../targets/started-target.ts';

const capabilityOf = {
  process: 'process',
  restart: 'process',
  rollOut: 'cluster',
  objectStoreRequests: 'object-store',
  pipelineRows: 'database-rows',
  databaseTables: 'database-rows',
  withTable: 'database-rows',
  accessReviews: 'audit-log',
  kubernetesRequests: 'audit-log',
  creatorsOf: 'audit-log',
} as const satisfies Partial<Record<keyof StartedTarget, Capability>>;

const undeclared = (name: string, capability: Capability, what: string): Error =>
  new Error(`${name} uses ${what} and does not declare the capability ${capability}`);

export const requireDeclaredCapability = (scenario: Scenario, lane: LaneName): RequireCapability => {
  const capabilities = capabilitiesIn(scenario, lane);
  return (need, what) => {
    if (!capabilities.includes(need)) throw undeclared(scenario.name, need, what);
  };
};

/**
 * Rejects calls that need an undeclared capability. Otherwise a scenario with a missing declaration would pass in this
 * environment and fail in one that lacks the capability.
 */
export const restrictToDeclared = (target: StartedTarget, { name, capabilities = [] }: Scenario): StartedTarget => {
  const refused = Object.entries(capabilityOf).filter(([, capability]) => !capabilities.includes(capability));
  const refusals = refused.map(([call, capability]) => [
    call,
    () => Promise.reject(undeclared(name, capability, `${call} of its target`)),
  ]);
  return { ...target, ...(Object.fromEntries(refusals) as Partial<StartedTarget>) };
};
