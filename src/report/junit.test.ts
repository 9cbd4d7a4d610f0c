import { describe, expect, it } from 'vitest';
import { withFailedCleanUp } from '../judgement/with-failed-clean-up.ts';
import { junitXml } from './junit.ts';
import { reportOf, twoDefects } from './testing/many-failures.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';
import type { CheckEntry, Report } from '../judgement/schema.ts';

const caseOf = (xml: string, id: string, lane: string): string =>
  new RegExp(
    `<testcase classname="kfp\\.[a-z-]+\\.${id.split('-')[0]}\\.${lane.replace('/', '-')}" name="${id} [^>]*?(?:/>|>[\\s\\S]*?</testcase>)`,
  ).exec(xml)?.[0] ?? '';

/** The attributes of each case. */
const casesIn = (xml: string): readonly Readonly<Record<string, string>>[] =>
  [...xml.matchAll(/<testcase ([^>]*?)\/?>/g)].map(([, attributes = '']) =>
    Object.fromEntries([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])),
  );

const withCheck = (check: CheckEntry) => {
  const [first] = sampleReport().requirements;
  if (first === undefined) throw new Error('the sample has no requirement');
  return sampleReport({
    requirements: [{ ...first, lanes: { 'database/rest': { outcome: check.outcome, checks: [check] } } }],
  });
};

