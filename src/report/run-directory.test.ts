import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeRunDirectory } from './run-directory.ts';
import { UsageError } from '../failures/usage-error.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

test('two runs with the same second and seed get different folders', async () => {
  const output = await temporaryDirectory();
  const made = await Promise.all([makeRunDirectory(output, 'run-1'), makeRunDirectory(output, 'run-1')]);
  expect(made.map(({ id }) => id).toSorted()).toEqual(['run-1', 'run-1-2']);
});

test('the folder of a run is removed if it is empty, and kept otherwise', async () => {
  const output = await temporaryDirectory();
  {
    await using kept = await makeRunDirectory(output, 'kept');
    await using _ = await makeRunDirectory(output, 'nothing');
    await writeFile(path.join(kept.path, 'report.json'), '{}');
  }
  expect(await readdir(output)).toEqual(['kept']);
});

test('an output path that is a file is a usage error', async () => {
  const file = path.join(await temporaryDirectory(), 'file');
  await writeFile(file, '');
  await expect(makeRunDirectory(file, 'run-1')).rejects.toThrow(UsageError);
  await expect(makeRunDirectory(path.join(file, 'runs'), 'run-1')).rejects.toThrow(/--output .*choose a folder/);
});
