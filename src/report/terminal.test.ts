import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
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

  it('shows a failure with the expected and observed values and a reproduction', () => {
    const text = summary();
    expect(text).toContain('✗ CRUD-04 failed in kubernetes/rest [pipeline-read-at-once]');
    expect(text).toMatch(/\n  suites\/conformance\/sample\/pipeline-read-at-once\.suite\.ts:\d+\n/);
    expect(text).toContain('  expected  {"status":200');
    expect(text).toContain('  observed  {"status":404');
    expect(text).toContain('    curl -sS -X POST "$KFP/apis/v2beta1/pipelines" \\');
    expect(text).toContain('Report: reports/runs/x/report.html');
  });

  it('names the storage mode of a verdict that does not cover both', () => {
    const { gate, conformance } = sampleReport().verdicts;
    const ofOne = conformance.map((verdict) => ({ ...verdict, modes: ['kubernetes' as const] }));
    const installed = summary(sampleReport({ verdicts: { gate, conformance: ofOne } }));
    expect(installed).toMatch(/Conformance core: not conformant, judged in kubernetes\s+mode only/);
    expect(installed).toMatch(/Conformance kubernetes-native: not decided\s+—/);
    expect(summary()).not.toContain('mode only');
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
    const own = lines.filter((line) => !/^(Seed|Report|Differences)/.test(line));
    expect(own.filter((line) => stringWidth(line) > columns)).toEqual([]);
    expect(lines.length).toBeLessThan(60);
  });

  it('shows two long values from shortly before their first difference', () => {
    expect(summary()).toMatch(/expected {2}….*"enableCache":true/);
    expect(summary()).toMatch(/observed {2}….*"cachingOptions":\{\}/);
  });

  it('limits the number of failures that it shows', () => {
    const [, failing] = sampleReport().requirements;
    const [check] = failing?.lanes['kubernetes/rest']?.checks ?? [];
    if (failing === undefined || check === undefined) throw new Error('the sample has no failure');
    const checks = Array.from({ length: 500 }, () => check);
    const text = summary(
      sampleReport({ requirements: [{ ...failing, lanes: { 'kubernetes/rest': { outcome: 'failed', checks } } }] }),
    );
    expect(text).toContain('and 480 more in report.html');
    expect(text.split('\n').length).toBeLessThan(300);
  });

  it('escapes control sequences from a target', () => {
    // eslint-disable-next-line no-control-regex
    expect(summary()).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(summary()).toContain('\\u001b[31mitems');
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
