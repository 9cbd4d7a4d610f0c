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
    // Ctrl-C in a terminal must reach only the owner.
    detached: true,
  });
  child.on('error', () => {
    // Without the reaper, reapClusters of the next run removes the clusters.
  });
  child.unref();
  (child.stdin as unknown as { unref?(): void }).unref?.();
  return child;
};

/**
 * Starts a process that removes this process's clusters if this process is killed. The returned function ends the watch
 * for one cluster.
 */
export const watchOwner = (address: string): (() => Promise<void>) => {
  watch ??= { child: startReaper(address), users: 0 };
  const used = watch;
  used.users += 1;
  let released = false;
  return async () => {
    if (released) return;
    released = true;
    used.users -= 1;
    if (used.users > 0) return;
    if (watch === used) watch = undefined;
    const { child } = used;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.ref();
    child.kill('SIGKILL');
    await exited;
  };
};
