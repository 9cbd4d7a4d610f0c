import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { referenceTarget } from '../reference.ts';
import { bundledReference } from './bundled-reference.ts';

const run = promisify(execFile);
const silent = { progress: (line: string) => expect.unreachable(line) };

test('the bundled reference accepts the flags and loads nothing outside its folder', async () => {
  const directory = await temporaryDirectory();
  const command = await bundledReference(referenceTarget(), directory, silent);
  const { file, args, env } = command(['--help'], { HOME: directory });
  expect(args[0]).toMatch(new RegExp(`^${directory}/`));
  expect(env).toMatchObject({ HOME: directory, NODE_COMPILE_CACHE: expect.stringContaining(directory) as string });
  // In a working directory from which no package can be resolved.
  const { stdout, stderr } = await run(file, args, { cwd: '/', env: { ...env } });
  expect(stdout + stderr).toContain('--pipelinesStoreKubernetes');
});

// Why: the bundler has no binary for some platforms, and a run must not depend on it.
test('a reference that cannot be bundled runs from its source files and reports that', async () => {
  const lines: string[] = [];
  const target = { ...referenceTarget(), executable: '/no/such/main.ts' };
  const command = await bundledReference(target, await temporaryDirectory(), { progress: (line) => lines.push(line) });
  expect(command).toBe(target.command);
  expect(lines).toEqual([expect.stringMatching(/^the reference runs from its source files because bundling failed: /)]);
});
