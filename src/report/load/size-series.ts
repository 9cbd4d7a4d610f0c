import type { LaneName } from '../../contract/lane-name.ts';
import type { OperationName } from '../../contract/load-operation.ts';
import type { Invalidity, LoadReport, Measurement } from '../../judgement/load/schema.ts';
import type { ChartAxis, ChartPoint, ChartSeries, LineChart } from '../charts/line-chart.ts';
import { logDomain } from '../charts/log-ticks.ts';
import { laneLook } from '../charts/series-look.ts';
import { lanesOfLoad, reasonText, sizesOf } from './headline.ts';
import { shortCount, significant, whole } from './number-text.ts';

/** The axis of all plots over the number of pipelines. `sizes`: ascending. */
export const sizeAxis = (sizes: readonly number[]): ChartAxis => {
  return {
    label: 'pipelines in the store',
    scale: 'log',
    domain: sizes.length === 1 ? logDomain(sizes) : [sizes[0] ?? 1, sizes.at(-1) ?? 10],
    ticks: sizes,
    format: shortCount,
  };
};

/** A value of a measurement, perhaps with the upper end of a band; undefined if it does not have one. */
type ValueOf = (measurement: Measurement) => { readonly y: number; readonly high?: number | undefined } | undefined;

/** Why that value must not be used. */
type InvalidOf = (measurement: Measurement) => readonly Invalidity[];

interface SizeSeries {
  readonly series: readonly ChartSeries[];
  readonly invalid: NonNullable<LineChart['invalid']>;
}

/**
 * A value of an operation over the number of pipelines, a line for each lane. Where it is invalid the line is broken, and a
 * cross tells it.
 */
export const seriesOverSizes = (
  report: LoadReport,
  { operation, target, unit }: { readonly operation: OperationName; readonly target: string; readonly unit: string },
  valueOf: ValueOf,
  invalidOf: InvalidOf = ({ invalid }) => invalid,
): SizeSeries => {
  const sizes = sizesOf(report);
  const own = report.measurements.filter((one) => one.operation === operation && one.target === target);
  const at = (lane: LaneName, objects: number) => own.find((one) => one.lane === lane && one.objects === objects);
  const series = lanesOfLoad(report).map((lane) => ({
    name: lane,
    look: laneLook(lane),
    points: sizes.map((objects): ChartPoint => {
      const measurement = at(lane, objects);
      const value = measurement === undefined || invalidOf(measurement).length > 0 ? undefined : valueOf(measurement);
      const text = value === undefined ? 'none' : `${significant(value.y)} ${unit}`;
      return { x: objects, y: value?.y, high: value?.high, title: `${lane} at ${whole(objects)}: ${text}` };
    }),
  }));
  const invalid = own
    .filter((one) => invalidOf(one).length > 0)
    .map((one) => ({
      x: one.objects,
      look: laneLook(one.lane),
      title: `${one.lane} at ${whole(one.objects)}: invalid (${[...new Set(invalidOf(one).map(reasonText))].join(', ')})`,
    }));
  return { series: series.filter(({ points }) => points.some(({ y }) => y !== undefined)), invalid };
};

/** The values of lines in words, for those who do not see them. */
export const seriesInWords = ({ series, invalid }: SizeSeries, unit: string): string =>
  [
    ...series.map(({ name, points }) => {
      const values = points.flatMap(({ x, y }) => (y === undefined ? [] : [`${significant(y)} at ${whole(x)}`]));
      return `${name}, ${unit}: ${values.join(', ')}.`;
    }),
    ...invalid.map(({ title }) => `${title}.`),
  ].join(' ');

/** `×1.15 in database/rest, ×1.25 in kubernetes/rest`: the value at the most pipelines over that at the fewest. */
export const growthInWords = (series: readonly ChartSeries[]): string =>
  series
    .flatMap(({ name, points }) => {
      const [from, to] = [points[0]?.y, points.at(-1)?.y];
      const isGrowth = points.length > 1 && from !== undefined && to !== undefined && from > 0;
      return isGrowth ? [`×${significant(to / from)} in ${name}`] : [];
    })
    .join(', ');

/** `The median at 100,000 pipelines over that at 1,000: reference ×1.15 in database/rest.`; undefined for one size. */
export const growthSentence = (
  report: LoadReport,
  what: string,
  growths: readonly { readonly target: string; readonly growth: string }[],
): string | undefined => {
  const sizes = sizesOf(report);
  const told = growths.filter(({ growth }) => growth !== '');
  if (told.length === 0) return undefined;
  const texts = told.map(({ target, growth }) => (report.targets.length > 1 ? `${target} ${growth}` : growth));
  return `${what} at ${whole(sizes.at(-1) ?? 0)} pipelines over that at ${whole(sizes[0] ?? 0)}: ${texts.join('; ')}.`;
};
