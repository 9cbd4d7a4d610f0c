import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { patience } from '../waiting/slowness.ts';

const execute = promisify(execFile);

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly deadlineMs?: number;
}

/**
 * Runs a program to its end and returns its output. The deadline (default 20 s) is scaled by the slowness of the machine.
 * Rejects as execFile does.
 */
export const runProgram = async (
  file: string,
  args: readonly string[],
  { deadlineMs = 20_000, ...options }: RunOptions = {},
): Promise<string> => {
  const { stdout, stderr } = await execute(file, args, {
    ...options,
    timeout: patience(deadlineMs),
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout + stderr;
};
