import { describe, expect, it } from 'vitest';
import { withFailedCleanUp } from '../judgement/with-failed-clean-up.ts';
import { summaryMarkdown } from './markdown.ts';
import { oldRelease, reportOf, twoDefects } from './testing/many-failures.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';

describe('summary.md', () => {
  it('tells what is new first, then claims, modes, and closed: known failures and the matrix', () => {
    const text = summaryMarkdown(sampleReport());
    const order = [
      '**Gate: ✗ failed**: 2 failed; 1 blocked',
      '## New (',
      '## Fixed: fails less than the baseline lists (1 cause, 1 check)',
      '## Not judged: the harness or its environment failed (1 cause, 1 check)',
      '## Claims',
      '- **core: not conformant** — 2 of 5 MUST missing (CRUD-06, VER-03); ',
      '## Storage modes',
      'Of the requirements, ',
      '<summary>Known failures: 1 check of 1 cause</summary>',
      '<summary>Checks by area and lane</summary>',
      '| CRUD Pipelines | ✓ 4 passed | ✗ 1 failed<br>~ 1 known failure<br>✓ 3 passed | ✓ 4 passed |',
    ].map((part) => [part, text.indexOf(part)] as const);
    expect(order.filter(([, at]) => at === -1)).toEqual([]);
    expect(order.map(([part]) => part)).toEqual(order.toSorted(([, a], [, b]) => a - b).map(([part]) => part));
  });

  it('tells a failure in five lines: requirement, cause, values, the request that failed, place', () => {
    const text = summaryMarkdown(sampleReport());
    const from = text.indexOf('- **CRUD-04');
    expect(text.slice(from).split('\n').slice(0, 5)).toEqual([
      expect.stringMatching(/^- \*\*CRUD-04 in kubernetes\/rest\*\*, 1 check: GET by name immediately .* \(SHOULD\)$/),
      '  - GET by name right after POST finds the pipeline / status: 404',
      '  - expected `{"status":200,"name":"k3f9a1c2-fresh"}`, observed `{"status":404,"name":""}`',
      '  - last request: `curl -sS "$KFP/apis/v2beta1/pipelines/names/k3f9a1c2-fresh" # the run got 404`',
      expect.stringMatching(
        /^ {2}- scenario `pipeline-read-at-once` · `suites\/.*:\d+` · `report.html#CRUD-04.kubernetes-rest.pipeline-read-at-once`$/,
      ),
    ]);
  });

  it('names each of two new defects once, with a link where the report is published', () => {
    const report = twoDefects();
    const text = summaryMarkdown({
      ...report,
      run: { ...report.run, reportUrl: 'https://reports.example/a/report.html?x=1' },
    });
    expect(text).toContain('## New (2 causes, 3 checks)');
    expect(text.match(/^- \*\*(?=\w+-\d)/gm)).toHaveLength(2);
    expect(text).toContain('- **CRUD-15 in kubernetes/rest (1 follows from it)**, 2 checks: ');
    expect(text).toContain('[The whole report](<https://reports.example/a/report.html?x=1>)');
    for (const id of ['CRUD-15.kubernetes-rest.story-of-CRUD-15', 'LIST-04.kubernetes-crd.story-of-LIST-04'])
      expect(text).toContain(`[in the report](<https://reports.example/a/report.html?x=1#${id}>)`);
  });

  it('links to the run of GitHub Actions where nothing else is known', () => {
    const report = twoDefects();
    const workflowUrl = 'https://github.example/a/b/actions/runs/7';
    expect(summaryMarkdown({ ...report, run: { ...report.run, workflowUrl } })).toContain(
      `[this run](<${workflowUrl}>)`,
    );
    expect(summaryMarkdown(report)).not.toContain('](<');
  });

  it('says what the baseline knows of a check that fails in more, and of one that fails no longer', () => {
    const baselineReason = 'the server forgets it, and says 200';
    const text = summaryMarkdown(
      reportOf([
        { requirement: 'CRUD-15', baselineReason, message: 'kept' },
        { requirement: 'CRUD-16', baselineReason, outcome: 'stale-baseline', message: 'it did not fail' },
        {
          requirement: 'CRUD-17',
          baselineReason,
          outcome: 'known-failure',
          intermittent: { failed: 4, runs: 8 },
        },
      ]),
    );
    expect(text).toMatch(/## Changed[^\n]*\n\n- \*\*CRUD-15 [\s\S]*?\n {2}- known before: the server forgets it/);
    expect(text).toMatch(/## Fixed[^\n]*\n\n- \*\*CRUD-16 [^\n]*\n {2}- the server forgets it/);
    expect(text).toContain(`| 1 | CRUD-17 in kubernetes/rest | ${baselineReason} (failed in 4 of 8 runs before) |`);
  });

  // Why: the exit code said 1 or 3 where the summary, which CI publishes, said "gate passed".
  it('says that the gate failed for a required profile, or for a failed clean-up', () => {
    const { gate, conformance } = greenReport().verdicts;
    const required = '--require-conformance core: not decided';
    const unmet = { ...gate, passed: false, reasons: [required], unmet: [required] };
    const text = summaryMarkdown({ ...greenReport(), verdicts: { gate: unmet, conformance } });
    expect(text).toContain('# KFP conformance: gate failed');
    expect(text).toContain('**Gate: ✗ failed**: --require-conformance core: not decided');
    expect(summaryMarkdown(withFailedCleanUp(greenReport(), 'a namespace is left'))).toContain(
      '**Gate: ✗ failed**: the clean-up failed: a namespace is left',
    );
  });

  it('has the extent of each claim', () => {
    expect(summaryMarkdown(greenReport())).toContain(
      '- **core: conformant** — 2 MUST, of which 1 no version of this suite decides yet',
    );
  });

  it('begins with the notice of a self-check', () => {
    const text = summaryMarkdown(greenReport());
    expect(text.indexOf('says nothing about any other KFP server')).toBeLessThan(text.indexOf('Gate: ✓'));
  });

  it('escapes text from a target', () => {
    const [first, ...rest] = sampleReport().requirements;
    if (first === undefined) throw new Error('the sample has no requirement');
    const hostile = 'a|b <img src=x onerror=y> `c` [d](e) *f*\n```\n# g';
    const check = {
      scenario: hostile,
      profile: 'core' as const,
      outcome: 'failed' as const,
      message: hostile,
      expected: hostile,
      observed: hostile,
    };
    const text = summaryMarkdown(
      sampleReport({
        requirements: [
          { ...first, text: hostile, lanes: { 'database/rest': { outcome: 'failed', checks: [check] } } },
          ...rest,
        ],
      }),
    );
    // Where no back-slash stands before it, and outside of code.
    const read = text.replaceAll(/(?<![`\\])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
    expect(read).not.toMatch(/(?<!\\)<img|(?<!\\)\[d\]|(?<!\\)\*f|^ *(?:- )?# g/m);
    expect(text).toContain('a|b \\<img src=x onerror=y> `c` \\[d](e) \\*f\\* \\`\\`\\` # g');
  });

  // Why: 751 entities such as `&#95;` made it unreadable in a log.
  it('has no entities, and leaves paths as they are', () => {
    const baselineReason = 'compared bytewise (storage/pipeline_store.go#L333), so `a_b` & "c" differ';
    const text = summaryMarkdown(reportOf([{ requirement: 'CRUD-15', baselineReason, outcome: 'known-failure' }]));
    expect(text).toContain(`| ${baselineReason} |`);
    expect(summaryMarkdown(sampleReport())).not.toMatch(/&#?\w+;/);
  });

  it('keeps to the size limit of a step summary, and states the number of omitted causes', () => {
    const checks = Array.from({ length: 3000 }, (_, at) => ({
      requirement: `CRUD-${at}`,
      message: `statement ${at}`,
      observed: '€'.repeat(50_000),
      reproduction: ['€'.repeat(50_000)],
    }));
    const text = summaryMarkdown(reportOf(checks));
    expect(Buffer.byteLength(text)).toBeLessThan(512 * 1024);
    expect(text).toContain('## New (3,000 causes, 3,000 checks)');
    expect(text).toContain('… and 2,950 more causes in report.html');
    const known = checks.map((check) => ({
      ...check,
      outcome: 'known-failure' as const,
      baselineReason: `${check.message} ${'€'.repeat(2000)}`,
    }));
    const long = summaryMarkdown(reportOf(known));
    expect(Buffer.byteLength(long)).toBeLessThan(512 * 1024);
    expect(long).toContain('… and 3,000 more causes in report.html');
  });

  it('tells the causes of an old release, not its checks', () => {
    const text = summaryMarkdown(oldRelease());
    expect(text).toContain('## New (12 causes, 300 checks)');
    expect(text.match(/^- \*\*CRUD-\d+ in kubernetes\/rest and 24 more\*\*, 25 checks: /gm)).toHaveLength(12);
  });
});
