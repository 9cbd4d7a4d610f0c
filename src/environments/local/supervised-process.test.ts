import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { testResources } from '../../testing/test-resources.ts';
import { identify } from '../../processes/process-identity.ts';
import { superviseProcess, type SupervisedProcess } from './supervised-process.ts';

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
});

const shell = (script: string): Promise<SupervisedProcess> =>
  testResources().use(
    superviseProcess(
      'program',
      { file: '/bin/sh', args: ['-c', script], env: { PATH: '/usr/bin:/bin' }, cwd: directory },
      path.join(directory, 'log'),
      () => {},
    ),
  );

test('an exited program has an exit code and its last lines', async () => {
  const program = await shell('echo one; echo two >&2; exit 7');
  expect(await program.exited).toEqual({ code: 7, signal: null });
  expect(program.ended()).toEqual({ code: 7, signal: null });
  expect(program.lastLines(1)).toEqual(['two']);
  expect(program.lastLines(9)).toEqual(['one', 'two']);
});

test('the error about a program that cannot be started has its name and the reason', async () => {
  const missing = superviseProcess(
    'etcd',
    { file: directory, args: [], env: {} },
    path.join(directory, 'log'),
    () => {},
  );
  const outcome = await missing.then(
    async (started) => `ended with ${(await started.exited).code}: ${started.lastLines(1)[0]}`,
    (cause: Error) => cause.message,
  );
  expect(outcome).toMatch(/etcd cannot be started|failed to execute/);
});

test('no environment variable of the harness is inherited', async () => {
  process.env['KFP_CONFORMANCE_CANARY'] = 'sings';
  const program = await shell('echo "$KFP_CONFORMANCE_CANARY."');
  await program.exited;
  delete process.env['KFP_CONFORMANCE_CANARY'];
  expect(program.lastLines(1)).toEqual(['.']);
});

// Why: KFP's server exits only after the second SIGTERM.
test('stop sends SIGTERM twice before SIGKILL', async () => {
  const program = await shell(
    `trap 'echo asked >> ${directory}/asked; [ $(wc -l < ${directory}/asked) -ge 2 ] && exit 0' TERM; echo ready; while :; do sleep 0.05; done`,
  );
  await expect.poll(() => program.lastLines(1)).toEqual(['ready']);
  await program.stop();
  expect(program.ended()).toEqual({ code: 0, signal: null });
  expect(await readFile(path.join(directory, 'asked'), 'utf8')).toBe('asked\nasked\n');
});

test('the child processes of a program are killed with it', async () => {
  const program = await shell('sleep 60 & echo $!; wait');
  await expect.poll(() => program.lastLines(1)).toHaveLength(1);
  const child = Number(program.lastLines(1)[0]);
  expect(identify(child)).toBeDefined();
  await program.kill();
  await expect.poll(() => identify(child)).toBeUndefined();
});
