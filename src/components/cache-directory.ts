import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { EnvironmentError } from '../failures/environment-error.ts';

/** Where built components and prepared databases are kept between runs, outside any checkout. */
export const cacheDirectory = (): string => {
  const own = process.env['KFP_CONFORMANCE_CACHE'];
  if (own) return path.resolve(own);
  const shared = process.env['XDG_CACHE_HOME'];
  // The XDG specification says to ignore a relative value.
  return path.join(shared && path.isAbsolute(shared) ? shared : path.join(homedir(), '.cache'), 'kfp-conformance');
};

/** The same, made where it is missing. Throws an EnvironmentError when it cannot be. */
export const makeCacheDirectory = async (): Promise<string> => {
  const directory = cacheDirectory();
  try {
    await mkdir(directory, { recursive: true });
    return directory;
  } catch (cause) {
    throw new EnvironmentError(
      `the components' cache ${directory} cannot be made (${(cause as Error).message}): name another folder with KFP_CONFORMANCE_CACHE`,
      { cause },
    );
  }
};
