import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { RunningEnvironment, RunningProcess } from '../environments/environment.ts';
import type { Launch } from '../targets/launch.ts';
import type { Target } from '../targets/target.ts';
import { targetProcesses } from './target-processes.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

const server = createServer((_, response) => response.end('{}'));
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** A process that ends when it is told to; a server of ours answers in its place. */
const started = async (disturbed = false) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const exit = Promise.withResolvers<Awaited<RunningProcess['exited']>>();
  const process: RunningProcess = {
    name: 'target-db-1',
    pid: 1,
    exited: exit.promise,
    lastLines: () => [],
    kill: async () => exit.resolve({ code: null, signal: 'SIGKILL' }),
    stop: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const stateDirectory = await temporaryDirectory();
  const processes = targetProcesses(
    {
      stateDirectory,
      clientKubeconfig: () => Promise.resolve(import.meta.filename),
      database: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
      spawn: () => Promise.resolve(process),
    } as unknown as RunningEnvironment,
    { command: (args, env) => ({ file: '/bin/true', args, env }) } as Target,
    { progress: () => {}, signal: new AbortController().signal },
    () => disturbed,
  );
  const running = await processes.start({
    id: 'db-1',
    storage: 'database',
    variant: 'default',
    httpPort: (server.address() as AddressInfo).port,
    objectStore: { port: 1 },
    webhookCertificate: {},
  } as unknown as Launch);
  return { processes, running, exit: exit.resolve };
};

test('a target that ended by itself is known to be gone, and how it went', async () => {
  const { processes, running, exit } = await started();
  expect(processes.isRunning(running)).toBe(true);
  exit({ code: 2, signal: null });
  await running.exited;
  expect(processes.isRunning(running)).toBe(false);
  expect(processes.deaths()).toEqual(['target-db-1 (database, variant default) ended by itself with exit code 2']);
});

test('the death of a target that a scenario disturbs is for that scenario to judge', async () => {
  const { processes, running, exit } = await started(true);
  exit({ code: 2, signal: null });
  await running.exited;
  expect(processes.isRunning(running)).toBe(false);
  expect(processes.deaths()).toEqual([]);
});

test('a target that the harness ends has not died', async () => {
  const { processes, running } = await started();
  await processes.kill(running);
  expect(processes.isRunning(running)).toBe(false);
  expect(processes.deaths()).toEqual([]);
});
