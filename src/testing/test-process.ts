import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { withParentDeathSignal } from '../processes/parent-death-signal.ts';
import { signalGroup } from '../processes/send-signal.ts';

/** A program that a test starts, in a process group of its own. */
export interface TestProcess extends AsyncDisposable {
  readonly pid: number;
  readonly stdout: Readable;
  /** Absent if it goes where that of the tests goes. */
  readonly stderr?: Readable;
  /** Resolves with the exit code or the signal. */
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a program that ends when it is disposed of, or when the process of the tests ends, even by SIGKILL. */
export const testProcess = async (
  file: string,
  args: readonly string[],
  {
    stderr = 'inherit',
    ...options
  }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly stderr?: 'inherit' | 'pipe' } = {},
): Promise<TestProcess> => {
  const command = await withParentDeathSignal(file, args);
  const stdio: StdioOptions = ['ignore', 'pipe', stderr];
  const child: ChildProcess = spawn(command.file, command.args, { ...options, stdio, detached: true });
  await once(child, 'spawn');
  const pid = child.pid as number;
  const exited = once(child, 'exit').then(([code, signal]: (number | NodeJS.Signals | null)[]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return {
    pid,
    stdout: child.stdout as Readable,
    ...(child.stderr !== null && { stderr: child.stderr }),
    exited,
    kill: (signal) => void child.kill(signal),
    [Symbol.asyncDispose]: async () => {
      // The group includes children that outlived the program.
      signalGroup(pid, 'SIGKILL');
      await exited;
    },
  };
};
