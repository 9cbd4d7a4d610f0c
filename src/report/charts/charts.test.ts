import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { barChart, type BarChart } from './bar-chart.ts';
import { lineChart, type LineChart } from './line-chart.ts';

const golden = (name: string): string => path.join(import.meta.dirname, 'testing', `${name}.svg`);

const point = (x: number, y: number | undefined, high?: number) => ({ x, y, high, title: `at ${x}: ${y}` });

const lines: LineChart = {
  id: 'sample',
  title: 'Latency over pipelines',
  description: 'a: 2 at 1,000.',
  x: {
    label: 'pipelines in the store',
    scale: 'log',
    domain: [1000, 100_000],
    ticks: [1000, 10_000, 100_000],
    format: (value) => `${value / 1000}k`,
  },
  y: { label: 'milliseconds', scale: 'log', format: String },
  series: [
    { name: 'flat', look: 0, points: [point(1000, 2, 8), point(10_000, 2.1, 8.3), point(100_000, 2.2, 9)] },
    // Broken in the middle, without a band.
    { name: 'growing', look: 1, points: [point(1000, 1), point(10_000, undefined), point(100_000, 20)] },
    { name: 'ends early', look: 2, points: [point(1000, 5, 9), point(10_000, 6, 12), point(100_000, undefined)] },
  ],
  events: [{ x: 3000, mark: '1', title: 'compaction' }],
  invalid: [
    { x: 10_000, look: 1, title: 'invalid' },
    { x: 100_000, look: 2, title: 'invalid' },
    { x: 100_000, look: 0, title: 'invalid' },
  ],
};

const bars: BarChart = {
  id: 'parts',
  title: 'Where the time goes',
  description: 'database/rest: client 3.',
  label: 'milliseconds',
  most: 10,
  format: (value) => value.toFixed(1),
  tickFormat: String,
  bars: [
    { name: 'database/rest', parts: [{ look: 0, value: 3, title: 'client' }] },
    {
      name: 'kubernetes/crd',
      parts: [
        { look: 0, value: 0.4, title: 'client' },
        { look: 1, value: 4, title: 'kube-apiserver' },
        { look: 3, value: 0, title: 'webhook' },
        { look: 2, value: 2.5, title: 'etcd' },
      ],
    },
  ],
};

const charts = [
  ['line-chart', lineChart(lines).source],
  ['bar-chart', barChart(bars).source],
] as const;

describe.each(charts)('%s', (name, svg) => {
  it('is drawn as before (`vitest -u` on this file updates it)', async () => {
    await expect(`${svg}\n`).toMatchFileSnapshot(golden(name));
  });

  it('has a title and a description for those who do not see it, and nothing else that is read', () => {
    const id = name === 'line-chart' ? 'sample' : 'parts';
    const [start = ''] = /^<svg[^>]*>/.exec(svg) ?? [];
    for (const attribute of ['role="img"', `aria-labelledby="${id}-title"`, `aria-describedby="${id}-desc"`])
      expect(start).toContain(attribute);
    expect(svg).toContain(`<title id="${id}-title">`);
    expect(svg).toContain(`<desc id="${id}-desc">`);
    expect(svg.match(/aria-\w+="/g)).toHaveLength(2);
  });

  it('has neither colours nor styles nor fonts of its own', () => {
    expect(svg).not.toMatch(/style|#[0-9a-f]{3}|rgb|font-family|font-size|url\(/i);
    const painted = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map(([, paint]) => paint);
    expect(new Set(painted)).toEqual(new Set(['currentColor', 'none']).intersection(new Set(painted)));
  });

  it('is small', () => {
    expect(svg.length).toBeLessThan(9000);
  });
});

// Why: the name of a target comes from the command line, and a report from anywhere.
test('text is escaped', () => {
  const hostile = '</title><script>alert(1)</script>"\'&';
  const [series] = lines.series;
  const drawn = [
    lineChart({ ...lines, title: hostile, description: hostile, series: [{ ...series!, name: hostile }] }).source,
    barChart({ ...bars, title: hostile, bars: [{ name: hostile, parts: [{ look: 0, value: 3, title: hostile }] }] })
      .source,
  ];
  for (const svg of drawn) {
    expect(svg).not.toContain('<script');
    expect(svg.match(/&lt;script/g)?.length).toBeGreaterThanOrEqual(2);
  }
});

test('a chart without any value, with one size, and with zero is drawn', () => {
  for (const series of [[], [{ name: 'a', look: 0, points: [point(1000, undefined)] }]])
    expect(lineChart({ ...lines, series }).source).not.toContain('NaN');
  expect(lineChart({ ...lines, series: [{ name: 'a', look: 0, points: [point(1000, 3)] }] }).source).not.toContain(
    'NaN',
  );
  expect(barChart({ ...bars, most: 0, bars: [] }).source).not.toContain('NaN');
});
