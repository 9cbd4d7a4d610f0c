import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { patience } from '../../src/waiting/slowness.ts';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { runCases } from './run-cases.ts';

// Why: at a time-out vitest abandons the body of the test, and with it the clean-up in the body.
test(
  'a test that is cut off by its time-out leaves no process and no folder',
  { timeout: patience(60_000) },
  async ({ signal }) => {
    expect(await runCases('hanging.cases.ts', signal)).toEqual({
      'hangs with a process': 'failed',
      'hangs with a folder': 'failed',
      'hangs while a resource starts that observes the signal': 'failed',
      'hangs while a resource starts that ignores the signal': 'failed',
      'starts another resource after it was cut off': 'failed',
      'no resource has leaked': 'passed',
      'leaves a resource to the file': 'passed',
    });
  },
);

// Why: clean-up after a test had been cut off was not awaited, and its failures were not reported.
test(
  'clean-up that a test defers after it was cut off is awaited',
  { timeout: patience(60_000) },
  async ({ signal }) => {
    const folder = await temporaryDirectory();
    const env = { KFP_CONFORMANCE_CUT_OFF: folder };
    expect(await runCases('late.cases.ts', signal, env)).toEqual({ 'defers clean-up after it was cut off': 'failed' });
    expect(await readdir(folder)).toEqual(['ended']);
  },
);
