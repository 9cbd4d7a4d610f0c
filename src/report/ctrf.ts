import type { Report } from '../judgement/schema.ts';
import { publishedReport } from '../judgement/vulnerabilities.ts';
import { targetLine } from './notices.ts';
import { reportLink } from './report-link.ts';
import { testCases, type TestCase } from './test-case.ts';

const statuses = { passed: 'passed', failed: 'failed', error: 'failed', skipped: 'skipped' } as const;

const test = ({
  name,
  suite,
  sentence,
  outcome,
  result,
  message,
  detail,
  file,
  line,
  seconds,
  vulnerability,
}: TestCase) => ({
  name,
  status: statuses[result],
  duration: Math.round(seconds * 1000),
  suite: suite.split('.'),
  rawStatus: outcome,
  ...(message !== undefined && { message }),
  ...((result === 'failed' || result === 'error') && { trace: detail }),
  ...(file !== undefined && { filePath: file }),
  ...(line !== undefined && { line }),
  ...(vulnerability && { tags: ['vulnerability'] }),
  extra: { requirement: sentence },
});

/**
 * The text of ctrf.json, which CI may publish: the checks in the Common Test Report Format (ctrf.io). Checks that shut the
 * gate are failed, and what is known, recorded or does not apply is skipped; `rawStatus` is the outcome.
 */
export const ctrfJson = (whole: Report): string => {
  const report = publishedReport(whole);
  const { run, suite, target, environment, verdicts } = report;
  const tests = testCases(report).map(test);
  const count = (status: string): number => tests.filter((one) => one.status === status).length;
  const [start, stop] = [Date.parse(run.startedAt), Date.parse(run.finishedAt)];
  const buildUrl = run.workflowUrl ?? reportLink(report);
  const document = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: run.finishedAt,
    generatedBy: 'kfp-conformance',
    results: {
      tool: { name: 'kfp-conformance', version: suite.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        pending: 0,
        skipped: count('skipped'),
        other: 0,
        start,
        stop,
      },
      tests,
      environment: {
        appName: target.selfCheck ? 'reference implementation (self-check)' : 'KFP API server',
        appVersion: targetLine(report),
        testEnvironment: environment.name,
        ...(buildUrl !== undefined && { buildUrl }),
        healthy: verdicts.gate.passed,
      },
    },
  };
  return `${JSON.stringify(document, null, 1)}\n`;
};
