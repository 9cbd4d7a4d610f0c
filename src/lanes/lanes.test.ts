import { expect, test } from 'vitest';
import { laneNames } from '../contract/lane-name.ts';
import type { Surface } from './lane.ts';
import { laneOf, type LaneSurfaces } from './lanes.ts';

const rest = { name: 'rest', clock: async () => 1 } as Surface;
const kubernetes = { name: 'kubernetes', clock: async () => 2 } as Surface;

test('a lane writes through the API in its name and reads its writes from that API immediately', () => {
  const lanes = laneNames.map((name) => laneOf({ name, rest, kubernetes }));
  expect(lanes.map(({ write }) => write.name)).toEqual(['rest', 'rest', 'kubernetes']);
  expect(lanes.map(({ views: [first] }) => first)).toEqual(
    lanes.map(({ write }) => ({ surface: write, patienceMs: 0 })),
  );
});

// Why: with Kubernetes storage created_at is the Kubernetes API's, and was compared with the clock of KFP or its gateway.
test('the clock of a lane is that of the server that dates its objects', async () => {
  const clocks = laneNames.map((name) => laneOf({ name, rest, kubernetes }).clock());
  expect(await Promise.all(clocks)).toEqual([1, 2, 2]);
});

// Why: such a lane would silently write through REST, and its checks would pass.
test('a lane that writes custom resources requires the Kubernetes API at compile time', () => {
  // @ts-expect-error the surface of the Kubernetes API is missing
  const surfaces: LaneSurfaces = { name: 'kubernetes/crd', rest };
  expect(surfaces).not.toHaveProperty('kubernetes');
});
