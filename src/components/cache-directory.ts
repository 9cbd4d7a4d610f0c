import { homedir } from 'node:os';
import path from 'node:path';

/** Where built components and prepared databases are kept between runs, outside any checkout. */
export const cacheDirectory = (): string => {
  const own = process.env['KFP_CONFORMANCE_CACHE'];
  if (own) return path.resolve(own);
  const shared = process.env['XDG_CACHE_HOME'];
  // The XDG specification says to ignore a relative value.
  return path.join(shared && path.isAbsolute(shared) ? shared : path.join(homedir(), '.cache'), 'kfp-conformance');
};
