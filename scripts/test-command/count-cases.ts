import { readFile } from 'node:fs/promises';
import { StepError } from './failure-text.ts';
import type { CaseCounts, TestCommand } from './step.ts';
import type { VitestReport } from './vitest-report.ts';

/** Reads the JSON report of vitest, which ended with `code`. Throws if there is none. */
export const readVitestReport = async (report: string, code: number): Promise<VitestReport> => {
  const text = await readFile(report, 'utf8').catch((cause: unknown) => {
    throw new StepError(`vitest wrote no report (exit code ${code})`, { cause });
  });
  return JSON.parse(text) as VitestReport;
};

const ended: ReadonlySet<string> = new Set(['passed', 'failed']);

/** The counts of a vitest report. Throws if no test ran, which is a failure. */
export const countCases = (report: VitestReport, code: number, command: TestCommand): CaseCounts => {
  const { numPassedTests: passed, numFailedTests: failed, testResults } = report;
  if (passed + failed === 0)
    throw new StepError(
      `vitest ran no tests (exit code ${code}): check the file patterns and the tag filter of the project`,
    );
  // A case of the other command was not skipped, but left to that.
  const skipped = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status, tags = [] }) => !ended.has(status) && tags.includes('long') === (command === 'test:long'));
  // A run that failed without a failed case (in a hook, or by an unhandled error) counts as one failure.
  return { passed, failed: code === 0 ? failed : Math.max(1, failed), skipped: skipped.length };
};
