import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { countCases, readVitestReport } from './count-cases.ts';

const count = async (
  numPassedTests: number,
  numFailedTests: number,
  code: number,
  cases: readonly { readonly status: string; readonly tags?: readonly string[] }[] = [],
  command: 'test' | 'test:long' = 'test',
) => {
  const report = path.join(await temporaryDirectory(), 'report.json');
  await writeFile(
    report,
    JSON.stringify({ numPassedTests, numFailedTests, testResults: [{ assertionResults: cases }] }),
  );
  return countCases(await readVitestReport(report, code), code, command);
};

test('cases are counted, and a failure outside of any case counts as one', async () => {
  expect(await count(7, 0, 0)).toEqual({ passed: 7, failed: 0, skipped: 0 });
  expect(await count(7, 2, 1)).toEqual({ passed: 7, failed: 2, skipped: 0 });
  expect(await count(7, 0, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
});

// Why: a filter that matched nothing was "ok", with 0 passed and 0 failed.
test('a vitest run without tests is a failure', async () => {
  await expect(count(0, 0, 0)).rejects.toThrow('vitest ran no tests (exit code 0)');
});

test('a vitest run without a report is a failure', async () => {
  await expect(readVitestReport(path.join(await temporaryDirectory(), 'none.json'), 137)).rejects.toThrow(
    'vitest wrote no report (exit code 137)',
  );
});

// Why: 10 cases of the suites were skipped, and no line said so.
test('skipped cases are counted, except those of the other command', async () => {
  const cases = [
    { status: 'passed' },
    { status: 'skipped' },
    { status: 'todo' },
    { status: 'skipped', tags: ['long'] },
    { status: 'failed' },
  ];
  expect(await count(1, 1, 1, cases)).toEqual({ passed: 1, failed: 1, skipped: 2 });
  expect(await count(1, 1, 1, cases, 'test:long')).toEqual({ passed: 1, failed: 1, skipped: 1 });
});
