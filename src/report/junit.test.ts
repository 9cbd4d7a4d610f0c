import { describe, expect, it } from 'vitest';
import { withFailedCleanUp } from '../judgement/with-failed-clean-up.ts';
import { junitXml } from './junit.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';
import type { CheckEntry, Report } from '../judgement/schema.ts';

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

  const shut = (gate: Partial<Report['verdicts']['gate']>, report = greenReport()): Report => ({
    ...report,
    verdicts: {
      ...report.verdicts,
      gate: {
        ...report.verdicts.gate,
        passed: false,
        reasons: [...(gate.unmet ?? []), ...(gate.broken ?? [])],
        ...gate,
      },
    },
  });
  const run = { ...greenReport().run, complete: false };

  // Why: with any failed check, or with a required profile that was not conformant, the file said nothing of the rest.
  it('has a failure or an error for each reason of the gate that is not a check', () => {
    expect(junitXml(shut({ unmet: ['no check was judged'] }))).toContain(
      '<failure type="failure" message="no check was',
    );
    for (const report of [greenReport(), sampleReport()]) {
      const text = junitXml(
        shut({ unmet: ['--require-conformance core: not decided'], broken: ['a worker broke'] }, report),
      );
      expect(text).toContain('<failure type="failure" message="--require-conformance core: not decided"/>');
      expect(text).toContain('<error type="error" message="a worker broke"/>');
      const { failed, blocked, staleBaseline, error } = report.summary;
      expect(text).toMatch(
        new RegExp(`<testsuites [^>]*failures="${failed + blocked + staleBaseline + 1}" errors="${error + 1}"`),
      );
    }
    expect(junitXml(shut({ reasons: ['the run was interrupted'] }, { ...greenReport(), run }))).toContain(
      '<error type="error" message="the run was interrupted"/>',
    );
    expect(junitXml(greenReport())).not.toMatch(/<error|<failure/);
  });

  // Why: the clean-up follows the report, whose files said that a run had passed that ended with an error.
  it('has an error for a failed clean-up', () => {
    const text = junitXml(withFailedCleanUp(greenReport(), 'a namespace\nis left'));
    expect(text).toContain('<error type="error" message="the clean-up failed: a namespace is left"/>');
    expect(text).toContain('name="gate" value="failed"');
  });

  it('has the extent of each claim', () => {
    expect(junitXml(greenReport())).toContain(
      '<property name="claim.core" value="2 MUST, of which 1 no version of this suite decides yet"/>',
    );
  });
});
