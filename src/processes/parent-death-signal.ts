import { findExecutable, searchPath } from './search-path.ts';

let setpriv: Promise<string | undefined> | undefined;

/**
 * The same program, started so that the kernel kills it when this process ends, however it ends: Linux with util-linux.
 * Elsewhere it is started as it is, and `env reap` ends what a killed harness left.
 */
export const withParentDeathSignal = async (
  file: string,
  args: readonly string[],
): Promise<{ readonly file: string; readonly args: readonly string[] }> => {
  setpriv ??= process.platform === 'linux' ? findExecutable(['setpriv'], searchPath()) : Promise.resolve(undefined);
  const found = await setpriv;
  return found === undefined ? { file, args } : { file: found, args: ['--pdeathsig', 'KILL', '--', file, ...args] };
};
