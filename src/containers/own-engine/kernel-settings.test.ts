import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { saveKernelSettings } from './kernel-settings.ts';

// Why: a kubelet in a container makes the machine panic on an oops, and does not reset this setting.
test('changed settings are restored, and unchanged ones are not written', async () => {
  const directory = await temporaryDirectory();
  await Promise.all(['vm', 'kernel'].map((folder) => mkdir(path.join(directory, folder))));
  const panic = path.join(directory, 'kernel/panic');
  const overcommit = path.join(directory, 'vm/overcommit_memory');
  await writeFile(panic, '0\n');
  await writeFile(overcommit, '0\n');
  const restore = saveKernelSettings(directory);
  await writeFile(panic, '10\n');
  const { mtimeMs } = await stat(overcommit);
  restore();
  expect(await readFile(panic, 'utf8')).toBe('0\n');
  expect((await stat(overcommit)).mtimeMs).toBe(mtimeMs);
});
