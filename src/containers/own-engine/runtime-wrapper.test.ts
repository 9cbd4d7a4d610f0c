import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { runtimeWrapper, lacksSysResource } from './runtime-wrapper.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
});

test.each([
  ['a machine with every capability', 'CapBnd:\t000001ffffffffff\n', false],
  ['a machine without CAP_SYS_RESOURCE', 'CapBnd:\t000001fffeffffff\n', true],
  ['a kernel that does not report capabilities', 'Name:\tsh\n', false],
])('%s', (_, status, expected) => {
  expect(lacksSysResource(status)).toBe(expected);
});

const configuration =
  '{"process":{"capabilities":{"bounding":["CAP_KILL","CAP_SYS_RESOURCE"],"effective":["CAP_SYS_RESOURCE","CAP_KILL"]},"oomScoreAdj":-500}}';
const reduced = '{"process":{"capabilities":{"bounding":["CAP_KILL"],"effective":["CAP_KILL"]},"oomScoreAdj":0}}';

// Why: without it, privileged containers and `docker exec` into them fail there with "operation not permitted".
test.each([
  ['create', (file: string) => ['--root', '/r', 'create', '--bundle', path.dirname(file), 'id'], 'config.json'],
  ['create with =', (file: string) => ['create', `--bundle=${path.dirname(file)}`, 'id'], 'config.json'],
  ['exec', (file: string) => ['exec', '--process', file, 'id'], 'process.json'],
])('%s is passed to the runtime without the unavailable capability', async (_, args, name) => {
  const runc = path.join(directory, 'runc');
  await writeFile(runc, '#!/bin/sh\nprintf "%s " "$@"\n', { mode: 0o755 });
  const wrapper = path.join(directory, 'wrapper');
  await writeFile(wrapper, runtimeWrapper(runc), { mode: 0o755 });
  const file = path.join(directory, name);
  await writeFile(file, configuration);
  expect(execFileSync(wrapper, args(file), { encoding: 'utf8' }).trim()).toBe(args(file).join(' '));
  expect(await readFile(file, 'utf8')).toBe(reduced);
});
