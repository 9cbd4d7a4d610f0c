import { expect, test } from 'vitest';
import type { CheckEntry, Report } from '../judgement/schema.ts';
import { reportHtml } from './html.ts';
import { ctrfJson } from './ctrf.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';
import { sampleReport } from './testing/sample-report.ts';
import { terminalSummary } from './terminal.ts';

/** The sample with the rate 4 of 8 at every check of these outcomes. */
const reportWith = (...outcomes: readonly CheckEntry['outcome'][]): Report => {
  const report = sampleReport();
  return {
    ...report,
    requirements: report.requirements.map((requirement) => ({
      ...requirement,
      lanes: Object.fromEntries(
        Object.entries(requirement.lanes).map(([lane, { outcome, checks }]) => [
          lane,
          {
            outcome,
            checks: checks.map((check) =>
              outcomes.includes(check.outcome) ? { ...check, intermittent: { failed: 4, runs: 8 } } : check,
            ),
          },
        ]),
      ),
    })),
  };
};

test('the rate stands beside a known failure', () => {
  const report = reportWith('known-failure');
  expect(reportHtml(report)).toContain('Intermittent: failed in 4 of 8 runs before.');
  expect(summaryMarkdown(report)).toMatch(/\| CRUD-06 in kubernetes\/rest \| .* \(failed in 4 of 8 runs before\) \|/);
  expect(junitXml(report)).toContain('known: failed in 4 of 8 runs before; ');
  expect(ctrfJson(report)).toContain('known: failed in 4 of 8 runs before; ');
  expect(terminalSummary(report, 'x', { columns: 100, colour: false })).toContain(
    'Known intermittent failures: 1 failed, 0 passed this time',
  );
});

test('a pass of such a check says that it passed this time', () => {
  const report = reportWith('passed');
  const passed = report.summary.passed;
  expect(passed).toBeGreaterThan(0);
  expect(reportHtml(report)).toContain('passed this time: failed in 4 of 8 runs before');
  expect(summaryMarkdown(report)).toContain(
    '- passed this time: CRUD-01 in database/rest, pipeline-created, failed in 4 of 8 runs before',
  );
  expect(terminalSummary(report, 'x', { columns: 100, colour: false })).toContain(
    `Known intermittent failures: 0 failed, ${passed} passed this time`,
  );
});

test('without such checks no output speaks of them', () => {
  const report = sampleReport();
  for (const text of [
    reportHtml(report),
    summaryMarkdown(report),
    terminalSummary(report, 'x', { columns: 100, colour: false }),
  ])
    expect(text).not.toMatch(/passed this time|runs before/);
});
