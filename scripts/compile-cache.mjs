import module from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

// Plain JavaScript, because it must run before any TypeScript is compiled.

/** The folder beside the components; src/components/compile-cache.ts must agree. Undefined for a user without a home. */
export const compileCacheDirectory = () => {
  const { KFP_CONFORMANCE_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  if (own) return path.join(path.resolve(own), 'compiled');
  if (shared && path.isAbsolute(shared)) return path.join(shared, 'kfp-conformance', 'compiled');
  try {
    return path.join(homedir(), '.cache', 'kfp-conformance', 'compiled');
  } catch {
    return undefined;
  }
};

/**
 * Makes this process, its workers and its Node child processes cache compiled code, TypeScript included, which halves the time
 * of the next start. Node ignores a cache that it cannot write. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE override it.
 */
export const useCompileCache = () => {
  process.env.NODE_COMPILE_CACHE ??= compileCacheDirectory() ?? '';
  // An old Node, which only searches for a newer one, may lack this function.
  if (process.env.NODE_COMPILE_CACHE) module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
};
