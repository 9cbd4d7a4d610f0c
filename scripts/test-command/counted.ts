import { readFile } from 'node:fs/promises';
import { StepError } from './failure-text.ts';
import type { Decided } from './step.ts';

/** What vitest's report counts. Throws where it decided nothing: that is a failure. */
export const counted = async (report: string, code: number): Promise<Decided> => {
  const text = await readFile(report, 'utf8').catch((cause: unknown) => {
    throw new StepError(`vitest ended with ${code} and left no report`, { cause });
  });
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(text) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  if (passed + failed === 0)
    throw new StepError(`vitest ended with ${code} and ran no test: do its files still match, and its tags?`);
  // One that failed without a failed case (a hook, an unhandled error) is a failure all the same.
  return { passed, failed: code === 0 ? failed : Math.max(1, failed) };
};
