import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { EnvironmentError } from '../../failures/environment-error.ts';
import type { Command, RunningProcess } from '../../processes/running-process.ts';
import { withParentDeathSignal } from '../../processes/parent-death-signal.ts';
import { lastLinesOf } from '../../processes/last-lines.ts';
import { signalGroup } from '../../processes/send-signal.ts';
import { patience } from '../../waiting/slowness.ts';

/** A process as the environment keeps it. */
export interface SupervisedProcess extends RunningProcess {
  readonly logPath: string;
  /** How it ended; undefined while it runs. */
  ended(): { readonly code: number | null; readonly signal: string | null } | undefined;
  /** SIGKILL to its group without waiting. */
  killNow(): void;
}

/** Starts a process in a group of its own, so that Ctrl-C in a terminal reaches the harness alone. */
export const superviseProcess = async (
  name: string,
  command: Command,
  logPath: string,
  record: (name: string, pid: number) => void,
): Promise<SupervisedProcess> => {
  const { file, args } = await withParentDeathSignal(command.file, command.args);
  // Output goes straight to the file: nothing is lost when the harness is busy, and nobody gets SIGPIPE when it dies.
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
      // What the leader leaves behind in its group goes with it.
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
