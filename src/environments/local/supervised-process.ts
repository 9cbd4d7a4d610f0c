import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { Command, RunningProcess } from '../../processes/running-process.ts';
import { withParentDeathSignal } from '../../processes/parent-death-signal.ts';
import { lastLinesOf } from '../../processes/last-lines.ts';
import { signalGroup } from '../../processes/send-signal.ts';
import { patience } from '../../waiting/slowness.ts';

/** A process that an environment supervises. */
export interface SupervisedProcess extends RunningProcess {
  readonly logPath: string;
  /** How it ended; undefined while it runs. */
  ended(): { readonly code: number | null; readonly signal: string | null } | undefined;
  /** Sends SIGKILL to its process group and does not wait. */
  killNow(): void;
}

/** Starts a process in its own process group, so that Ctrl-C in a terminal reaches only the harness. */
export const superviseProcess = async (
  name: string,
  command: Command,
  logPath: string,
  record: (name: string, pid: number) => void,
): Promise<SupervisedProcess> => {
  const { file, args } = await withParentDeathSignal(command.file, command.args);
  // The process writes directly to the file: no output is lost if the harness is busy, and no SIGPIPE occurs if it dies.
  const log = openSync(logPath, 'a', 0o600);
  const child = spawn(file, args, {
    env: { ...command.env },
    ...(command.cwd !== undefined && { cwd: command.cwd }),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined)
    throw await new Promise<Error>((resolve) => {
      child.once('error', (cause) =>
        resolve(new EnvironmentError(`${name} cannot be started from ${command.file}: ${cause.message}`, { cause })),
      );
    });
  record(name, pid);
  let end: { readonly code: number | null; readonly signal: string | null } | undefined;
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => {
      end = { code, signal };
      // Kills the processes that the group leader has left running.
      signalGroup(pid, 'SIGKILL');
      resolve({ code, signal });
    });
  });
  const killNow = () => {
    if (end === undefined) signalGroup(pid, 'SIGKILL');
  };
  const kill = async () => {
    killNow();
    await exited;
  };
  const stop = async () => {
    if (end !== undefined) return;
    const timers = [
      setTimeout(() => end ?? signalGroup(pid, 'SIGTERM'), patience(1000)),
      setTimeout(killNow, patience(5000)),
    ];
    signalGroup(pid, 'SIGTERM');
    await exited;
    timers.forEach(clearTimeout);
  };
  return {
    name,
    pid,
    exited,
    logPath,
    ended: () => end,
    lastLines: (count) => lastLinesOf(logPath, count),
    killNow,
    kill,
    stop,
    [Symbol.asyncDispose]: kill,
  };
};
