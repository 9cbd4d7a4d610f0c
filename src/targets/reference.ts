import { packagePath } from '../cli/package-path.ts';
import { compileCacheDirectory } from '../components/compile-cache.ts';
import type { ProgramTarget } from './target.ts';

/** The reference implementation of this package, as a process of its own. */
export const referenceTarget = (manifestsDirectory?: string): ProgramTarget => {
  const executable = packagePath(
    import.meta.filename.endsWith('.ts') ? 'src/reference/main.ts' : 'dist/src/reference/main.js',
  );
  return {
    kind: 'reference',
    executable,
    ...(manifestsDirectory !== undefined && { manifestsDirectory }),
    command: (args, env) => ({
      file: process.execPath,
      args: [executable, ...args],
      env: {
        ...env,
        NODE_NO_WARNINGS: '1',
        // A run starts dozens of them, each of which would compile the same hundreds of files.
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? compileCacheDirectory(),
      },
    }),
  };
};
