import { laneNames, type LaneName } from '../../contract/lane-name.ts';
import { operationNames, type OperationName } from '../../contract/load-operation.ts';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { latencyOf, quantile } from './latency.ts';
import { figureText, significant } from './number-text.ts';

/** Iterations a second. */
export interface Rate {
  /** `60.0 of 240`: that at which the latency was measured, of the one that was possible. */
  readonly numbers: string;
  /** Whether something other than the servers limited what was possible. */
  readonly isLimited: boolean;
}

/** What a reader may know of a measurement: the numbers of an invalid one are not in it. */
export type HeadlineCell =
  | {
      readonly kind: 'valid';
      /** Milliseconds; undefined where `samples` are too few to tell it. */
      readonly p50: string | undefined;
      readonly p99: string | undefined;
      readonly samples: number;
      readonly rate: Rate;
    }
  /** A measurement without latencies. */
  | { readonly kind: 'figures'; readonly text: string }
  | { readonly kind: 'invalid'; readonly reasons: readonly string[]; readonly texts: readonly string[] }
  | { readonly kind: 'absent' }
  /** The lane does not have the operation. */
  | { readonly kind: 'not-measured'; readonly text: string };

export interface HeadlineRow {
  readonly target: string;
  readonly lane: LaneName;
  /** In the order of `sizesOf`. */
  readonly cells: readonly HeadlineCell[];
}

export interface HeadlineGroup {
  readonly operation: OperationName;
  readonly rows: readonly HeadlineRow[];
}

/** Whether the numbers of a measurement may be used. */
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

export const rateOf = ({ perSecond, capacityPerSecond, capacityLimitedBy }: Measurement): Rate => ({
  numbers:
    capacityPerSecond === undefined
      ? significant(perSecond)
      : `${significant(perSecond)} of ${significant(capacityPerSecond)}`,
  isLimited: capacityLimitedBy !== undefined,
});

/** Follows a rate whose capacity is not that of the servers. */
export const notTheServers = "(not the servers')";

/** `60.0 of 240 /s`, `60.0 of 70.0 /s (not the servers')` */
export const rateText = ({ numbers, isLimited }: Rate): string =>
  isLimited ? `${numbers} /s ${notTheServers}` : `${numbers} /s`;

/** A measurement as a cell of a table. The only way from a measurement to the numbers of a headline. */
export const cellOf = (measurement: Measurement, grid: readonly number[]): HeadlineCell => {
  if (!isValid(measurement))
    return {
      kind: 'invalid',
      reasons: [...new Set(measurement.invalid.map(reasonText))],
      texts: measurement.invalid.map(({ text }) => text),
    };
  const latency = latencyOf(measurement);
  const rate = rateOf(measurement);
  if (latency === undefined || latency.count === 0) {
    const figures = Object.entries(measurement.figures).map(([name, value]) => figureText(name, value));
    return { kind: 'figures', text: figures.length === 0 ? rateText(rate) : figures.join(', ') };
  }
  const at = (percent: number): string | undefined => {
    const value = quantile(latency, grid, percent);
    return value === undefined ? undefined : significant(value);
  };
  return { kind: 'valid', p50: at(50), p99: at(99), samples: latency.count, rate };
};

/** The measurements as rows of a table: by operation, target and lane. */
export const headlineOf = (report: LoadReport): readonly HeadlineGroup[] => {
  const sizes = sizesOf(report);
  const lanes = lanesOfLoad(report);
  return operationsOf(report).map((operation) => ({
    operation,
    rows: report.targets.flatMap(({ name: target }) =>
      lanes.flatMap((lane) => {
        const own = report.measurements.filter(
          (one) => one.target === target && one.lane === lane && one.operation === operation,
        );
        const text = report.notMeasured?.find(
          (one) =>
            one.operation === operation && one.lane === lane && (one.target === undefined || one.target === target),
        )?.text;
        if (own.length === 0 && text === undefined) return [];
        const cells = sizes.map((objects): HeadlineCell => {
          const measurement = own.find((one) => one.objects === objects);
          if (measurement !== undefined) return cellOf(measurement, report.quantileGrid);
          return text === undefined ? { kind: 'absent' } : { kind: 'not-measured', text };
        });
        return [{ target, lane, cells }];
      }),
    ),
  }));
};
