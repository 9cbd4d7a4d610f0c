import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { withDiagnosticsPath } from './with-diagnostics-path.ts';

test('a failure names the directory of the diagnostics if it exists', async () => {
  const directory = await temporaryDirectory();
  const cause = new EnvironmentError('the database is not ready');
  expect((withDiagnosticsPath(cause, directory) as Error).message).toBe(
    `the database is not ready\nThe logs of the node and its pods are in ${directory}`,
  );
  expect(withDiagnosticsPath(cause, path.join(directory, 'none'))).toBe(cause);
  // An interruption is passed on unchanged.
  const interruption = new Error('interrupted by SIGINT');
  expect(withDiagnosticsPath(interruption, directory)).toBe(interruption);
});
