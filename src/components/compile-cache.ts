import path from 'node:path';
import { cacheDirectory } from './cache-directory.ts';

/** Where Node keeps what it compiled, from one start to the next; scripts/compile-cache.mjs says the same. */
export const compileCacheDirectory = (): string => path.join(cacheDirectory(), 'compiled');
