import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { thaw } from './thaw.ts';

const group = async (directory: string, state: string): Promise<string> => {
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, 'freezer.state');
  await writeFile(file, `${state}\n`);
  return file;
};

// Why: on a busy machine the container of a node could not be removed while the node was starting a pod.
test('all frozen groups of a container are thawed, and none of another container', async () => {
  const groups = await temporaryDirectory();
  await group(path.join(groups, 'node'), 'THAWED');
  const pod = await group(path.join(groups, 'node', 'kubelet.slice', 'pod'), 'FROZEN');
  const other = await group(path.join(groups, 'other'), 'FROZEN');
  expect(thaw('node', groups)).toBe(true);
  expect(await readFile(pod, 'utf8')).toBe('THAWED');
  expect(await readFile(other, 'utf8')).toBe('FROZEN\n');
});

test('returns false if no group is frozen or the groups do not exist', async () => {
  const groups = await temporaryDirectory();
  await group(path.join(groups, 'node'), 'THAWED');
  expect(thaw('node', groups)).toBe(false);
  expect(thaw('nobody', groups)).toBe(false);
});
