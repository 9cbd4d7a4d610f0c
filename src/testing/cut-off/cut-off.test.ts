import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { patience } from '../../waiting/slowness.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { runCases } from './run-cases.ts';

// Why: at its time-out vitest leaves a test's body hanging, and with it everything that the body was to end.
test(
  'a test that is cut off by its time-out leaves no process and no folder',
  { timeout: patience(60_000) },
  async ({ signal }) => {
    expect(await runCases('hanging.cases.ts', signal)).toEqual({
      'hangs with a process': 'failed',
      'hangs with a folder': 'failed',
      'hangs while something starts that listens to the signal': 'failed',
      'hangs while something starts that does not': 'failed',
      'starts another thing once it was cut off': 'failed',
      'nothing of them is left': 'passed',
      'leaves something to the file': 'passed',
    });
  },
);

// Why: nobody waited for what a test that had been cut off left to be ended, and its failure was nobody's.
test('what a test defers once it was cut off is waited for', { timeout: patience(60_000) }, async ({ signal }) => {
  const folder = await temporaryDirectory();
  const env = { KFP_CONFORMANCE_CUT_OFF: folder };
  expect(await runCases('late.cases.ts', signal, env)).toEqual({ 'defers something once it was cut off': 'failed' });
  expect(await readdir(folder)).toEqual(['ended']);
});
