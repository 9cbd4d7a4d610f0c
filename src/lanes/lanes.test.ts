import { expect, test } from 'vitest';
import { laneNames } from '../contract/lane-name.ts';
import type { Surface } from './lane.ts';
import { laneOf, type LaneSurfaces } from './lanes.ts';

const rest = { name: 'rest' } as Surface;
const kubernetes = { name: 'kubernetes' } as Surface;

test('a lane writes through the API in its name and reads its writes from that API immediately', () => {
  const lanes = laneNames.map((name) => laneOf({ name, rest, kubernetes }));
  expect(lanes.map(({ write }) => write.name)).toEqual(['rest', 'rest', 'kubernetes']);
  expect(lanes.map(({ views: [first] }) => first)).toEqual(
    lanes.map(({ write }) => ({ surface: write, patienceMs: 0 })),
  );
});

// Why: such a lane would silently write through REST, and its checks would pass.
test('a lane that writes custom resources requires the Kubernetes API at compile time', () => {
  // @ts-expect-error the surface of the Kubernetes API is missing
  const surfaces: LaneSurfaces = { name: 'kubernetes/crd', rest };
  expect(surfaces).not.toHaveProperty('kubernetes');
});
