import { expect, test } from 'vitest';
import { loadRequirements } from '../contract/load-requirements.ts';
import type { CheckResult, ScenarioResult } from '../contract/result.ts';
import { junitXml } from '../report/junit.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import { assembleReport } from './assemble.ts';
import { checksOf } from './check-list.ts';
import { parseReport, reportJson } from './json.ts';
import type { Report } from './schema.ts';

const catalogue = await loadRequirements();

const result = (lane: CheckResult['lane'], outcome: CheckResult['outcome']): ScenarioResult => ({
  scenario: 'pipeline-created-twice',
  lane,
  checks: [{ requirement: 'CRUD-06', lane, scenario: 'pipeline-created-twice', outcome }],
  observations: {},
  durationMs: 1_500,
  requests: 4,
});

const reportOf = (results: readonly ScenarioResult[]): Report => {
  const { run, options, target, environment, suite } = sampleReport();
  return assembleReport({
    run: { ...run, complete: false },
    scenarioSeconds: 1,
    options,
    target,
    environment,
    catalogue,
    areaTitles: new Map([['CRUD', 'Pipelines']]),
    suite,
    declared: [],
    locations: new Map(),
    collected: { results, differences: [], broken: [], brokenScenarios: [] },
    expected: [],
    whole: [],
  });
};

const casesOf = (xml: string): readonly string[] =>
  [...xml.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)].map(([, suite, name]) => `${suite} ${name}`);

// Why: of an interrupted run, 9 of 547 checks were counted twice, and junit.xml had 9 cases twice.
test('a result that arrives twice is counted once, in every part of the report', () => {
  const report = reportOf([
    result('database/rest', 'passed'),
    result('database/rest', 'failed'),
    result('kubernetes/rest', 'passed'),
  ]);
  expect(checksOf(report).map(({ lane, check }) => [lane, check.outcome])).toEqual([
    ['database/rest', 'failed'],
    ['kubernetes/rest', 'passed'],
  ]);
  expect(report.summary).toMatchObject({ checks: 2, failed: 1, passed: 1 });
  expect(report.run.scenarios.map(({ lane }) => lane)).toEqual(['database/rest', 'kubernetes/rest']);
  expect(report.run.requests.total).toBe(8);
  expect(report.verdicts.gate.broken).toEqual([
    '1 check with more than one result: CRUD-06 in database/rest of pipeline-created-twice',
  ]);
  const cases = casesOf(junitXml(report));
  expect(cases.filter((name) => name.startsWith('kfp.core.CRUD.'))).toHaveLength(2);
  expect(new Set(cases).size).toBe(cases.length);
  expect(parseReport(reportJson(report), 'report.json')).toEqual(report);
});

test('a report that holds a check or a scenario twice is refused', () => {
  const report = reportOf([result('database/rest', 'passed')]);
  const read = (change: Partial<Report>) => () => parseReport(JSON.stringify({ ...report, ...change }), 'report.json');
  expect(read({})).not.toThrow();
  const twice = <Entry>(entries: readonly Entry[]): Entry[] => [...entries, ...entries];
  expect(read({ run: { ...report.run, scenarios: twice(report.run.scenarios) } })).toThrow(
    'run.scenarios: a scenario stands twice in one lane',
  );
  const requirements = report.requirements.map((requirement) => ({
    ...requirement,
    lanes: Object.fromEntries(
      Object.entries(requirement.lanes).map(([lane, own]) => [lane, { ...own, checks: twice(own.checks) }]),
    ),
  }));
  expect(read({ requirements })).toThrow('checks: a scenario decides the requirement twice');
});
