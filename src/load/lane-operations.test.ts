import { expect, test } from 'vitest';
import { operationsOn } from './lane-operations.ts';
import { planSchema } from './plan.ts';

const plan = planSchema.parse({
  name: 'order',
  objects: [10],
  operations: ['create', 'get-known'],
  loop: { kind: 'closed', iterations: 1 },
});
const lanes = ['kubernetes/rest', 'kubernetes/crd'] as const;
const orderOf = (snapshots: boolean) =>
  operationsOn({ ...plan, snapshots }, lanes).map(({ lane, operation }) => `${lane} ${operation}`);

// Why: the reads of the second lane found the store as the writes of the first one had left it.
test('without snapshots the reads of all lanes come before any write', () => {
  expect(orderOf(false)).toEqual([
    'kubernetes/rest get-known',
    'kubernetes/crd get-known',
    'kubernetes/rest create',
    'kubernetes/crd create',
  ]);
  expect(orderOf(true)).toEqual([
    'kubernetes/rest get-known',
    'kubernetes/rest create',
    'kubernetes/crd get-known',
    'kubernetes/crd create',
  ]);
});
