import { expect, test } from 'vitest';
import { detectionsOf } from './detections.ts';
import { reportHtml } from './html.ts';
import { summaryMarkdown } from './markdown.ts';
import { sampleReport } from './testing/sample-report.ts';

/** The sample with rounds stated at the checks of a requirement that pass. */
const withRounds = () => {
  const report = sampleReport();
  const requirements = report.requirements.map((requirement) => ({
    ...requirement,
    lanes: Object.fromEntries(
      Object.entries(requirement.lanes).map(([lane, result]) => [
        lane,
        {
          ...result,
          checks: result.checks.map((check) =>
            requirement.id === 'CRUD-04' && check.outcome === 'passed'
              ? {
                  ...check,
                  detects: lane === 'database/rest' ? { rounds: 59, rate: 0.05 } : { rounds: 20, rate: 0.14 },
                }
              : check,
          ),
        },
      ]),
    ),
  }));
  return { ...report, requirements };
};

const many = 'no failure in 59 rounds: a rate of 5 % or more would be seen with 95 %';
const few = 'no failure in 20 rounds: a rate of 14 % or more would be seen with 95 %';

// Why: a pass after 20 rounds looked like one after 299, and like one that needs no rounds.
test('every rendering says which failure rate a check would have seen, the weakest first', () => {
  const report = withRounds();
  expect(detectionsOf(report)).toEqual([
    { text: `${few} (2 checks)`, requirements: ['CRUD-04'] },
    { text: `${many} (1 check)`, requirements: ['CRUD-04'] },
  ]);
  expect(summaryMarkdown(report)).toContain(`- ${many} (1 check): CRUD-04`);
  expect(reportHtml(report)).toContain(many);
  expect(detectionsOf(sampleReport())).toEqual([]);
});
