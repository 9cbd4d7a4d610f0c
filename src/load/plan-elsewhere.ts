import type { LaneName } from '../contract/lane-name.ts';
import type { EnvironmentName } from '../environments/environment.ts';
import { UsageError } from '../failures/usage-error.ts';
import type { LoadRecord } from './load-record.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';

/** A plan as it can be run, and the operations that it asks for in vain. */
export interface RunnablePlan {
  readonly plan: Plan;
  readonly without: LoadRecord['notMeasured'];
}

/** An environment in which a plan cannot have all of its factors. */
type Elsewhere = Exclude<EnvironmentName, 'local'>;

/** Throws a UsageError for factors that the servers would not have: every measurement would be reported with them. */
const requireGivenFactors = ({ name, durability, webhooks }: Plan, environment: Elsewhere): void => {
  const inVain = [
    ...(durability === 'full' ? [] : [`durability: ${durability}`]),
    ...(webhooks || environment === 'kind' ? [] : ['webhooks: false']),
  ];
  if (inVain.length > 0)
    throw new UsageError(
      `plan ${name} has ${inVain.join(' and ')}, which --environment ${environment} does not change; leave it out`,
    );
};

/**
 * A plan for servers that are not processes of this machine: without snapshots of their stores, and without the operations
 * that end servers. Throws a UsageError for a plan with factors that these servers would not have.
 */
export const planElsewhere = (plan: Plan, lanes: readonly LaneName[], environment: Elsewhere): RunnablePlan => {
  requireGivenFactors(plan, environment);
  return {
    plan: {
      ...plan,
      snapshots: false,
      operations: plan.operations.filter((operation) => operations[operation].onlyLocally === undefined),
    },
    without: lanes.flatMap((lane) =>
      plan.operations.flatMap((operation) => {
        const text = operations[operation].onlyLocally;
        return text === undefined ? [] : [{ lane, operation, text }];
      }),
    ),
  };
};
