import type { LaneName } from '../contract/lane-name.ts';
import type { LoadRecord } from './load-record.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';

/** A plan as it can be run, and the operations that it asks for in vain. */
export interface RunnablePlan {
  readonly plan: Plan;
  readonly without: LoadRecord['notMeasured'];
}

/**
 * A plan for servers that are not processes of this machine: without snapshots of their stores, and without the operations
 * that end servers.
 */
export const planElsewhere = (plan: Plan, lanes: readonly LaneName[]): RunnablePlan => ({
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
});
