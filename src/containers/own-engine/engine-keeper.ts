/**
 * The process that runs the harness's own container engine while it is in use. Each user holds a connection to the keeper's
 * socket, which the kernel closes when the user's process exits for any reason. The engine therefore never outlives its
 * last user, and concurrent runs share one engine.
 */
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { engineApi } from '../engine-api.ts';
import { engineFolders } from './engine-folders.ts';
import { findEnginePrograms } from './engine-programs.ts';
import { startEngineServer, type EngineServer } from './engine-server.ts';
import { saveKernelSettings } from './kernel-settings.ts';
import type { KeeperMessage } from './keeper-message.ts';
import { hasKeptContainers } from './remove-all.ts';

const folders = await engineFolders();
const restoreKernelSettings = saveKernelSettings();
const users = new Set<Socket>();
let current: KeeperMessage = { state: 'starting' };
let engine: EngineServer | undefined;
let ending = false;

const broadcast = (message: KeeperMessage): void => {
  current = message;
  for (const user of users) user.write(`${JSON.stringify(message)}\n`);
};

const keepMs = 2000;

const server = createServer({ allowHalfOpen: true }, (user) => {
  user.on('error', () => user.destroy());
  user.write(`${JSON.stringify(current)}\n`);
  users.add(user);
  // A user that waits until everything is removed half-closes the connection and waits for the keeper to close it.
  user.on('end', () => void removeUser(user));
  user.on('close', () => void removeUser(user));
  user.resume();
});
server.on('error', (cause: NodeJS.ErrnoException) => {
  // Another keeper was faster; the process that started this one connects to it.
  process.exit(cause.code === 'EADDRINUSE' ? 0 : 1);
});

const hasKept = async (): Promise<boolean> => {
  await using api = engineApi(folders.address);
  return await hasKeptContainers(api);
};

const finish = async (code: number): Promise<void> => {
  ending = true;
  broadcast({ state: 'ending' });
  try {
    await engine?.stop();
    restoreKernelSettings();
    // The log is kept only after a failure.
    if (code === 0) rmSync(`${folders.runtime}.log`, { force: true });
  } finally {
    process.exit(code);
  }
};

/** Users that wait until everything is removed. */
const waiting = new Set<Socket>();
const isUnused = (): boolean => users.size === 0 && !ending;

const removeUser = async (user: Socket): Promise<void> => {
  if (!users.delete(user)) return;
  waiting.add(user);
  if (ending || engine === undefined) return;
  if (users.size > 0) return void user.end();
  while (isUnused() && (await hasKept())) {
    for (const one of waiting) one.end();
    waiting.clear();
    await new Promise((resolve) => setTimeout(resolve, keepMs));
  }
  if (isUnused()) await finish(0);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (!ending) void finish(0);
  });

await new Promise<void>((resolve) => server.listen(folders.keeper, resolve));
try {
  const programs = await findEnginePrograms();
  if (programs === undefined) throw new EnvironmentError('the programs of the container engine are not set up');
  engine = await startEngineServer(folders, programs);
  broadcast({ state: 'ready', address: folders.address, version: engine.version });
  void engine.ended.then((reason) => {
    if (ending) return;
    broadcast({ state: 'failed', message: `the container engine exited unexpectedly: ${reason}` });
    void finish(1);
  });
  // All users may have disconnected while the engine started.
  setTimeout(() => {
    if (isUnused()) void finish(0);
  }, keepMs).unref();
} catch (cause) {
  broadcast({ state: 'failed', message: (cause as Error).message });
  await finish(1);
}
