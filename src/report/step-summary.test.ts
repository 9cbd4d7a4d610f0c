import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { summaryMarkdown } from './markdown.ts';
import { appendStepSummary } from './step-summary.ts';
import { sampleReport } from './testing/sample-report.ts';

test('the summary is appended to that of the step', async () => {
  const file = path.join(await temporaryDirectory(), 'summary');
  await writeFile(file, 'before\n');
  expect(await appendStepSummary(summaryMarkdown(sampleReport()), { GITHUB_STEP_SUMMARY: file })).toBeUndefined();
  expect(await readFile(file, 'utf8')).toBe(`before\n${summaryMarkdown(sampleReport())}`);
});

test('a summary that cannot be written is a warning, and elsewhere there is none to write', async () => {
  const folder = await temporaryDirectory();
  expect(await appendStepSummary(summaryMarkdown(sampleReport()), { GITHUB_STEP_SUMMARY: folder })).toMatch(
    /^warning: the summary was not written to GITHUB_STEP_SUMMARY: EISDIR/,
  );
  expect(await appendStepSummary(summaryMarkdown(sampleReport()), {})).toBeUndefined();
  expect(await appendStepSummary(summaryMarkdown(sampleReport()), { GITHUB_STEP_SUMMARY: '' })).toBeUndefined();
});
