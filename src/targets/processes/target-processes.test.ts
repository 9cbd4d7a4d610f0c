import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { RunningLocalEnvironment } from '../../environments/local/running-local-environment.ts';
import type { Launch } from './launch.ts';
import type { TargetProcess } from './target-process.ts';
import { targetProcesses } from './target-processes.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';

const server = createServer((_, response) => response.end('{}'));
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

/** A fake process whose end the test controls; a server of the test answers for it. */
const started = async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const exit = Promise.withResolvers<Awaited<TargetProcess['exited']>>();
  const process: TargetProcess = {
    name: 'target-db-1',
    identity: '1',
    exited: exit.promise,
    lastLines: () => [],
    kill: async () => exit.resolve({ code: null, signal: 'SIGKILL' }),
  };
  const stateDirectory = await temporaryDirectory();
  const processes = targetProcesses(
    {
      stateDirectory,
      clientKubeconfig: () => Promise.resolve(import.meta.filename),
      database: { host: '127.0.0.1', port: 1, user: 'u', password: 'p' },
    } as unknown as RunningLocalEnvironment,
    { digests: [], start: () => Promise.resolve(process), [Symbol.asyncDispose]: () => Promise.resolve() },
    { progress: () => {}, signal: new AbortController().signal },
  );
  const deaths: string[] = [];
  const running = await processes.start(
    {
      id: 'db-1',
      name: 'target-db-1',
      database: {},
      storage: 'database',
      variant: 'default',
      httpPort: (server.address() as AddressInfo).port,
      objectStorePort: 1,
      webhookCertificate: {},
    } as unknown as Launch,
    (how) => deaths.push(how),
  );
  return { processes, running, deaths, exit: exit.resolve };
};

test('a target that ended by itself is reported as dead, with its exit code', async () => {
  const { processes, running, deaths, exit } = await started();
  expect(processes.isRunning(running)).toBe(true);
  exit({ code: 2, signal: null });
  await running.exited;
  expect(processes.isRunning(running)).toBe(false);
  expect(deaths).toEqual(['target-db-1 (database, variant default) ended by itself with exit code 2']);
});

test('a target that the harness kills is not reported as dead', async () => {
  const { processes, running, deaths } = await started();
  await processes.kill(running);
  expect(processes.isRunning(running)).toBe(false);
  expect(deaths).toEqual([]);
});
