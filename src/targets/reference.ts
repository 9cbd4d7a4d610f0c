import { packagePath } from '../package-path.ts';
import { compileCacheDirectory } from '../components/compile-cache.ts';
import type { ProgramTarget } from './target.ts';

/**
 * The command that runs the reference from `entry`. Node's compile cache is kept in `compileCache`, since a run starts
 * dozens of processes.
 */
export const referenceCommand =
  (entry: string, compileCache: string): ProgramTarget['command'] =>
  (args, env) => ({
    file: process.execPath,
    args: [entry, ...args],
    env: { ...env, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: compileCache },
  });

/** The reference implementation of this package, run as a separate process. */
export const referenceTarget = (manifestsDirectory?: string): ProgramTarget => {
  const executable = packagePath(
    import.meta.filename.endsWith('.ts') ? 'src/reference/main.ts' : 'dist/src/reference/main.js',
  );
  return {
    kind: 'reference',
    executable,
    ...(manifestsDirectory !== undefined && { manifestsDirectory }),
    command: referenceCommand(executable, process.env['NODE_COMPILE_CACHE'] ?? compileCacheDirectory()),
  };
};
