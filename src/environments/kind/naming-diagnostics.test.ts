import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { EnvironmentError } from '../../failures/environment-error.ts';
import { namingDiagnostics } from './naming-diagnostics.ts';

test('a failure says where the evidence is, and names no folder where nothing was kept', async () => {
  const kept = await temporaryDirectory();
  const cause = new EnvironmentError('the database is not ready');
  expect((namingDiagnostics(cause, kept) as Error).message).toBe(
    `the database is not ready\nWhat the node and its pods said is kept in ${kept}`,
  );
  expect(namingDiagnostics(cause, path.join(kept, 'none'))).toBe(cause);
  // An interruption is told as it is.
  const interruption = new Error('interrupted by SIGINT');
  expect(namingDiagnostics(interruption, kept)).toBe(interruption);
});
