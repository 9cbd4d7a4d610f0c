import path from 'node:path';
import { cacheDirectory } from './cache-directory.ts';

/** The directory of Node's compile cache. scripts/compile-cache.mjs must use the same directory. */
export const compileCacheDirectory = (): string => path.join(cacheDirectory(), 'compiled');
