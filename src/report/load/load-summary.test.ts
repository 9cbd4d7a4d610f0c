import { describe, expect, it } from 'vitest';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { loadSummary } from './load-summary.ts';

const limit = 30 * 1024;

describe('summary.md of a load run', () => {
  it('has the numbers at the most pipelines first, and the others folded', () => {
    const text = loadSummary(sampleLoadReport());
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(text.indexOf('## At 100,000 pipelines')).toBeLessThan(
      text.indexOf('<summary>At 30,000 pipelines</summary>'),
    );
    expect(text).toMatch(/\| create \| 3\.\d\d \/ \d+\.\d, 60\.0 of \d+ \/s \|/);
    expect(text).toContain('✗ invalid: client-limited: binary');
    expect(text).toContain('too few (150)');
    expect(text).toContain('not in this lane: custom resources have no server-side order');
    expect(text).toMatch(/- ✗ not met: \*\*SCL-09\*\*/);
  });

  it('is cut between its parts where it would be too long', () => {
    const report = sampleLoadReport();
    const targets = Array.from({ length: 12 }, (_, at) => ({ ...report.targets[0]!, name: `target-${at}` }));
    const measurements = targets.flatMap(({ name }) =>
      report.measurements.filter(({ target }) => target === 'reference').map((one) => ({ ...one, target: name })),
    );
    const text = loadSummary({ ...report, targets, measurements });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
    expect(text).toMatch(/… the rest is in report\.html\n$/);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  });

  it('links to the page where it is published', () => {
    const report = sampleLoadReport();
    const reportUrl = 'https://reports.example/load/report.html';
    expect(loadSummary({ ...report, run: { ...report.run, reportUrl } })).toContain(`[Plots](<${reportUrl}>)`);
    expect(loadSummary(report)).toContain('Plots: report.html.');
  });

  it('escapes what others wrote', () => {
    const report = sampleLoadReport();
    const text = loadSummary({ ...report, plan: { ...report.plan, name: '<img src=x> | *a*' } });
    expect(text).not.toMatch(/(?<!\\)<img/);
  });
});
