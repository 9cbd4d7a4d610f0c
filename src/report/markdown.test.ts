import { describe, expect, it } from 'vitest';
import { withFailedCleanUp } from '../judgement/with-failed-clean-up.ts';
import { summaryMarkdown } from './markdown.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';

describe('summary.md', () => {
  it('has verdicts, counts, failures and differences between lanes', () => {
    const text = summaryMarkdown(sampleReport());
    expect(text).toContain('**Gate: ✗ failed**: 2 failed; 1 blocked');
    expect(text).toContain('**Conformance, profile core: not conformant**');
    expect(text).toContain('| CRUD | ✓ 4 passed | ✗ 1 failed<br>~ 1 known failure<br>✓ 3 passed | ✓ 4 passed |');
    expect(text).toContain('<b>CRUD-04</b> in kubernetes/rest');
    expect(text).toMatch(
      /\nScenario: <code>suites\/conformance\/sample\/pipeline-read-at-once\.suite\.ts:\d+<\/code>\n/,
    );
    expect(text.indexOf('✗ not allowed')).toBeLessThan(text.indexOf('single-user database mode stores no namespace'));
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
      'profile core: conformant** — 2 MUST, of which 1 no version of this suite decides yet',
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
    const outsideBlocks = text.replace(/^(`{3,}).*\n[\s\S]*?\n\1$/gm, '');
    expect(outsideBlocks).not.toMatch(/<img|\[d\]|\*f\*|^# g/m);
    expect(text).toContain('````\na|b <img');
  });

  it('keeps to the size limit of a step summary, and states the number of omitted items', () => {
    const [, failing] = sampleReport().requirements;
    if (failing === undefined) throw new Error('the sample has no failure');
    const [check] = failing.lanes['kubernetes/rest']?.checks ?? [];
    if (check === undefined) throw new Error('the sample has no failure');
    const checks = Array.from({ length: 3000 }, (_, n) => ({
      ...check,
      scenario: `s${n}`,
      observed: '€'.repeat(50_000),
    }));
    const differences = Array.from({ length: 3000 }, () => ({
      ...sampleReport().differences[0]!,
      baseValue: '€'.repeat(50_000),
    }));
    const lanes = { 'kubernetes/rest': { outcome: 'failed' as const, checks } };
    const text = summaryMarkdown(sampleReport({ requirements: [{ ...failing, lanes }], differences }));
    expect(Buffer.byteLength(text)).toBeLessThan(512 * 1024);
    expect(text).toContain('… and 2950 more in report.html');
  });

  it('states the number of omitted lines of a script', () => {
    const [, failing] = sampleReport().requirements;
    const [check] = failing?.lanes['kubernetes/rest']?.checks ?? [];
    if (failing === undefined || check === undefined) throw new Error('the sample has no failure');
    const text = (lines: number) =>
      summaryMarkdown(
        sampleReport({
          requirements: [
            {
              ...failing,
              lanes: {
                'kubernetes/rest': {
                  outcome: 'failed',
                  checks: [{ ...check, reproduction: Array.from({ length: lines }, (_, n) => `curl ${n}`) }],
                },
              },
            },
          ],
        }),
      );
    expect(text(31)).toContain('curl 29\n# … cut here: 1 more line in report.html\n');
    expect(text(30)).not.toContain('cut here');
  });
});
