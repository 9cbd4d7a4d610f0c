import { expect, test } from 'vitest';
import { planSchema } from '../plan.ts';
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
