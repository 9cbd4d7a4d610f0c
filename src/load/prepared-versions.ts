import type { OperationName } from '../contract/load-operation.ts';
import { operations } from './operations.ts';
import type { Plan } from './plan.ts';
import { planFor } from './plan-for.ts';

/** The versions of the one pipeline that an operation lists, in a store of so many pipelines. */
export const listedVersions = (most: number, pipelines: number): number => Math.min(most, pipelines);

/** The versions that are made for an operation alone; those of pipelines with one version each are few. */
export const preparedVersions = (plan: Plan, operation: OperationName, pipelines: number): number => {
  const { deletes = 0, lists } = operations[operation];
  const { loop } = planFor(plan, operation);
  const deleted = deletes > 1 && loop.kind === 'closed' ? deletes * loop.iterations : 0;
  return deleted + (lists === undefined ? 0 : listedVersions(lists, pipelines));
};
