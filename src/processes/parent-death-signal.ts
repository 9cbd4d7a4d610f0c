import { findExecutable, searchPath } from './search-path.ts';

let setpriv: Promise<string | undefined> | undefined;

/**
 * Wraps a command so that the kernel kills the program when this process ends, even by SIGKILL. That needs Linux with
 * util-linux; elsewhere the command is unchanged, and `env reap` ends the programs of a killed harness.
 */
export const withParentDeathSignal = async (
  file: string,
  args: readonly string[],
): Promise<{ readonly file: string; readonly args: readonly string[] }> => {
  setpriv ??= process.platform === 'linux' ? findExecutable(['setpriv'], searchPath()) : Promise.resolve(undefined);
  const found = await setpriv;
  return found === undefined ? { file, args } : { file: found, args: ['--pdeathsig', 'KILL', '--', file, ...args] };
};
