import type { OperationName } from '../contract/load-operation.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';

/** The plan as it is for one operation: some have a loop of their own. */
export const planFor = (plan: Plan, operation: OperationName): Plan => {
  const { iterations } = operations[operation];
  if (iterations === undefined) return plan;
  // As with restarts: a closed plan only shows that operations work.
  return { ...plan, loop: { kind: 'closed', iterations: plan.loop.kind === 'closed' ? 1 : iterations } };
};
