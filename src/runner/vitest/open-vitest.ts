import { Writable } from 'node:stream';
import { createVitest, type Reporter, type Vitest } from 'vitest/node';
import { packagePath, packageRoot } from '../../package-path.ts';
import { withoutSignalHandlers } from './without-signal-handlers.ts';

/**
 * Redirects the output of vitest and the suites to standard error, since standard output belongs to the command. It is not
 * process.stderr itself, because vitest waits for ever for a worker whose output a closed stream does not accept.
 */
const toStandardError = (): Writable =>
  new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      process.stderr.write(chunk);
      done();
    },
  });

const built = !import.meta.filename.endsWith('.ts');

/**
 * Opens vitest on one project of this package, from its sources or, in an installed package, from its JavaScript. vitest
 * keeps its cache in `cacheDirectory`.
 */
export const openVitest = (project: string, reporter: Reporter, cacheDirectory: string): Promise<Vitest> =>
  // The handlers of vitest exit the process a millisecond after a signal, before the report is written.
  withoutSignalHandlers(() =>
    createVitest(
      'test',
      {
        root: packageRoot,
        config: packagePath(built ? 'dist/vitest.config.js' : 'vitest.config.ts'),
        configLoader: 'native',
        project: [project],
        reporters: [reporter],
        watch: false,
        passWithNoTests: true,
        // JavaScript needs no transformation worth caching, and its folder may be read-only.
        ...(built && { fsModuleCache: false }),
      },
      { cacheDir: cacheDirectory },
      { stdout: toStandardError(), stderr: toStandardError() },
    ),
  );
