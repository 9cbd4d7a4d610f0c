import { readFile } from 'node:fs/promises';
import { StepError } from './failure-text.ts';
import type { CaseCounts } from './step.ts';

/** The counts of a vitest report. Throws if there is no report or no test ran, which is a failure. */
export const countCases = async (report: string, code: number): Promise<CaseCounts> => {
  const text = await readFile(report, 'utf8').catch((cause: unknown) => {
    throw new StepError(`vitest wrote no report (exit code ${code})`, { cause });
  });
  const { numPassedTests: passed, numFailedTests: failed } = JSON.parse(text) as {
    numPassedTests: number;
    numFailedTests: number;
  };
  if (passed + failed === 0)
    throw new StepError(
      `vitest ran no tests (exit code ${code}): check the file patterns and the tag filter of the project`,
    );
  // A run that failed without a failed case (in a hook, or by an unhandled error) counts as one failure.
  return { passed, failed: code === 0 ? failed : Math.max(1, failed) };
};
