/**
 * The process that keeps a container engine of our own for as long as anybody uses it. A user is a connection to its
 * socket: the kernel closes it with the process that held it, however that ended, so the engine never outlives its last
 * user, and two runs at once share one engine.
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

const tell = (message: KeeperMessage): void => {
  current = message;
  for (const user of users) user.write(`${JSON.stringify(message)}\n`);
};

const keepMs = 2000;

const server = createServer({ allowHalfOpen: true }, (user) => {
  user.on('error', () => user.destroy());
  user.write(`${JSON.stringify(current)}\n`);
  users.add(user);
  // A user that wants to know that all is gone half-closes, and waits for our end.
  user.on('end', () => void left(user));
  user.on('close', () => void left(user));
  user.resume();
});
server.on('error', (cause: NodeJS.ErrnoException) => {
  // Another keeper was quicker; whoever started this one finds it.
  process.exit(cause.code === 'EADDRINUSE' ? 0 : 1);
});

const kept = async (): Promise<boolean> => {
  await using api = engineApi(folders.address);
  return await hasKeptContainers(api);
};

const finish = async (code: number): Promise<void> => {
  ending = true;
  tell({ state: 'ending' });
  try {
    await engine?.stop();
    restoreKernelSettings();
    // Its own output is of interest only when it failed.
    if (code === 0) rmSync(`${folders.runtime}.log`, { force: true });
  } finally {
    process.exit(code);
  }
};

/** Those that wait to hear that all is gone. */
const waiting = new Set<Socket>();
const unused = (): boolean => users.size === 0 && !ending;

const left = async (user: Socket): Promise<void> => {
  if (!users.delete(user)) return;
  waiting.add(user);
  if (ending || engine === undefined) return;
  if (users.size > 0) return void user.end();
  while (unused() && (await kept())) {
    for (const one of waiting) one.end();
    waiting.clear();
    await new Promise((resolve) => setTimeout(resolve, keepMs));
  }
  if (unused()) await finish(0);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (!ending) void finish(0);
  });

await new Promise<void>((resolve) => server.listen(folders.keeper, resolve));
try {
  const programs = await findEnginePrograms();
  if (programs === undefined) throw new EnvironmentError('the programs of the container engine are not there');
  engine = await startEngineServer(folders, programs);
  tell({ state: 'ready', address: folders.address, version: engine.version });
  void engine.ended.then((said) => {
    if (ending) return;
    tell({ state: 'failed', message: `the container engine ended: ${said}` });
    void finish(1);
  });
  // Everybody may have gone while it started.
  setTimeout(() => {
    if (unused()) void finish(0);
  }, keepMs).unref();
} catch (cause) {
  tell({ state: 'failed', message: (cause as Error).message });
  await finish(1);
}
