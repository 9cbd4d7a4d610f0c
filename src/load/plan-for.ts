import type { OperationName } from '../contract/load-operation.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';

/** The plan as it is for one operation: some have a loop of their own. */
export const planFor = (plan: Plan, operation: OperationName): Plan => {
  const { iterations: most } = operations[operation];
  if (most === undefined) return plan;
  const iterations = plan.loop.kind === 'closed' ? Math.min(most, plan.loop.iterations) : most;
  return { ...plan, loop: { kind: 'closed', iterations } };
};
