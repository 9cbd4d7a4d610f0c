import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { EnvironmentError } from '../failures/environment-error.ts';

/** The directory in which built components and images are kept between runs, outside any checkout. */
export const cacheDirectory = (): string => {
  const configured = process.env['KFP_CONFORMANCE_CACHE'];
  if (configured) return path.resolve(configured);
  const shared = process.env['XDG_CACHE_HOME'];
  // The XDG specification requires that relative values are ignored.
  return path.join(shared && path.isAbsolute(shared) ? shared : path.join(homedir(), '.cache'), 'kfp-conformance');
};

/** The cache directory, created if it is missing. Throws an EnvironmentError if it cannot be created. */
export const makeCacheDirectory = async (): Promise<string> => {
  const directory = cacheDirectory();
  try {
    await mkdir(directory, { recursive: true });
    return directory;
  } catch (cause) {
    throw new EnvironmentError(
      `the cache directory ${directory} cannot be created (${(cause as Error).message}): set KFP_CONFORMANCE_CACHE to another directory`,
      { cause },
    );
  }
};
