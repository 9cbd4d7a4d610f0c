import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { identify } from '../../src/environments/processes/process-identity.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { testResources } from '../../src/testing/test-resources.ts';
import { runCommand } from './run-command.ts';

/** Runs a program that starts a helper, which writes its pid down, and then does what `next` says. */
const withHelper = async (next: string) => {
  const file = path.join(await temporaryDirectory(), 'pid');
  const listeners = process.listeners('SIGHUP');
  const ended = runCommand(['/bin/sh', '-c', `sleep 60 & echo $! >'${file}'; ${next}`], 'kills');
  const helper = async () => Number(await readFile(file, 'utf8').catch(() => ''));
  await expect.poll(helper).toBeGreaterThan(0);
  const pid = await helper();
  testResources().defer(() => {
    if (identify(pid) !== undefined) process.kill(pid, 'SIGKILL');
  });
  const hangUp = (): void => {
    for (const listener of process.listeners('SIGHUP')) if (!listeners.includes(listener)) listener('SIGHUP');
  };
  return { ended, pid, hangUp };
};

// Why: Ctrl-C ended oxlint, and what checks types for it went on.
test('an interruption ends what the program started, too', async () => {
  const { ended, pid, hangUp } = await withHelper('wait');
  hangUp();
  expect(await ended).toBe(1);
  await expect.poll(() => identify(pid)).toBeUndefined();
});

test('a program that ends leaves nothing', async () => {
  const { ended, pid } = await withHelper('exit 7');
  expect(await ended).toBe(7);
  await expect.poll(() => identify(pid)).toBeUndefined();
});
