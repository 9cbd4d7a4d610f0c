import { expect, test } from 'vitest';
import type { CachedSnapshot } from './cached-snapshots.ts';
import { snapshotsToRemove } from './snapshot-room.ts';

const gibibyte = 2 ** 30;

/** The least recently used first. */
const snapshots = (...sizes: readonly (number | 'held')[]): readonly CachedSnapshot[] =>
  sizes.map((size, index) => ({
    directory: `/cache/${index}`,
    manifest: { format: 1, savedAt: '', versions: {}, content: {}, revision: 1, files: [] },
    bytes: size === 'held' ? gibibyte : size * gibibyte,
    lastUsedMs: index,
    held: size === 'held',
  }));

const room = (needed: number, limit: number, free: number) => ({
  needed: needed * gibibyte,
  limit: limit * gibibyte,
  free: free * gibibyte,
});

const removed = (all: readonly CachedSnapshot[], request: ReturnType<typeof room>): readonly string[] =>
  snapshotsToRemove(all, request, '/cache').map(({ directory }) => directory);

test.each([
  { case: 'there is room', sizes: [2, 2], request: room(2, 6, 100), expected: [] },
  {
    case: 'the limit would be exceeded',
    sizes: [2, 2, 2],
    request: room(3, 6, 100),
    expected: ['/cache/0', '/cache/1'],
  },
  { case: 'the disk is too full', sizes: [2, 2], request: room(2, 100, 1), expected: ['/cache/0'] },
  { case: 'the oldest is in use', sizes: ['held', 2] as const, request: room(2, 4, 100), expected: ['/cache/1'] },
])('the least recently used snapshots go first, and no more than needed: $case', ({ sizes, request, expected }) => {
  expect(removed(snapshots(...sizes), request)).toEqual(expected);
});

test('a snapshot above the limit is refused, with the sizes', () => {
  expect(() => removed(snapshots(1), room(5, 4, 100))).toThrow(/needs 5120 MiB.*may take 4096 MiB/);
});

test('a snapshot is refused if those in use leave too little of the limit', () => {
  expect(() => removed(snapshots('held', 'held'), room(2, 3, 100))).toThrow(/2048 MiB are in use/);
});

test('a snapshot is refused if the disk would be full without all older ones', () => {
  expect(() => removed(snapshots(1), room(3, 100, 2))).toThrow(
    /needs 3072 MiB, 512 MiB must stay free, .* has 2048 MiB free and 1024 MiB in older snapshots/,
  );
});
