import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { recordedProgress } from '../../testing/recorded-progress.ts';
import { unpackDebianPackages } from './debian-packages.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  vi.stubEnv('PATH', `${directory}:${process.env['PATH']}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const never = new AbortController().signal;

// Why: installing docker.io starts a service on the machine and replaces an engine from another source.
test('nothing is installed, and the error of apt-get is shown', async () => {
  const calls = path.join(directory, 'calls');
  await writeFile(
    path.join(directory, 'apt-get'),
    `#!/bin/sh\necho "$@" >> ${calls}\n[ "$1" = update ] && exit 0\necho 'E: Unable to locate package docker.io' >&2\nexit 100\n`,
    { mode: 0o755 },
  );
  const unpack = unpackDebianPackages(['docker.io'], path.join(directory, 'root'), recordedProgress(), never);
  await expect(unpack).rejects.toThrow(/could not download docker\.io.*Unable to locate/s);
  const [first, update, again] = (await readFile(calls, 'utf8')).split('\n');
  expect(first).toMatch(/^install --download-only .*--no-remove .*docker\.io$/);
  expect(update).toMatch(/^update/);
  expect(again).toBe(first);
});
