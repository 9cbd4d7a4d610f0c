import type { LaneName } from '../contract/lane-name.ts';
import type { OperationName } from '../contract/load-operation.ts';
import type { LoadRecord } from './load-record.ts';
import { changesStore, operations } from './operations.ts';
import type { Plan } from './plan.ts';

/** The operations of a plan that a lane has, in the order of the plan, but first those that leave the store as it was filled. */
export const operationsIn = (plan: Plan, lane: LaneName): readonly OperationName[] =>
  plan.operations
    .filter((operation) => operations[operation].without?.[lane] === undefined)
    .toSorted((one, other) => Number(changesStore(one)) - Number(changesStore(other)));

/** A measurement of an operation in a lane. */
export interface LaneOperation {
  readonly lane: LaneName;
  readonly operation: OperationName;
}

/**
 * What is measured on one store, in this order. Where no snapshot gives each write the same store, the reads of all lanes
 * come before any write, and the writes find a store that the ones before them have changed.
 */
export const operationsOn = (plan: Plan, lanes: readonly LaneName[]): readonly LaneOperation[] => {
  const all = lanes.flatMap((lane) => operationsIn(plan, lane).map((operation) => ({ lane, operation })));
  if (plan.snapshots) return all;
  return all.toSorted((one, other) => Number(changesStore(one.operation)) - Number(changesStore(other.operation)));
};

/** The operations of a plan that lanes do not have, each with the reason. */
export const withoutIn = (plan: Plan, lanes: readonly LaneName[]): LoadRecord['notMeasured'] =>
  lanes.flatMap((lane) =>
    plan.operations.flatMap((operation) => {
      const text = operations[operation].without?.[lane];
      return text === undefined ? [] : [{ lane, operation, text }];
    }),
  );
