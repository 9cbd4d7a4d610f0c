import { expect, test } from 'vitest';
import { planSchema, type Plan } from '../plan.ts';
import { estimateInstallation } from './installation-estimate.ts';

const plan = planSchema.parse({
  name: 'small',
  objects: [20, 40],
  versionShare: 0.5,
  operations: ['get-known', 'create-with-version', 'delete-version'],
  loop: { kind: 'closed', iterations: 4 },
  snapshots: false,
});
const lanes = ['database/rest', 'kubernetes/rest', 'kubernetes/crd'] as const;

test('an estimate counts the objects of all stores and writes, of the lanes of the storage mode', () => {
  const stores = 20 + 10 + 40 + 20;
  // Four writes of a pipeline with its version, and four deletions of versions that are made before with their pipelines.
  const writesOfLane = 2 * (2 * 4 + 2 * 4);
  expect(estimateInstallation(plan, lanes, 'database').objects).toBe(stores + writesOfLane);
  const { objects, requests, seconds, cleanUpSeconds } = estimateInstallation(plan, lanes, 'kubernetes');
  expect(objects).toBe(stores + 2 * writesOfLane);
  // Each is created and deleted.
  expect(requests).toBeGreaterThan(2 * stores);
  expect(seconds).toBeGreaterThan(cleanUpSeconds);
});

// Why: what is made beside the writes was left out, and of several stores only the largest was counted.
test('an estimate counts what is prepared, writers beside a walk, and the filling of every store', () => {
  const changed = (changes: Partial<Plan>) =>
    estimateInstallation({ ...plan, objects: [20], operations: ['get-known'], ...changes }, lanes, 'database');
  const without = changed({});
  expect(changed({ operations: ['get-known', 'list-versions'] }).objects).toBe(without.objects + 1 + 20);
  // One iteration: a pipeline with 200 versions.
  expect(changed({ operations: ['get-known', 'delete-cascade-many'] }).objects).toBeGreaterThanOrEqual(
    without.objects + 201,
  );
  expect(changed({ operations: ['get-known', 'walk-beside-writers'] }).objects).toBeGreaterThan(without.objects);
  const [small, large] = [changed({ objects: [10_000] }), changed({ objects: [10_000, 20_000] })];
  expect(large.requests).toBeGreaterThan(changed({ objects: [20_000] }).requests + small.objects);
  const open = { kind: 'open', capacitySeconds: 2, seconds: 5, mostSeconds: 5, perSecond: {} } as const;
  const writers = changed({ operations: ['walk-beside-writers'], loop: open });
  expect(writers.objects).toBeGreaterThan(without.objects + 500);
  expect(writers.objects).toBeLessThan(without.objects + 5_000);
});
