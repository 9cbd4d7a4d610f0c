import { packagePath } from '../cli/package-path.ts';
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
      env: { ...env, NODE_NO_WARNINGS: '1' },
    }),
  };
};
