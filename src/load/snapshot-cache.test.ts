import { mkdir, readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { writeManifest } from '../environments/local/snapshots/snapshot-manifest.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testProcess } from '../testing/test-process.ts';
import { testResources } from '../testing/test-resources.ts';
import { patience } from '../waiting/slowness.ts';
import type { HeldSnapshot } from './cached-snapshots.ts';
import { findSnapshot, storeSnapshot } from './snapshot-cache.ts';

const waiting = { progress: () => {}, signal: new AbortController().signal };
const mebibyte = 2 ** 20;

let cache: string;
beforeEach(async () => {
  cache = await temporaryDirectory();
  vi.stubEnv('KFP_CONFORMANCE_CACHE', cache);
  return () => vi.unstubAllEnvs();
});

const entries = () => readdir(path.join(cache, 'snapshots'));

/** A state of one file of one MiB, with `content` in it. */
const state = (content: string) => ({
  bytes: () => Promise.resolve(mebibyte),
  save: async (directory: string) => {
    await mkdir(directory);
    await writeFile(path.join(directory, 'data'), content.padEnd(mebibyte));
    const files = [{ path: 'data', bytes: mebibyte }];
    await writeManifest(directory, {
      savedAt: new Date().toISOString(),
      versions: {},
      content: {},
      revision: 1,
      files,
    });
  },
});

const store = (key: string, limit?: number): Promise<HeldSnapshot> =>
  storeSnapshot(key, state(key), waiting, { ...(limit !== undefined && { limitBytes: limit }) }).then((stored) =>
    testResources().use(stored),
  );

/** Stored, no longer held, and last used in this order. */
const storeAll = async (...keys: readonly string[]): Promise<void> => {
  for (const [index, key] of keys.entries()) {
    const stored = await storeSnapshot(key, state(key), waiting);
    await stored[Symbol.asyncDispose]();
    const used = new Date(Date.now() - 60_000 + 1000 * index);
    await utimes(path.join(stored.directory, 'snapshot.json'), used, used);
  }
};

const contentOf = async (found: HeldSnapshot | undefined): Promise<string> =>
  (await readFile(path.join(found?.directory ?? '', 'data'), 'utf8')).trim();

const find = async (key: string): Promise<HeldSnapshot | undefined> => {
  const found = await findSnapshot(key, waiting);
  return found && testResources().use(found);
};

test('a stored snapshot is found by its key, and by no other', async () => {
  expect(await find('a')).toBeUndefined();
  expect(await contentOf(await store('a'))).toBe('a');
  expect(await contentOf(await find('a'))).toBe('a');
  expect(await find('b')).toBeUndefined();
});

test('the least recently used snapshot makes room for a new one', async () => {
  await storeAll('a', 'b');
  await using _used = (await findSnapshot('a', waiting)) as HeldSnapshot;
  await store('c', 2.5 * mebibyte);
  expect((await entries()).toSorted()).toEqual(['a', 'c']);
});

test('a snapshot in use is not removed, and the new one is refused', async () => {
  await store('a');
  await expect(store('b', 1.5 * mebibyte)).rejects.toThrow(/needs 1 MiB.* 1 MiB are in use/);
  expect(await entries()).toEqual(['a']);
});

test('a snapshot that is no longer held can be removed', async () => {
  await storeAll('a');
  await store('b', 1.5 * mebibyte);
  expect(await entries()).toEqual(['b']);
});

test('a failed or interrupted save leaves nothing, and what was there stays', async () => {
  await storeAll('a');
  const save = async (directory: string) => {
    await mkdir(directory);
    await writeFile(path.join(directory, 'data'), 'half');
    throw new Error('interrupted by SIGINT');
  };
  await expect(storeSnapshot('b', { ...state('b'), save }, waiting)).rejects.toThrow('interrupted by SIGINT');
  expect(await entries()).toEqual(['a']);
});

test('two runs that store the same key at the same time share one snapshot', async () => {
  const [one, other] = await Promise.all([store('a'), store('a')]);
  expect(one.directory).toBe(other.directory);
  expect(await entries()).toEqual(['a']);
  expect(await contentOf(one)).toBe('a');
});

test('a damaged snapshot is not found, and is replaced', async () => {
  await storeAll('a');
  await truncate(path.join(cache, 'snapshots', 'a', 'data'), 10);
  expect(await find('a')).toBeUndefined();
  expect(await contentOf(await store('a'))).toBe('a');
  expect(await contentOf(await find('a'))).toBe('a');
});

test(
  'what a killed run has left is removed: its half-saved snapshot, and its hold',
  { timeout: patience(30_000) },
  async () => {
    await storeAll('a');
    const module = JSON.stringify(path.join(import.meta.dirname, 'snapshot-cache.ts'));
    const code = `import { mkdir } from 'node:fs/promises';
    import { findSnapshot, storeSnapshot } from ${module};
    const waiting = { progress: () => {}, signal: new AbortController().signal };
    await findSnapshot('a', waiting);
    const save = async (directory) => {
      await mkdir(directory);
      console.log('saving');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    };
    await storeSnapshot('b', { bytes: async () => 1, save }, waiting);`;
    const run = await testResources().use(testProcess(process.execPath, ['--input-type=module', '-e', code]));
    await expect.poll(entries, { timeout: patience(20_000) }).toEqual([expect.stringMatching(/^\.saving-/), 'a']);
    await expect(store('c', 1.5 * mebibyte)).rejects.toThrow(/in use/);
    run.kill('SIGKILL');
    await run.exited;
    await store('c', 1.5 * mebibyte);
    expect(await entries()).toEqual(['c']);
  },
);

test('a snapshot replaces the one of its key only where that is wanted, and nobody uses the old one', async () => {
  const stored = async (content: string, replaces: boolean): Promise<string> => {
    await using snapshot = await storeSnapshot('a', state(content), waiting, { replaces });
    return contentOf(snapshot);
  };
  expect(await stored('first', false)).toBe('first');
  expect(await stored('second', false)).toBe('first');
  expect(await stored('third', true)).toBe('third');
  await find('a');
  expect(await stored('fourth', true)).toBe('third');
});
