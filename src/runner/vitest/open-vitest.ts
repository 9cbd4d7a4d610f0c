import { createVitest, type Reporter, type Vitest } from 'vitest/node';
import { packagePath, packageRoot } from '../../cli/package-path.ts';
import { withoutSignalHandlers } from './without-signal-handlers.ts';

/** vitest on one project of this package, from its sources or, installed, from its JavaScript. */
export const openVitest = (project: string, reporter: Reporter): Promise<Vitest> =>
  // Its own handlers end the process a millisecond after a signal, and the report of what was measured with it.
  withoutSignalHandlers(() =>
    createVitest('test', {
      root: packageRoot,
      config: packagePath(import.meta.filename.endsWith('.ts') ? 'vitest.config.ts' : 'dist/vitest.config.js'),
      configLoader: 'native',
      project: [project],
      reporters: [reporter],
      watch: false,
      passWithNoTests: true,
    }),
  );
