import { Writable } from 'node:stream';
import { createVitest, type Reporter, type Vitest } from 'vitest/node';
import { packagePath, packageRoot } from '../../cli/package-path.ts';
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

/** vitest on one project of this package, from its sources or, installed, from its JavaScript. */
export const openVitest = (project: string, reporter: Reporter): Promise<Vitest> =>
  // Its own handlers end the process a millisecond after a signal, and the report of what was measured with it.
  withoutSignalHandlers(() =>
    createVitest(
      'test',
      {
        root: packageRoot,
        config: packagePath(import.meta.filename.endsWith('.ts') ? 'vitest.config.ts' : 'dist/vitest.config.js'),
        configLoader: 'native',
        project: [project],
        reporters: [reporter],
        watch: false,
        passWithNoTests: true,
      },
      {},
      { stdout: toStandardError(), stderr: toStandardError() },
    ),
  );
