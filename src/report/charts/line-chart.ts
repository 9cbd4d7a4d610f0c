import * as Plot from '@observablehq/plot';
import type { Html } from '../html-text.ts';
import { logDomain, logTicks } from './log-ticks.ts';
import { renderSvg, type ChartText } from './render-svg.ts';
import { lookName, markerOf } from './series-look.ts';
import { spreadLabels } from './spread-labels.ts';

export interface ChartPoint {
  readonly x: number;
  /** Undefined: there is no value, and the line is broken. */
  readonly y: number | undefined;
  /** The upper end of the band, whose lower end is `y`. */
  readonly high?: number | undefined;
  /** What a pointer on the marker shows. */
  readonly title: string;
}

export interface ChartSeries {
  /** Stands at the end of its line. */
  readonly name: string;
  /** Which colour, dashes and marker it has: see `series-look.ts`. */
  readonly look: number;
  readonly points: readonly ChartPoint[];
}

export interface ChartAxis {
  /** With the unit: `pipelines in the store`, `milliseconds`. */
  readonly label: string;
  readonly scale: 'linear' | 'log';
  readonly domain?: readonly [number, number];
  readonly ticks?: readonly number[];
  readonly format: (value: number) => string;
}

export interface LineChart extends ChartText {
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly series: readonly ChartSeries[];
  /** Vertical lines with a letter or a number above. */
  readonly events?: readonly { readonly x: number; readonly mark: string; readonly title: string }[];
  /** Places without a value that is valid: a cross at the lower edge. */
  readonly invalid?: readonly { readonly x: number; readonly look: number; readonly title: string }[];
}

const size = { width: 480, height: 270 };
const margin = { top: 30, right: 126, bottom: 40, left: 50 };
const labelGap = 14;

const valuesOf = ({ series }: LineChart): readonly number[] =>
  series.flatMap(({ points }) => points.flatMap(({ y, high }) => [y, high].filter((value) => value !== undefined)));

const completed = (axis: ChartAxis, values: readonly number[]) => {
  const domain: readonly [number, number] =
    axis.domain ?? (axis.scale === 'log' ? logDomain(values) : [0, Math.max(1e-9, ...values) * 1.05]);
  const ticks = axis.ticks ?? (axis.scale === 'log' ? logTicks(...domain) : undefined);
  return { ...axis, domain, ticks };
};

type Axis = ReturnType<typeof completed>;

const marksOf = ({ name: _, look, points }: ChartSeries): Plot.Markish[] => {
  // The library takes NaN for a gap.
  const drawn = points.map(({ x, y = Number.NaN, high = Number.NaN, title }) => ({ x, y, high, title }));
  return [
    Plot.areaY(drawn, { x: 'x', y1: 'y', y2: 'high', className: lookName('band', look) }),
    Plot.lineY(drawn, { x: 'x', y: 'high', className: lookName('edge', look) }),
    Plot.lineY(drawn, { x: 'x', y: 'y', className: lookName('line', look) }),
    Plot.dot(drawn, {
      x: 'x',
      y: 'y',
      r: 3.2,
      fill: 'currentColor',
      symbol: markerOf(look),
      title: 'title',
      className: lookName('dot', look),
    }),
  ];
};

/** The names of the series at the ends of their lines, moved apart; a line that ends early has it where it ends. */
const labelMarks = (series: readonly ChartSeries[], x: Axis, y: Axis): Plot.Markish[] => {
  const scale = Plot.scale({
    y: { type: y.scale, domain: [...y.domain], range: [size.height - margin.bottom, margin.top] },
  });
  const ends = series.flatMap(({ name, look, points }) => {
    const last = points.findLast((point) => point.y !== undefined);
    return last?.y === undefined ? [] : [{ name, look, x: last.x, y: last.y, early: last !== points.at(-1) }];
  });
  const whole = ends.filter(({ early }) => !early);
  const places = spreadLabels(
    whole.map((end) => scale.apply(end.y) as number),
    { gap: labelGap, top: margin.top, bottom: size.height - margin.bottom },
  );
  const placed = [
    ...whole.map((end, at) => ({ ...end, x: x.domain[1], y: scale.invert?.(places[at]) as number })),
    ...ends.filter(({ early }) => early),
  ];
  return placed.map((label) =>
    Plot.text([label], {
      x: 'x',
      y: 'y',
      text: 'name',
      textAnchor: 'start',
      dx: label.early ? -4 : 8,
      dy: label.early ? -12 : 0,
      className: lookName('label', label.look),
    }),
  );
};

const scaleOptions = ({ scale, domain }: Axis): Plot.ScaleOptions => ({ type: scale, domain: [...domain] });

const axisMarks = (x: Axis, y: Axis): Plot.Markish[] => {
  const ticks = (axis: Axis) => ({
    ...(axis.ticks === undefined ? { ticks: 5 } : { ticks: [...axis.ticks] }),
    tickFormat: axis.format as (value: unknown) => string,
  });
  return [
    Plot.gridY({ ...(y.ticks === undefined ? { ticks: 5 } : { ticks: [...y.ticks] }), className: 'grid' }),
    Plot.axisX({ ...ticks(x), label: x.label, labelAnchor: 'right', className: 'axis', tickSize: 4 }),
    Plot.axisY({ ...ticks(y), label: y.label, className: 'axis', tickSize: 4 }),
  ];
};

/** Lines over a common axis, each with a marker at its points, a band above it, and its name at its end. */
export const lineChart = (chart: LineChart): Html => {
  const x = completed(
    chart.x,
    chart.series.flatMap(({ points }) => points.map((point) => point.x)),
  );
  const y = completed(chart.y, valuesOf(chart));
  return renderSvg(
    {
      ...size,
      marginTop: margin.top,
      marginRight: margin.right,
      marginBottom: margin.bottom,
      marginLeft: margin.left,
      x: scaleOptions(x),
      y: scaleOptions(y),
      marks: [
        ...axisMarks(x, y),
        ...(chart.events ?? []).flatMap((event) => [
          Plot.ruleX([event], { x: 'x', title: 'title', className: 'event' }),
          Plot.text([event], { x: 'x', text: 'mark', frameAnchor: 'top', dy: -8, className: 'event' }),
        ]),
        ...chart.series.flatMap(marksOf),
        ...(chart.invalid ?? []).map((one, at) =>
          Plot.text([one], {
            x: 'x',
            text: () => '✗',
            frameAnchor: 'bottom',
            dy: -4 - 12 * (chart.invalid ?? []).slice(0, at).filter((other) => other.x === one.x).length,
            title: 'title',
            className: lookName('label', one.look),
          }),
        ),
        ...labelMarks(chart.series, x, y),
      ],
    },
    chart,
  );
};
