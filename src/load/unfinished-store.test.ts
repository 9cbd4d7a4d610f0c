import { beforeEach, expect, test, vi } from 'vitest';
import { writeManifest } from '../environments/local/snapshots/snapshot-manifest.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { mkdir } from 'node:fs/promises';
import { findSnapshot } from './snapshot-cache.ts';
import { contentsIn, keepUnfinished, type UnfinishedStore } from './unfinished-store.ts';

const waiting = { progress: () => {}, signal: new AbortController().signal };

beforeEach(async () => {
  vi.stubEnv('KFP_CONFORMANCE_CACHE', await temporaryDirectory());
  return () => vi.unstubAllEnvs();
});

const unfinished = (pipelines: number, changes: Partial<UnfinishedStore> = {}): UnfinishedStore => ({
  key: 'unfinished',
  storage: 'kubernetes',
  contents: { pipelines, versions: 3 },
  release: async () => {},
  bytes: async () => 1,
  save: async (directory, content) => {
    await mkdir(directory);
    await writeManifest(directory, {
      savedAt: new Date().toISOString(),
      versions: {},
      content,
      revision: 1,
      files: [],
    });
  },
  ...changes,
});

const kept = async () => {
  await using found = await findSnapshot('unfinished', waiting);
  return found && contentsIn(found);
};

const keep = async (store: UnfinishedStore): Promise<string> => {
  const lines: string[] = [];
  await keepUnfinished(store, (line) => void lines.push(line));
  return lines.at(-1) ?? '';
};

test('an unfinished store is kept with what it certainly holds, and replaces the one before', async () => {
  await keep(unfinished(10_000));
  expect(await keep(unfinished(20_000))).toBe(
    'the unfinished kubernetes store is saved; it has at least 20,000 pipelines',
  );
  expect(await kept()).toEqual({ pipelines: 20_000, versions: 3 });
});

test.each([
  ['its target cannot be ended', { release: async () => Promise.reject(new Error('no')) }],
  ['there is no room', { bytes: async () => 2 ** 50 }],
  ['the copy fails', { save: async () => Promise.reject(new Error('no')) }],
])('where %s, the one before stays, and nothing is thrown', async (_, changes) => {
  await keep(unfinished(10_000));
  expect(await keep(unfinished(20_000, changes))).toMatch(/^the unfinished kubernetes store is not kept: /);
  expect(await kept()).toEqual({ pipelines: 10_000, versions: 3 });
});
