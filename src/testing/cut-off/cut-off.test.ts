import { expect, test } from 'vitest';
import { patience } from '../../waiting/slowness.ts';
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
