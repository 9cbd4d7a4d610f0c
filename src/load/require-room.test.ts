import { expect, test } from 'vitest';
import { laneNames } from '../contract/lane-name.ts';
import { builtInPlans } from './built-in-plans.ts';
import { predict } from './prediction.ts';
import { lackingRoom, requireRoom } from './require-room.ts';

const gib = 1024 ** 3;
const room = { memoryBytes: 24 * gib, diskBytes: 200 * gib, etcdQuotaBytes: 8 * gib };
const at = (objects: number) => predict({ ...builtInPlans['100k'], objects: [objects] }, laneNames, 1);

test('a plan that fits is not refused', () => {
  expect(lackingRoom(at(100_000), room)).toBeUndefined();
});

test('five million pipelines are refused with what they need, what there is, and the remedy', () => {
  expect(() => requireRoom(at(5_000_000), room)).toThrow(
    /it needs about [\d.]+ GiB of memory, and may use 16\.8 GiB; it needs about [\d.]+ GiB of etcd's quota, and may use 5\.6 GiB\. Choose fewer objects with --objects/,
  );
});

test('a full disk is refused', () => {
  expect(lackingRoom(at(100_000), { ...room, diskBytes: gib / 4 })).toMatch(/of free disk, and may use 0\.2 GiB/);
});
