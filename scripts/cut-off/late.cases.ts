import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'vitest';
import { patience } from '../../src/waiting/slowness.ts';
import { testResources } from '../../src/testing/test-resources.ts';

// This test must be the last of its file, so that its clean-up ends after all tests.
test('defers clean-up after it was cut off', { timeout: patience(500) }, async () => {
  const resources = testResources();
  await new Promise((resolve) => resources.signal.addEventListener('abort', resolve));
  resources.defer(async () => {
    await pause(500);
    await writeFile(path.join(process.env['KFP_CONFORMANCE_CUT_OFF'] ?? '', 'ended'), '');
  });
});
