import { Writable } from 'node:stream';
import { createVitest, type Reporter, type Vitest } from 'vitest/node';
import { packagePath, packageRoot } from '../../package-path.ts';
import { withoutSignalHandlers } from './without-signal-handlers.ts';

/**
 * What vitest and the suites print goes to standard error: standard output belongs to the command. Not to the stream
 * itself, since vitest waits for ever for a worker whose output a closed stream does not take.
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
 * vitest on one project of this package, from its sources or, installed, from its JavaScript. What it keeps from run to run
 * goes into `cacheDirectory`.
 */
export const openVitest = (project: string, reporter: Reporter, cacheDirectory: string): Promise<Vitest> =>
  // Its own handlers end the process a millisecond after a signal, and the report of what was measured with it.
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
        // JavaScript needs no transformation worth keeping, and its folder may be read-only.
        ...(built && { fsModuleCache: false }),
      },
      { cacheDir: cacheDirectory },
      { stdout: toStandardError(), stderr: toStandardError() },
    ),
  );
