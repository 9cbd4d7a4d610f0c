import { mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from '../../processes/running-process.ts';
import { onProcessExit } from '../../processes/exit-hook.ts';
import type { StateDirectory } from '../../state/state-directory.ts';
import { superviseProcess, type SupervisedProcess } from './supervised-process.ts';

/** All processes of one environment. Disposing of it kills them and removes the state directory. */
export interface Supervision extends AsyncDisposable {
  spawn(name: string, command: Command): Promise<SupervisedProcess>;
  /** The running processes, oldest first. */
  processes(): readonly SupervisedProcess[];
  /** The log files, including those of exited processes. */
  logs(): Promise<readonly string[]>;
}

export const supervise = (state: StateDirectory): Supervision => {
  const logDirectory = path.join(state.path, 'logs');
  mkdirSync(logDirectory);
  const all: SupervisedProcess[] = [];
  const starting = new Set<Promise<SupervisedProcess>>();
  const starts = new Map<string, number>();
  let closed = false;
  const running = () => all.filter((process) => process.ended() === undefined);
  const forget = onProcessExit(() => {
    for (const process of running()) process.killNow();
    state.remove();
  });
  const logOf = (name: string): string => {
    const count = (starts.get(name) ?? 0) + 1;
    starts.set(name, count);
    return path.join(logDirectory, count === 1 ? `${name}.log` : `${name}-${count}.log`);
  };
  return {
    processes: running,
    spawn: async (name, command) => {
      if (closed) throw new Error(`${name} cannot be started: its environment has been disposed of`);
      const start = superviseProcess(name, command, logOf(name), (started, pid) => state.record(started, pid));
      starting.add(start);
      try {
        const process = await start;
        all.push(process);
        return process;
      } finally {
        starting.delete(start);
      }
    },
    logs: async () => (await readdir(logDirectory)).toSorted().map((name) => path.join(logDirectory, name)),
    [Symbol.asyncDispose]: async () => {
      closed = true;
      await Promise.allSettled(starting);
      // Their data is discarded, so they need no orderly shutdown.
      await Promise.all(all.map((process) => process.kill()));
      state.remove();
      forget();
    },
  };
};
