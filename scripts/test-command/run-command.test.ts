import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { identify } from '../../src/processes/process-identity.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { testProcess } from '../../src/testing/test-process.ts';
import { testResources } from '../../src/testing/test-resources.ts';
import { runCommand } from './run-command.ts';

/** A program that starts a helper, which is a process of its own, and then does what `next` says. */
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

// Why: Ctrl-C ended oxlint, and what checks types for it went on.
test('an interruption ends what the program started, too', async () => {
  const others = process.listeners('SIGHUP');
  const { command, helper } = await program('wait');
  const ended = runCommand(command, 'kills');
  const pid = await helper();
  for (const listener of process.listeners('SIGHUP')) if (!others.includes(listener)) listener('SIGHUP');
  expect(await ended).toBe(1);
  await expect.poll(() => identify(pid)).toBeUndefined();
});

test('a program that ends leaves nothing', async () => {
  const { command, helper } = await program('exit 7');
  expect(await runCommand(command, 'kills')).toBe(7);
  const pid = await helper();
  await expect.poll(() => identify(pid)).toBeUndefined();
});

// Why: the kernel ends the program with a test command that is killed, and not what the program started.
test('a test command that is killed leaves nothing', async () => {
  const { command, helper } = await program('wait');
  const module = JSON.stringify(path.join(import.meta.dirname, 'run-command.ts'));
  const script = `import { runCommand } from ${module}; await runCommand(${JSON.stringify(command)}, 'kills');`;
  const parent = await testResources().use(testProcess(process.execPath, ['--input-type=module', '--eval', script]));
  const pid = await helper();
  parent.kill('SIGKILL');
  await expect.poll(() => identify(pid)).toBeUndefined();
});