describe('junit.xml', () => {
  const xml = junitXml(sampleReport());

  it('has a case for each cause and each check, and counts that agree with the cases', () => {
    const { summary, causes } = sampleReport();
    const open = causes.filter(({ novelty }) => novelty !== 'known').length;
    const tests = summary.checks + causes.length;
    expect(xml.match(/<testcase /g)).toHaveLength(tests);
    const failures = summary.failed + summary.blocked + summary.staleBaseline + open;
    expect(xml.match(/<failure /g)).toHaveLength(failures);
    const skipped = summary.knownFailure + summary.notApplicable + summary.recorded + causes.length - open;
    expect(xml.match(/<skipped /g)).toHaveLength(skipped);
    expect(xml).toContain(`tests="${tests}" failures="${failures}" errors="${summary.error}" skipped="${skipped}"`);
  });

  // Why: Jenkins and GitLab know a test by class and name; a reworded sentence made it a new one.
  it('names a case by requirement and scenario, in a class with points, unique in the file', () => {
    const cases = casesIn(xml).filter(({ classname }) => classname !== 'kfp.causes');
    expect(cases).toContainEqual(
      expect.objectContaining({ classname: 'kfp.core.CRUD.kubernetes-rest', name: 'CRUD-04 pipeline-read-at-once' }),
    );
    for (const { classname, name } of cases) {
      expect(classname).toMatch(/^kfp(\.[\w-]+){3}$/);
      expect(name).toMatch(/^[A-Z0-9]+-\d+ [\w-]+$/);
    }
    const keys = casesIn(xml).map(({ classname, name }) => `${classname} ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('tells the sentence of the requirement as a property and in the first line', () => {
    const text = caseOf(xml, 'CRUD-04', 'kubernetes/rest');
    const sentence = 'CRUD-04 (SHOULD): GET by name immediately after POST succeeds (read-your-writes)';
    expect(text).toContain(`<property name="requirement" value="${sentence}"/>`);
    expect(text).toContain(`>${sentence}&#10;GET by name right after POST finds the pipeline&#10;`);
  });

  it('has the file and line of the scenario in every case', () => {
    const { scenarios } = sampleReport();
    const places = new Set(scenarios.map(({ file, line }) => `${file}:${line}`));
    for (const { file, line } of casesIn(xml)) expect(places).toContain(`${file}:${line}`);
  });

  it('shares the time of a scenario equally among its checks', () => {
    const report = sampleReport();
    const time = { scenario: 'version-definition-kept', lane: 'database/rest', seconds: 3, requests: 1 } as const;
    const two = ['VER-03', 'VER-04'].map((requirement) => ({
      requirement,
      lane: time.lane,
      scenario: time.scenario,
    }));
    const text = junitXml(reportOf(two, { run: { ...report.run, scenarios: [time] } }));
    expect(
      casesIn(text)
        .filter(({ classname }) => classname !== 'kfp.causes')
        .map((one) => one['time']),
    ).toEqual(['1.5', '1.5']);
    expect(text).toMatch(/<testsuite name="kfp\.core\.VER\.database-rest" [^>]*time="3"/);
  });

  // Why: 79 % of the file were scripts.
  it('has no script, but where it stands', () => {
    expect(xml).not.toContain('curl');
    expect(caseOf(xml, 'CRUD-04', 'kubernetes/rest')).toContain(
      '&#10;script that reproduces it: failures/CRUD-04.kubernetes-rest.pipeline-read-at-once.sh&#10;details: report.html#CRUD-04.kubernetes-rest.pipeline-read-at-once</failure>',
    );
  });

  it('begins with the causes: two new defects fail as two cases with a link, what is known is skipped', () => {
    const report = twoDefects();
    const text = junitXml({ ...report, run: { ...report.run, reportUrl: 'https://reports.example/r.html' } });
    const suite = /<testsuites [^>]*>\n<testsuite name="causes" tests="2" failures="2" [\s\S]*?<\/testsuite>/.exec(
      text,
    )?.[0];
    expect(casesIn(suite ?? '').map(({ name }) => name)).toEqual([
      'CRUD-15 in kubernetes/rest [story-of-CRUD-15]: the description is kept: &quot;&quot;',
      'LIST-04 in kubernetes/crd [story-of-LIST-04]: every item once: [&quot;missing&quot;]',
    ]);
    expect(suite).toContain('details: https://reports.example/r.html#CRUD-15.kubernetes-rest.story-of-CRUD-15');
    expect(suite).toContain('details: https://reports.example/r.html#LIST-04.kubernetes-crd.story-of-LIST-04');
    const known = junitXml(
      reportOf([{ requirement: 'CRUD-15', outcome: 'known-failure', baselineReason: 'known for long' }]),
    );
    expect(known).toContain('<testsuite name="causes" tests="1" failures="0" errors="0" skipped="1">');
    expect(known).toContain('<skipped message="known: CRUD-15 in kubernetes/rest: known for long"/>');
    expect(junitXml(greenReport())).not.toContain('name="causes"');
  });

  it('says what the baseline knows of a check that fails in more, and of one that fails no longer', () => {
    const baselineReason = 'the server forgets it';
    const text = junitXml(
      reportOf([
        { requirement: 'CRUD-15', baselineReason },
        { requirement: 'CRUD-16', baselineReason, outcome: 'stale-baseline', message: 'it did not fail' },
      ]),
    );
    for (const id of ['CRUD-15', 'CRUD-16'])
      expect(caseOf(text, id, 'kubernetes/rest')).toContain('&#10;known before: the server forgets it&#10;');
    expect(text).toContain('<failure type="changed" ');
    expect(text).toContain('<failure type="fixed" ');
  });

  it('reports a known failure and a recorded value as skipped, never as passed', () => {
    expect(caseOf(xml, 'CRUD-06', 'kubernetes/rest')).toContain('<skipped message="known: POST of a name');
    expect(caseOf(xml, 'LIST-30', 'database/rest')).toContain('<skipped message="recorded: 200"/>');
    expect(caseOf(xml, 'STO-05', 'kubernetes/crd')).toContain('<skipped message="n/a: manifests-not-supplied, give');
  });

  it('reports blocked and stale checks as failures, errors as errors', () => {
    expect(caseOf(xml, 'VER-03', 'kubernetes/rest')).toContain('<failure type="blocked" message="blocked: upload');
    expect(caseOf(xml, 'VER-09', 'kubernetes/rest')).toContain('<failure type="stale-baseline"');
    expect(caseOf(xml, 'VER-03', 'kubernetes/crd')).toContain('<error type="error"');
    expect(caseOf(xml, 'CRUD-01', 'database/rest')).not.toMatch(/<failure|<error|<skipped/);
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
      const open = report.causes.filter(({ novelty }) => novelty !== 'known').length;
      expect(text).toMatch(
        new RegExp(`<testsuites [^>]*failures="${failed + blocked + staleBaseline + open + 1}" errors="${error + 1}"`),
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
