import { existsSync } from 'node:fs';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { identify } from '../processes/process-identity.ts';
import { temporaryDirectory } from './temporary-directory.ts';
import { removeAbandonedTestFolders, testFolder } from './test-folder.ts';
import { testResources } from './test-resources.ts';

const ownedFolder = async (parent: string, name: string, owner: object | undefined): Promise<string> => {
  const directory = path.join(parent, name);
  await mkdir(path.join(directory, 'files'), { recursive: true });
  if (owner !== undefined) await writeFile(path.join(directory, 'owner.json'), JSON.stringify(owner));
  return directory;
};

test('a folder is empty, and is removed with its owner file', async () => {
  const folder = await testResources().use(testFolder());
  expect(await readdir(folder.path)).toEqual([]);
  await folder[Symbol.asyncDispose]();
  expect(existsSync(path.dirname(folder.path))).toBe(false);
});

// Why: every killed test command leaked a folder, and removing one too early breaks the tests of another command.
test('folders of dead test runs are removed; those of running ones and foreign folders stay', async () => {
  const parent = await temporaryDirectory();
  const living = identify(process.pid);
  const dead = await ownedFolder(parent, 'kfp-conformance-test-dead', { ...living, start: '1' });
  await ownedFolder(parent, 'kfp-conformance-test-alive', living);
  await ownedFolder(parent, 'kfp-conformance-test-new', undefined);
  const old = await ownedFolder(parent, 'kfp-conformance-test-old', undefined);
  await utimes(old, new Date(0), new Date(0));
  await ownedFolder(parent, 'something-else', { ...living, start: '1' });
  expect((await removeAbandonedTestFolders(parent)).toSorted()).toEqual([dead, old]);
  expect((await readdir(parent)).toSorted()).toEqual([
    'kfp-conformance-test-alive',
    'kfp-conformance-test-new',
    'something-else',
  ]);
});
