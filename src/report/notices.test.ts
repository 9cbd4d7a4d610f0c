import { describe, expect, it } from 'vitest';
import { noticesOf } from './notices.ts';
import { reportHtml } from './html.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';
import { terminalSummary } from './terminal.ts';
import { sampleReport } from './testing/sample-report.ts';
import type { Report } from '../judgement/schema.ts';

it('reports the death of the target and its exit status before all counts', () => {
  const report = sampleReport();
  const death = 'target-db-1 (database, variant default) ended by itself with SIGKILL';
  const titles = (run: typeof report.run) =>
    noticesOf({ ...report, run }).map(({ title, text }) => `${title}: ${text}`);
  expect(titles({ ...report.run, deaths: [death] }).join('\n')).toContain(`The target died: ${death}`);
  expect(titles(report.run).join('\n')).not.toContain('died');
});

describe('a baseline of another target', () => {
  const text = (report: Report) =>
    noticesOf(report)
      .filter(({ title }) => title === 'The baseline may not fit')
      .map((notice) => notice.text)
      .join();
  const report = sampleReport();

  it('is reported with the differences', () => {
    const other = { ...report, target: { ...report.target, release: '2.18.0' } };
    expect(text(other)).toContain('kfp-2.17 was made with release 2.17.0, this run has 2.18.0.');
    const { database: made } = report.environment;
    const database = made && { ...made, version: '11.8.0' };
    expect(text({ ...report, environment: { ...report.environment, ...(database && { database }) } })).toMatch(
      /10\.11\.14.*11\.8\.0/,
    );
    expect(text({ ...report, target: { ...report.target, selfCheck: true } })).toContain('reference implementation');
    expect(text({ ...report, target: { ...report.target, release: 'unknown' } })).toContain('--kfp-version');
    const commit = 'a'.repeat(40);
    expect(text({ ...report, target: { ...report.target, commit } })).toContain(`this run has ${commit}`);
    const { baseline: origin, ...options } = report.options;
    const supplied = { ...options, ...(origin && { baseline: { ...origin, manifests: 'supplied' as const } }) };
    expect(text({ ...report, options: supplied })).toContain('manifests supplied, this run has harness');
  });

  it('is not reported if the baseline fits or there is none', () => {
    expect(text(report)).toBe('');
    const { baseline: _baseline, ...options } = report.options;
    expect(text({ ...report, options, target: { ...report.target, release: 'unknown' } })).toBe('');
  });
});

describe('a baseline with open questions', () => {
  const report = sampleReport();
  const { baseline, ...options } = report.options;
  if (baseline === undefined) throw new Error('the sample has a baseline');
  const open = (more: Partial<typeof baseline>): Report => ({
    ...report,
    options: { ...options, baseline: { ...baseline, ...more } },
  });
  const outputs = (one: Report): readonly string[] =>
    [
      terminalSummary(one, 'x', { columns: 200, colour: false }),
      summaryMarkdown(one),
      reportHtml(one),
      junitXml(one),
    ].map((text) => text.replaceAll(/\s+/g, ' '));

  it('says in every output how many checks have a reason that is to be filled in', () => {
    for (const text of outputs(open({ unfilled: 3 })))
      expect(text).toContain('lists failures of 3 checks with a reason that is to be filled in');
    for (const text of outputs(report)) expect(text).not.toContain('to be filled in');
  });

  it('says in every output how many checks are to be reviewed again', () => {
    for (const text of outputs(open({ dueForReview: 1 })))
      expect(text).toContain('the intermittent failures of 1 check in');
    for (const text of outputs(report)) expect(text).not.toContain('the intermittent failures of');
  });
});
