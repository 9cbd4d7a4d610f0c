import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { loadTerminalLines, printLoadReport } from './load-terminal.ts';

const lines = (columns: number) => loadTerminalLines(sampleLoadReport(), '/runs/a', { columns, colour: false });

describe('the end of a load run in the terminal', () => {
  it('has as many numbers of pipelines as fit, the last among them', () => {
    expect(lines(140)).toContainEqual(
      expect.stringMatching(/p50 \/ p99 ms +at 1k +at 3k +at 10k +at 30k +at 100k +rate at 100k$/),
    );
    expect(lines(100)).toContainEqual(expect.stringMatching(/p50 \/ p99 ms +at 1k +at 3k +at 100k +rate at 100k$/));
    expect(lines(40)).toContainEqual(expect.stringMatching(/p50 \/ p99 ms +at 100k +rate at 100k$/));
  });

  it.each([100, 120, 140])('fits into %i columns', (columns) => {
    for (const line of lines(columns)) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it('marks what is invalid, lacking, or told by too few samples, and says where the files are', () => {
    const text = lines(140).join('\n');
    expect(text).toMatch(/k8s\/rest binary +18\.6 \/ 58\.6 +17\.4 \/ 54\.9 +✗ invalid +✗ invalid +✗ invalid$/m);
    expect(text).toMatch(/k8s\/crd +reference +– +– +– +– +–$/m);
    expect(text).toMatch(/fan-out +db\/rest +reference +13\.\d \/ few/);
    expect(text).toContain(
      'few: so many samples do not tell the quantile: walk p99 too few (60); fan-out p99 too few (150)',
    );
    expect(text).toContain('? SCL-09 kubernetes/rest, reference: walk-beside-writers was not measured');
    expect(text).toContain('✓ met: 4 of 10 decisions on requirements');
    expect(text).toContain('/runs/a/report.html');
    expect(text).toContain('/runs/a/load.json');
  });

  it('names who limited a capacity, if it was not the servers, and says what sampling cost', () => {
    const report = sampleLoadReport();
    const shown = loadTerminalLines(report, '/', { columns: 1000, colour: false }).join('\n');
    expect(shown).toMatch(
      /! capacity not that of the servers: client-limited: binary, 5 \(create at 1,000 in kubernetes\/rest of binary; .* and 2 more\): a flat 62\.0/,
    );
    expect(shown).toContain('Sampling: 88.4 CPU seconds');
    expect(shown).toContain('3 samples missed');
    const none = report.measurements.map(({ capacityLimitedBy: _, ...one }) => one);
    const quiet = loadTerminalLines({ ...report, measurements: none }, '/', { columns: 1000, colour: false });
    expect(quiet.join('\n')).not.toContain('capacity not that of the servers');
  });

  it('has colour on a terminal only', () => {
    const written: string[] = [];
    const write = (text: string) => written.push(text);
    printLoadReport(sampleLoadReport(), '/runs/a', { write });
    // oxlint-disable-next-line no-control-regex
    expect(written.join('')).not.toMatch(/\u001b/);
    expect(loadTerminalLines(sampleLoadReport(), '/', { columns: 100, colour: true }).join('')).toContain(
      '\u001b[31mCan',
    );
  });

  it('says so where nothing was measured', () => {
    const text = loadTerminalLines(sampleLoadReport({ measurements: [], requirements: [] }), '/', {
      columns: 100,
      colour: false,
    });
    expect(text.join('\n')).toContain('No: nothing was measured');
  });
});
