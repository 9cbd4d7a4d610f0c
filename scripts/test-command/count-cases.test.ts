import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../src/testing/temporary-directory.ts';
import { countCases } from './count-cases.ts';

const count = async (numPassedTests: number, numFailedTests: number, code: number) => {
  const report = path.join(await temporaryDirectory(), 'report.json');
  await writeFile(report, JSON.stringify({ numPassedTests, numFailedTests }));
  return countCases(report, code);
};

test('cases are counted, and a failure outside of any case counts as one', async () => {
  expect(await count(7, 0, 0)).toEqual({ passed: 7, failed: 0 });
  expect(await count(7, 2, 1)).toEqual({ passed: 7, failed: 2 });
  expect(await count(7, 0, 1)).toEqual({ passed: 7, failed: 1 });
});

// Why: a filter that matched nothing was "ok", with 0 passed and 0 failed.
test('a vitest run without tests is a failure', async () => {
  await expect(count(0, 0, 0)).rejects.toThrow('vitest ran no tests (exit code 0)');
});

test('a vitest run without a report is a failure', async () => {
  await expect(countCases(path.join(await temporaryDirectory(), 'none.json'), 137)).rejects.toThrow(
    'vitest wrote no report (exit code 137)',
  );
});
