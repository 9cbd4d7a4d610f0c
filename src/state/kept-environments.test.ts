import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { testProcess } from '../testing/test-process.ts';
import { testResources } from '../testing/test-resources.ts';
import { slowness } from '../waiting/slowness.ts';
import { identify, liveness, type ProcessIdentity } from '../processes/process-identity.ts';
import { endKept, keptEnvironments, type KeptEnvironment } from './kept-environments.ts';
import { createStateDirectory } from './state-directory.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a kept environment records the slowness of the machine at its start', async () => {
  const runtime = await temporaryDirectory();
  createStateDirectory(runtime, true);
  createStateDirectory(runtime, false);
  expect(keptEnvironments(runtime)).toMatchObject([{ owner: { pid: process.pid }, slowness: slowness() }]);
});

// Why: a keeper that was started on a busy machine, and so gave its components 25 s to end, was killed after 10 s.
test('a keeper has as much time to end as the slowness at its start allows', async () => {
  const runtime = await temporaryDirectory();
  const script = `trap '' TERM; echo listening; while :; do sleep 0.1; done`;
  const keeper = await testResources().use(testProcess('/bin/sh', ['-c', script]));
  await once(keeper.stdout, 'data');
  const owner = identify(keeper.pid) as ProcessIdentity;
  const directory = path.join(runtime, 'env-1');
  await mkdir(directory);
  const state = { kept: true, owner, slowness: 5, processes: [] };
  await writeFile(path.join(directory, 'state.json'), JSON.stringify(state));
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
  const ended = endKept(runtime, keptEnvironments(runtime)[0] as KeptEnvironment);
  await vi.advanceTimersByTimeAsync(40_000);
  expect(liveness(owner)).toBe('alive');
  keeper.kill('SIGKILL');
  await keeper.exited;
  await vi.advanceTimersByTimeAsync(1_000);
  await ended;
  expect(existsSync(directory)).toBe(false);
});
