import { spawn } from 'node:child_process';

/**
 * Kills a process group when this process ends, however that ends: the kernel does it for the leader alone. The function
 * given back calls it off.
 */
export const watchGroup = (leader: number): (() => void) => {
  // The kernel closes the pipe of a process that has ended; a line on it says that all is well.
  const watch = spawn('/bin/sh', ['-c', 'read -r line || kill -s KILL -- "-$0"', String(leader)], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without it the group has what the kernel does.
  watch.on('error', () => {});
  watch.stdin.on('error', () => {});
  watch.unref();
  return () => void watch.stdin.end('\n');
};
