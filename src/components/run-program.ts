import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { patience } from '../waiting/slowness.ts';

const execute = promisify(execFile);

/** Runs a program that ends by itself within 20 s and returns what it printed. Rejects as execFile does. */
export const runProgram = async (
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> => {
  const { stdout, stderr } = await execute(file, args, {
    ...options,
    timeout: patience(20_000),
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout + stderr;
};
