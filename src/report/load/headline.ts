import { laneNames, type LaneName } from '../../contract/lane-name.ts';
import { operationNames, type OperationName } from '../../contract/load-operation.ts';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { latencyOf, quantileText } from './latency.ts';
import { figureText, significant } from './number-text.ts';

/** What a reader may know of a measurement: the numbers of an invalid one are not in it. */
export type HeadlineCell =
  /** Milliseconds; the rate with its unit. */
  | { readonly kind: 'valid'; readonly p50: string; readonly p99: string; readonly rate: string }
  /** A measurement without latencies. */
  | { readonly kind: 'figures'; readonly text: string }
  | { readonly kind: 'invalid'; readonly reasons: readonly string[]; readonly texts: readonly string[] }
  | { readonly kind: 'absent' }
  /** The lane does not have the operation. */
  | { readonly kind: 'not-measured'; readonly text: string };

export interface HeadlineRow {
  readonly target: string;
  readonly lane: LaneName;
  /** 2 for the second measurement of the same kind, and so on. */
  readonly repetition: number;
  /** In the order of `sizesOf`. */
  readonly cells: readonly HeadlineCell[];
}

export interface HeadlineGroup {
  readonly operation: OperationName;
  readonly rows: readonly HeadlineRow[];
}

export const isPlain = ({ variation }: Measurement): boolean => Object.keys(variation).length === 0;
export const isValid = ({ invalid }: Measurement): boolean => invalid.length === 0;

/** The numbers of pipelines at which something was measured, ascending. */
export const sizesOf = ({ measurements }: LoadReport): readonly number[] =>
  [...new Set(measurements.map(({ objects }) => objects))].toSorted((a, b) => a - b);

/** The operations of a report, in the order of every table. */
export const operationsOf = ({ measurements, notMeasured = [] }: LoadReport): readonly OperationName[] => {
  const found = new Set([...measurements, ...notMeasured].map(({ operation }) => operation));
  return operationNames.filter((name) => found.has(name));
};

/** The lanes in which something was measured. */
export const lanesOfLoad = ({ measurements }: LoadReport): readonly LaneName[] =>
  laneNames.filter((lane) => measurements.some((one) => one.lane === lane));

/** `client-limited: ml-pipeline` */
export const reasonText = ({ reason, subject }: Measurement['invalid'][number]): string =>
  subject === undefined ? reason : `${reason}: ${subject}`;

/** `60.0 of 240 /s`: the rate at which the latency was measured, of the one that was possible. */
export const rateText = ({ perSecond, capacityPerSecond }: Measurement): string =>
  capacityPerSecond === undefined
    ? `${significant(perSecond)} /s`
    : `${significant(perSecond)} of ${significant(capacityPerSecond)} /s`;

/** A measurement as a cell of a table. The only way from a measurement to the numbers of a headline. */
export const cellOf = (measurement: Measurement, grid: readonly number[]): HeadlineCell => {
  if (!isValid(measurement))
    return {
      kind: 'invalid',
      reasons: [...new Set(measurement.invalid.map(reasonText))],
      texts: measurement.invalid.map(({ text }) => text),
    };
  const latency = latencyOf(measurement);
  if (latency === undefined || latency.count === 0) {
    const figures = Object.entries(measurement.figures).map(([name, value]) => figureText(name, value));
    return { kind: 'figures', text: figures.length === 0 ? rateText(measurement) : figures.join(', ') };
  }
  return {
    kind: 'valid',
    p50: quantileText(latency, grid, 50),
    p99: quantileText(latency, grid, 99),
    rate: rateText(measurement),
  };
};

/** The measurements without variation, as rows of a table: by operation, target and lane. */
export const headlineOf = (report: LoadReport): readonly HeadlineGroup[] => {
  const sizes = sizesOf(report);
  const plain = report.measurements.filter(isPlain);
  return operationsOf(report).map((operation) => ({
    operation,
    rows: report.targets.flatMap(({ name: target }) =>
      lanesOfLoad(report).flatMap((lane) => {
        const bySize = sizes.map((objects) =>
          plain.filter(
            (one) =>
              one.target === target && one.lane === lane && one.operation === operation && one.objects === objects,
          ),
        );
        const text = report.notMeasured?.find(
          (one) =>
            one.operation === operation && one.lane === lane && (one.target === undefined || one.target === target),
        )?.text;
        const repetitions = Math.max(text === undefined ? 0 : 1, ...bySize.map(({ length }) => length));
        return Array.from({ length: repetitions }, (_, at) => ({
          target,
          lane,
          repetition: at + 1,
          cells: bySize.map((found): HeadlineCell => {
            const measurement = found[at];
            if (measurement !== undefined) return cellOf(measurement, report.quantileGrid);
            return text === undefined ? { kind: 'absent' } : { kind: 'not-measured', text };
          }),
        }));
      }),
    ),
  }));
};
