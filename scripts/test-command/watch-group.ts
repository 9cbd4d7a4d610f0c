import { spawn } from 'node:child_process';

/**
 * Kills a process group when this process ends, even by SIGKILL; the parent-death signal reaches only the leader. The returned
 * function stops watching.
 */
export const watchGroup = (leader: number): (() => void) => {
  // The kernel closes the pipe when this process ends; a line on the pipe ends the watcher without a kill.
  const watch = spawn('/bin/sh', ['-c', 'read -r line || kill -s KILL -- "-$0"', String(leader)], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without the watcher, the parent-death signal still ends the leader.
  watch.on('error', () => {});
  watch.stdin.on('error', () => {});
  watch.unref();
  return () => void watch.stdin.end('\n');
};
