import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { imageCache, localImage } from './local-image.ts';

const never = new AbortController().signal;
let lines: string[];
beforeEach(async () => {
  lines = [];
  vi.stubEnv('KFP_CONFORMANCE_CACHE', await temporaryDirectory());
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const imageOf = (content: string, make = makeOne) =>
  localImage({ kind: 'test', inputs: [content], make: make(content) }, { line: (line) => lines.push(line) }, never);

const makeOne = (content: string) => async (scratch: string) => {
  const root = path.join(scratch, 'root');
  await mkdir(root);
  await writeFile(path.join(root, 'file'), content);
  return { layers: [{ directory: root, owner: 0 }], config: {} };
};

test('an image is built once for the same inputs, and its tag depends on them', async () => {
  const first = await imageOf('one');
  expect(first.reference).toMatch(/^kfp-conformance\/test:[0-9a-f]{12}$/);
  expect(lines).toHaveLength(2);
  expect(await imageOf('one')).toEqual(first);
  expect(lines).toHaveLength(2);
  expect((await imageOf('two')).reference).not.toBe(first.reference);
});

// Why: each archive has more than a hundred megabytes, but another run may be about to load a recent one.
test('building an image removes archives that have not been used recently', async () => {
  const [old, recent] = [await imageOf('old'), await imageOf('recent')];
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (const { archive } of [old, recent]) await utimes(archive, hourAgo, hourAgo);
  await imageOf('recent');
  const latest = await imageOf('latest');
  const left = (await readdir(imageCache())).toSorted();
  expect(left).toEqual([recent, latest].map(({ archive }) => path.basename(archive)).toSorted());
});

test('a failed build leaves no files', async () => {
  const failing = () => () => Promise.reject(new Error('no such file'));
  await expect(imageOf('one', failing)).rejects.toThrow('no such file');
  expect(await readdir(imageCache())).toEqual([]);
});
