import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { oldRelease, reportOf, twoDefects } from './testing/many-failures.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';
import { printReport, terminalSummary } from './terminal.ts';
import { terminalOptions } from './terminal-text.ts';

const plain = { columns: 100, colour: false };
const summary = (report = sampleReport(), options = plain) => terminalSummary(report, 'reports/runs/x', options);

describe('the summary in a terminal', () => {
  it('counts by profile, area and lane', () => {
    expect(summary().split('\n').slice(1, 5)).toEqual([
      '                             database/rest   kubernetes/rest   kubernetes/crd',
      'core',
      'CRUD Pipelines               ✓4              ✗1 ~1 ✓3          ✓4',
      'VER Pipeline versions        ✗1 ✓1           ■1 ↺1             !1 ✓1',
    ]);
  });

  it('drops the titles of the areas last where there is little room', () => {
    const rowAt = (columns: number) => summary(sampleReport(), { ...plain, columns }).split('\n')[3];
    expect(rowAt(70)).toMatch(/^CRUD Pipelines {15}✓4 {8}✗1 ~1 ✓3/);
    expect(rowAt(40)).toMatch(/^CRUD {3}✓4 {8}✗1 ~1 ✓3/);
    const old = sampleReport();
    delete old.areas;
    expect(summary(old).split('\n')[3]).toMatch(/^CRUD {3}✓4/);
  });

  it('has no heading for a single profile', () => {
    expect(summary(greenReport()).split('\n').slice(1, 3)).toEqual([
      '                 database/rest   kubernetes/rest   kubernetes/crd',
      'CRUD Pipelines   ✓2              ✓2                ✓2',
    ]);
  });

  it('shows a failure with the expected and observed values, the request that failed, and where it is', () => {
    const text = summary();
    expect(text).toContain('✗ CRUD-04 failed in kubernetes/rest [pipeline-read-at-once]');
    expect(text).toMatch(/\n  suites\/conformance\/sample\/pipeline-read-at-once\.suite\.ts:\d+\n/);
    expect(text).toContain('\n  report.html#CRUD-04.kubernetes-rest.pipeline-read-at-once\n');
    expect(text).toContain('  expected  {"status":200');
    expect(text).toContain('  observed  {"status":404');
    expect(text).toContain('    curl -sS "$KFP/apis/v2beta1/pipelines/names/k3f9a1c2-fresh"\n    # the run got 404\n');
    expect(text).not.toContain('curl -sS -X POST');
    expect(text).toContain('Report: reports/runs/x/report.html');
  });

  it('names each of two new defects once, with its place and what it blocks', () => {
    const text = summary(twoDefects(), { columns: 200, colour: false });
    expect(text).toContain(
      [
        '3 checks failed, blocked, stale or in error, for 2 causes',
        'new  2 checks  CRUD-15 in kubernetes/rest (1 follows from it): the description is kept: ""',
        'new  1 check   LIST-04 in kubernetes/crd: every item once: ["missing"]',
        '',
      ].join('\n'),
    );
    expect(text.match(/^[✗■] [A-Z]+-/gm)).toHaveLength(2);
    expect(text).toContain('report.html#CRUD-15.kubernetes-rest.story-of-CRUD-15');
    expect(text).toContain('report.html#LIST-04.kubernetes-crd.story-of-LIST-04');
  });

  // Why: the first twenty failures of an old release had one cause, and 318 others were not told.
  it('tells ten causes in the first ten lines, and counts the others', () => {
    const lines = summary(oldRelease()).split('\n');
    const first = lines.findIndex((line) => line.startsWith('300 checks failed'));
    expect(lines[first]).toBe('300 checks failed, blocked, stale or in error, for 12 causes');
    const told = lines.slice(first + 1, first + 11).map((line) => /field \w is unknown/.exec(line)?.[0]);
    expect(new Set(told).size).toBe(10);
    expect(told).not.toContain(undefined);
    expect(lines[first + 11]).toBe('and 2 more causes in report.html');
  });

  it('says what the baseline knows of a check that fails in more, and of one that fails no longer', () => {
    const baselineReason = 'the server forgets it, and says 200';
    const text = summary(
      reportOf([
        { requirement: 'CRUD-15', baselineReason, message: 'kept' },
        { requirement: 'CRUD-16', baselineReason, outcome: 'stale-baseline', message: 'it did not fail' },
        { requirement: 'CRUD-17', baselineReason, outcome: 'known-failure' },
      ]),
    );
    expect(text).toContain(
      '2 checks failed, blocked, stale or in error, for 2 causes (known, not told here: 1 check, 1 cause)',
    );
    expect(text).toMatch(/\nchanged {2}1 check {2}CRUD-15 .*\nfixed {4}1 check {2}CRUD-16 /);
    expect(text).toMatch(/✗ CRUD-15[\s\S]*?\n  known {5}the server forgets it, and says 200\n/);
    expect(text).toMatch(/↺ CRUD-16[\s\S]*?\n  cause {5}the server forgets it, and says 200\n/);
    expect(text).not.toContain('CRUD-17 ');
  });

  it('says how many requirements a claim lacks, and which, and where the modes differ', () => {
    const text = summary(sampleReport(), { columns: 400, colour: false });
    expect(text).toContain('Conformance core: not conformant — 2 of 5 MUST missing (CRUD-06, VER-03); ');
    expect(text).toMatch(/\nOf the requirements, \d+ fails? in both storage modes, /);
  });

  it('links to the published report', () => {
    const report = twoDefects();
    const text = summary({ ...report, run: { ...report.run, reportUrl: 'https://reports.example/a/report.html' } });
    expect(text).toContain('\n  https://reports.example/a/report.html#CRUD-15.kubernetes-rest.story-of-CRUD-15\n');
    expect(text).toContain('\nReport: https://reports.example/a/report.html\n');
  });

  it('names the storage mode of a verdict that does not cover both', () => {
    const { gate, conformance } = sampleReport().verdicts;
    const ofOne = conformance.map((verdict) => ({ ...verdict, modes: ['kubernetes' as const] }));
    const installed = summary(sampleReport({ verdicts: { gate, conformance: ofOne } }));
    expect(installed).toMatch(/Conformance core: not conformant, judged in kubernetes\s+mode only/);
    expect(installed).toMatch(/Conformance kubernetes-native: not decided\s+—/);
    expect(summary()).not.toMatch(/judged in \w+\s+mode only/);
  });

  it('ends with separate verdicts for conformance and the gate', () => {
    const [gate, core] = [
      'Gate: ✗ failed (2 failed; 1 blocked; 1 in error; and 1 more)',
      'Conformance core: not conformant',
    ];
    expect(summary()).toContain(gate);
    expect(summary().indexOf(core)).toBeLessThan(summary().indexOf(gate));
    expect(summary(greenReport())).toMatch(/Self-check: [\s\S]*any other KFP server[\s\S]*Gate: ✓ passed/);
  });

  it.each([40, 60, 80, 200])('keeps to %i columns', (columns) => {
    const [, failing] = sampleReport().requirements;
    const [check] = failing?.lanes['kubernetes/rest']?.checks ?? [];
    if (failing === undefined || check === undefined) throw new Error('the sample has no failure');
    const long = { ...check, scenario: 's'.repeat(300), message: '漢字'.repeat(200), observed: 'x y '.repeat(400) };
    const report = sampleReport({
      requirements: [{ ...failing, lanes: { 'kubernetes/rest': { outcome: 'failed', checks: [long] } } }],
    });
    const lines = summary(report, { columns, colour: false }).split('\n');
    // A link that is cut or wrapped is none.
    const own = lines.filter((line) => !/^(Seed|Report|Differences| {2}report\.html#)/.test(line));
    expect(own.filter((line) => stringWidth(line) > columns)).toEqual([]);
    expect(lines.length).toBeLessThan(60);
  });

  it('shows two long values from shortly before their first difference', () => {
    expect(summary()).toMatch(/expected {2}….*"enableCache":true/);
    expect(summary()).toMatch(/observed {2}….*"cachingOptions":\{\}/);
  });

  it('has colour on a terminal only, and respects NO_COLOR', () => {
    const written: string[] = [];
    const stream = { isTTY: true, columns: 80, write: (text: string) => written.push(text) };
    expect(terminalOptions(stream, {})).toEqual({ columns: 80, colour: true });
    expect(terminalOptions(stream, { NO_COLOR: '1' }).colour).toBe(false);
    expect(terminalOptions({ write: () => true }, {})).toEqual({ columns: 100, colour: false });
    printReport(sampleReport(), 'x', { write: (text) => written.push(text) });
    expect(written.join('')).not.toContain('\u001b');
    expect(summary(sampleReport(), { columns: 80, colour: true })).toContain('\u001b[31m');
  });
});
