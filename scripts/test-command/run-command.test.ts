import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { identify } from '../../src/processes/process-identity.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { testProcess } from '../../src/testing/test-process.ts';
import { testResources } from '../../src/testing/test-resources.ts';
import { runCommand } from './run-command.ts';

/** A program that starts a helper process and then runs the shell command `next`. */
const program = async (next: string) => {
  const file = path.join(await temporaryDirectory(), 'pid');
  const read = async () => Number(await readFile(file, 'utf8').catch(() => ''));
  const { defer } = testResources();
  return {
    command: ['/bin/sh', '-c', `sleep 60 & echo $! >'${file}'; ${next}`],
    helper: async (): Promise<number> => {
      await expect.poll(read).toBeGreaterThan(0);
      const pid = await read();
      defer(() => identify(pid) !== undefined && process.kill(pid, 'SIGKILL'));
      return pid;
    },
  };
};

// Why: Ctrl-C ended oxlint, but its type checker continued.
test('an interruption also ends the child processes of the program', async () => {
  const others = process.listeners('SIGHUP');
  const { command, helper } = await program('wait');
  const ended = runCommand(command, 'kill');
  const pid = await helper();
  for (const listener of process.listeners('SIGHUP')) if (!others.includes(listener)) listener('SIGHUP');
  expect(await ended).toBe(1);
  await expect.poll(() => identify(pid)).toBeUndefined();
});

test('a program that ends leaves no processes', async () => {
  const { command, helper } = await program('exit 7');
  expect(await runCommand(command, 'kill')).toBe(7);
  const pid = await helper();
  await expect.poll(() => identify(pid)).toBeUndefined();
});

// Why: the parent-death signal ends the program of a killed test command, but not the child processes of the program.
test('a test command that is killed leaves no processes', async () => {
  const { command, helper } = await program('wait');
  const module = JSON.stringify(path.join(import.meta.dirname, 'run-command.ts'));
  const script = `import { runCommand } from ${module}; await runCommand(${JSON.stringify(command)}, 'kill');`;
  const parent = await testResources().use(testProcess(process.execPath, ['--input-type=module', '--eval', script]));
  const pid = await helper();
  parent.kill('SIGKILL');
  await expect.poll(() => identify(pid)).toBeUndefined();
});
