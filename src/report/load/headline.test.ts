import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../judgement/load/schema.ts';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { cellOf, headlineOf, rateText, sizesOf } from './headline.ts';

const report = sampleLoadReport();
const found = (operation: string, target: string, lane: string) =>
  headlineOf(report)
    .find((group) => group.operation === operation)
    ?.rows.find((row) => row.target === target && row.lane === lane);

describe('the headline', () => {
  it('has a cell for each number of pipelines, in order', () => {
    expect(sizesOf(report)).toEqual([1_000, 3_000, 10_000, 30_000, 100_000]);
    for (const { rows } of headlineOf(report)) for (const { cells } of rows) expect(cells).toHaveLength(5);
  });

  it('has the latency of iterations, and the rate of what was possible', () => {
    const measurement = report.measurements.find(
      (one) => one.operation === 'create' && one.lane === 'kubernetes/crd' && one.objects === 1_000,
    )!;
    const at = (percent: number) => measurement.response!.grid[report.quantileGrid.indexOf(percent)]!;
    const cell = found('create', 'reference', 'kubernetes/crd')?.cells[0];
    expect(cell).toEqual({
      kind: 'valid',
      p50: at(50).toFixed(2),
      p99: at(99).toFixed(1),
      samples: measurement.response!.count,
      rate: {
        numbers: `${measurement.perSecond.toFixed(1)} of ${measurement.capacityPerSecond!.toFixed(0)}`,
        isLimited: false,
      },
    });
  });

  // Why: readers would take it for what the servers can do.
  it('marks a rate whose capacity is not that of the servers', () => {
    const limited = found('create', 'binary', 'kubernetes/rest')?.cells[0];
    expect(limited).toMatchObject({ kind: 'valid', rate: { isLimited: true } });
    expect(rateText({ numbers: '59.8 of 62.0', isLimited: true })).toBe("59.8 of 62.0 /s (not the servers')");
    expect(rateText({ numbers: '59.8 of 62.0', isLimited: false })).toBe('59.8 of 62.0 /s');
  });

  it('tells that there are too few samples for a quantile, instead of a number', () => {
    expect(found('fan-out', 'reference', 'database/rest')?.cells[0]).toMatchObject({ p99: undefined, samples: 150 });
    const [measurement] = report.measurements;
    const few = { ...measurement!, response: { ...measurement!.response!, count: 5 } };
    expect(cellOf(few, report.quantileGrid)).toMatchObject({
      p50: undefined,
      p99: undefined,
      samples: 5,
    });
  });

  it('tells what a lane lacks, and what was not measured', () => {
    expect(found('watch', 'binary', 'kubernetes/rest')?.cells[0]).toEqual({
      kind: 'not-measured',
      text: 'the REST API has no watch: clients list again',
    });
    const { measurements } = report;
    const without = {
      ...report,
      measurements: measurements.filter((one) => !(one.operation === 'create' && one.objects === 3_000)),
    };
    expect(headlineOf(without)[0]?.rows[0]?.cells[1]).toEqual({ kind: 'absent' });
  });

  it('has the figures of a measurement without latencies', () => {
    expect(found('restart', 'reference', 'database/rest')?.cells[0]).toMatchObject({
      kind: 'figures',
      text: expect.stringMatching(
        /^ready p50 1,\d+ ms, first page p50 1,\d+ ms, complete list .* peak RSS 115 MiB$/,
      ) as string,
    });
  });

  // Why: the numbers of an invalid measurement would be believed.
  it('lets no number of an invalid measurement through', () => {
    const invalid: Measurement['invalid'] = [
      { reason: 'client-limited', subject: 'ml-pipeline', text: 'It waited.' },
      { reason: 'schedule-lag', text: 'Late.' },
    ];
    for (const measurement of report.measurements)
      expect(cellOf({ ...measurement, invalid }, report.quantileGrid)).toEqual({
        kind: 'invalid',
        reasons: ['client-limited: ml-pipeline', 'schedule-lag'],
        texts: ['It waited.', 'Late.'],
      });
  });
});
