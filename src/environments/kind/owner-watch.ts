import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { identify } from '../../processes/process-identity.ts';

let watch: { readonly child: ChildProcess; users: number } | undefined;

const startReaper = (address: string): ChildProcess => {
  const file = path.join(import.meta.dirname, `cluster-reaper${path.extname(import.meta.filename)}`);
  const child = spawn(process.execPath, [file, address, JSON.stringify(identify(process.pid))], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C in a terminal is for the owner.
    detached: true,
  });
  child.on('error', () => {
    // The clusters are then found by the next run's reapClusters.
  });
  child.unref();
  (child.stdin as unknown as { unref?(): void }).unref?.();
  return child;
};

/** Has somebody else remove this process's clusters should it be killed. The function given back says that one is gone. */
export const watchOwner = (address: string): (() => Promise<void>) => {
  watch ??= { child: startReaper(address), users: 0 };
  const mine = watch;
  mine.users += 1;
  let left = false;
  return async () => {
    if (left) return;
    left = true;
    mine.users -= 1;
    if (mine.users > 0) return;
    if (watch === mine) watch = undefined;
    const { child } = mine;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.ref();
    child.kill('SIGKILL');
    await exited;
  };
};
