import * as Plot from '@observablehq/plot';
import type { Html } from '../html-text.ts';
import { renderSvg, type ChartText } from './render-svg.ts';
import { lookName } from './series-look.ts';

export interface BarPart {
  readonly look: number;
  readonly value: number;
  /** What a pointer on it shows. */
  readonly title: string;
}

export interface BarChart extends ChartText {
  /** With the unit. */
  readonly label: string;
  /** The largest value of the axis. */
  readonly most: number;
  readonly format: (value: number) => string;
  readonly tickFormat: (value: number) => string;
  /** From top to bottom, with their parts from left to right. */
  readonly bars: readonly { readonly name: string; readonly parts: readonly BarPart[] }[];
}

const width = 480;
const margin = { top: 8, right: 60, bottom: 40, left: 124 };
const row = 30;
/** The number of pixels that the text of a part needs. */
const textRoom = 38;

/** Horizontal bars, each divided into parts; a part has its value in it where there is room, a bar its sum beside it. */
export const barChart = (chart: BarChart): Html => {
  const height = margin.top + margin.bottom + row * chart.bars.length;
  const perPixel = chart.most / (width - margin.left - margin.right);
  const parts = chart.bars.flatMap(({ name, parts: own }) =>
    own.flatMap((part, at) => {
      const from = own.slice(0, at).reduce((sum, { value }) => sum + value, 0);
      return part.value > 0 ? [{ ...part, name, from, to: from + part.value }] : [];
    }),
  );
  const sums = chart.bars.map(({ name, parts: own }) => {
    const sum = own.reduce((before, { value }) => before + value, 0);
    return { name, sum, text: chart.format(sum) };
  });
  return renderSvg(
    {
      width,
      height,
      marginTop: margin.top,
      marginRight: margin.right,
      marginBottom: margin.bottom,
      marginLeft: margin.left,
      x: { domain: [0, chart.most] },
      y: { type: 'band', domain: chart.bars.map(({ name }) => name), padding: 0.25 },
      marks: [
        Plot.gridX({ ticks: 5, className: 'grid' }),
        Plot.axisX({
          ticks: 5,
          tickFormat: chart.tickFormat as (value: unknown) => string,
          label: chart.label,
          labelAnchor: 'right',
          className: 'axis',
          tickSize: 4,
        }),
        Plot.axisY({ label: null, tickSize: 0, className: 'axis' }),
        ...parts.map((part) =>
          Plot.barX([part], { x1: 'from', x2: 'to', y: 'name', title: 'title', className: lookName('bar', part.look) }),
        ),
        Plot.text(
          parts.filter(({ value }) => value / perPixel > textRoom),
          {
            x: ({ from, to }: { from: number; to: number }) => (from + to) / 2,
            y: 'name',
            text: ({ value }: BarPart) => chart.format(value),
            className: 'inside',
          },
        ),
        Plot.text(sums, { x: 'sum', y: 'name', text: 'text', textAnchor: 'start', dx: 6, className: 'sum' }),
      ],
    },
    chart,
  );
};
