import { describe, expect, it } from 'vitest';
import { annotations } from '../report/annotations.ts';
import { ctrfJson } from '../report/ctrf.ts';
import { reportHtml } from '../report/html.ts';
import { reportJson } from './json.ts';
import { junitXml } from '../report/junit.ts';
import { summaryMarkdown } from '../report/markdown.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import { checksOf } from './check-list.ts';
import type { CheckEntry, Report, RequirementResult } from './schema.ts';
import { publishedReport, vulnerabilitiesOf } from './vulnerabilities.ts';
import { terminalSummary } from '../report/terminal.ts';

/** Placed in every field of a report that could reveal an exploit. */
const how = 'how-it-is-used';

const failing = (scenario: string, outcome: CheckEntry['outcome']): CheckEntry => ({
  scenario,
  profile: 'multi-user',
  outcome,
  message: how,
  expected: how,
  observed: how,
  deviations: { [how]: { expected: how, observed: how } },
  baselineReason: how,
  exchanges: [{ surface: 'rest', method: 'GET', target: `/${how}`, requestBody: how, status: 200, responseBody: how }],
  reproduction: [`curl ${how}`],
});

const requirement = (id: string, vulnerability: boolean, ...checks: CheckEntry[]): RequirementResult => ({
  id,
  area: 'SEC',
  level: 'MUST',
  profile: 'multi-user',
  text: 'only those who may read a pipeline read it',
  source: 'KEP',
  databaseDependent: false,
  vulnerability,
  lanes: { 'database/rest': { outcome: 'failed', checks } },
});

const report = (...requirements: RequirementResult[]): Report =>
  sampleReport({
    requirements,
    differences: [
      {
        scenario: 'foreign-read',
        requirement: 'PAR-01',
        label: how,
        base: 'database/rest',
        lane: 'kubernetes/rest',
        baseValue: how,
        laneValue: how,
      },
    ],
    verdicts: {
      gate: {
        passed: false,
        reasons: [`foreign-read broke off: ${how}`],
        unmet: [],
        broken: [`foreign-read broke off: ${how}`],
      },
      conformance: [],
    },
  });

const whole = report(
  requirement('SEC-01', true, failing('foreign-read', 'failed')),
  requirement('SEC-02', true, failing('foreign-list', 'known-failure')),
  // Based on the same exchanges.
  requirement('PAR-01', false, failing('foreign-read', 'failed')),
  requirement('SEC-03', false, failing('another-story', 'blocked')),
);
const terminal = terminalSummary(whole, 'x', { columns: 100, colour: false });

describe('a vulnerability', () => {
  it('is named in public renderings by requirement, lane and scenario, without details of the exploit', () => {
    const onlyVulnerable = report(...whole.requirements.slice(0, 3));
    const published = [
      junitXml(onlyVulnerable),
      summaryMarkdown(onlyVulnerable),
      terminalSummary(onlyVulnerable, 'x', { columns: 100, colour: false }),
      ctrfJson(onlyVulnerable),
    ];
    expect(annotations(onlyVulnerable).join('\n')).not.toContain(how);
    for (const text of published) {
      expect(text).not.toContain(how);
      expect(text).toContain('SEC-01');
      expect(text).toContain('foreign-read');
      expect(text).toMatch(/database[/-]rest/);
    }
    expect(summaryMarkdown(onlyVulnerable)).toContain('| 1 | SEC-02 in database/rest (vulnerability) | not published');
  });

  it('is shown with its details in report.html and report.json', () => {
    for (const text of [reportHtml(whole), reportJson(whole)]) expect(text).toContain(how);
  });

  it('is marked in every rendering, with the request to report it privately', () => {
    const notice =
      /2 findings are vulnerabilities: report them privately to the target(&#39;|')s security contact first/;
    for (const text of [junitXml(whole), summaryMarkdown(whole), reportHtml(whole)]) expect(text).toMatch(notice);
    expect(terminal.replace(/\s+/g, ' ')).toMatch(notice);
    expect(terminal).toContain('SEC-01 failed, a vulnerability, in database/rest [foreign-read]');
    expect(summaryMarkdown(whole)).toContain('- **SEC-01 in database/rest** (vulnerability), 1 check: ');
    expect(junitXml(whole).match(/<property name="vulnerability" value="true"\/>/g)).toHaveLength(2);
    expect(reportHtml(whole)).toContain('<span class="badge vulnerability">');
  });

  // Why: one that fails in less than its baseline lists was published with its details.
  it('is one too where it fails in less than is listed, and stays a failure in what is published', () => {
    const stale = report(requirement('SEC-01', true, failing('foreign-read', 'stale-baseline')));
    expect(vulnerabilitiesOf(stale)).toHaveLength(1);
    const [placed] = checksOf(publishedReport(stale));
    expect(JSON.stringify(placed)).not.toContain(how);
    expect(placed?.check).toMatchObject({ outcome: 'stale-baseline', deviations: { 'an aspect': expect.anything() } });
  });

  it('hides no other scenarios, and is not mentioned if none was found', () => {
    expect(junitXml(whole)).toContain(`message="blocked: ${how}"`);
    const blocked = report(requirement('SEC-01', true, failing('foreign-read', 'blocked')));
    expect(summaryMarkdown(blocked)).not.toMatch(/vulnerab/);
  });
});
