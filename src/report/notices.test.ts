import { describe, expect, it } from 'vitest';
import { noticesOf } from './notices.ts';
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
  });

  it('is not reported if the baseline fits or there is none', () => {
    expect(text(report)).toBe('');
    const { baseline: _baseline, ...options } = report.options;
    expect(text({ ...report, options, target: { ...report.target, release: 'unknown' } })).toBe('');
  });
});
