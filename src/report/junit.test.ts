import { describe, expect, it } from 'vitest';
import { junitXml } from './junit.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';
import type { CheckEntry } from '../judgement/schema.ts';

const caseOf = (xml: string, id: string, lane: string): string =>
  new RegExp(
    `<testcase classname="[a-z-]+/${id.split('-')[0]}/${lane}" name="${id} [^>]*?(?:/>|>[\\s\\S]*?</testcase>)`,
  ).exec(xml)?.[0] ?? '';

const withCheck = (check: CheckEntry) => {
  const [first] = sampleReport().requirements;
  if (first === undefined) throw new Error('the sample has no requirement');
  return sampleReport({
    requirements: [{ ...first, lanes: { 'database/rest': { outcome: check.outcome, checks: [check] } } }],
  });
};

describe('junit.xml', () => {
  const xml = junitXml(sampleReport());

  it('has one case for each check, and counts that agree with the cases', () => {
    const { summary } = sampleReport();
    expect(xml.match(/<testcase /g)).toHaveLength(summary.checks);
    const failures = summary.failed + summary.blocked + summary.staleBaseline;
    expect(xml.match(/<failure /g)).toHaveLength(failures);
    expect(xml).toMatch(
      new RegExp(`<testsuites [^>]*tests="${summary.checks}" failures="${failures}" errors="${summary.error}"`),
    );
  });

  it('has the file and line of the scenario in every case', () => {
    const { scenarios, summary } = sampleReport();
    const cases = [...xml.matchAll(/<testcase [^>]*\[([^\]]+)\]" file="([^"]*)" line="(\d+)"/g)];
    expect(cases).toHaveLength(summary.checks);
    for (const [, name, file, line] of cases) expect(scenarios).toContainEqual({ name, file, line: Number(line) });
  });

  it('reports a known failure and a recorded value as skipped, never as passed', () => {
    expect(caseOf(xml, 'CRUD-06', 'kubernetes/rest')).toContain('<skipped message="known failure: POST of a name');
    expect(caseOf(xml, 'LIST-30', 'database/rest')).toContain('<skipped message="recorded, not judged: 200"/>');
    expect(caseOf(xml, 'STO-05', 'kubernetes/crd')).toContain(
      '<skipped message="not applicable: manifests-not-supplied, give',
    );
  });

  it('reports blocked and stale checks as failures, errors as errors', () => {
    expect(caseOf(xml, 'VER-03', 'kubernetes/rest')).toContain('<failure type="blocked" message="blocked: upload');
    expect(caseOf(xml, 'VER-09', 'kubernetes/rest')).toContain('<failure type="stale-baseline"');
    expect(caseOf(xml, 'VER-03', 'kubernetes/crd')).toContain('<error type="error"');
    expect(caseOf(xml, 'CRUD-01', 'database/rest')).toMatch(/\/>$/);
  });

  it('escapes characters that XML forbids', () => {
    const message = 'a\u0000b\u001b[31m \ud800 \uffff <&>"\n\t]]>';
    const text = junitXml(withCheck({ scenario: 's', profile: 'core', outcome: 'failed', message }));
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain('message="a\\u0000b\\u001b[31m \\ud800 \\uffff &lt;&amp;&gt;&quot;&#10;&#9;]]&gt;"');
  });

  it('has an error if the gate failed for another reason than a check', () => {
    const shut = (reason: string, report = greenReport()) => ({
      ...report,
      verdicts: { ...report.verdicts, gate: { passed: false, reasons: [reason] } },
    });
    for (const reason of ['no check was decided', 'the run was interrupted', 'a worker broke'])
      expect(junitXml(shut(reason))).toContain(`<error type="error" message="${reason}"/>`);
    expect(junitXml(greenReport())).not.toMatch(/<error|<failure/);
  });
});
