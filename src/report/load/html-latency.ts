import type { OperationName } from '../../contract/load-operation.ts';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { lineChart } from '../charts/line-chart.ts';
import { logDomain } from '../charts/log-ticks.ts';
import { html, type Html } from '../html-text.ts';
import { isValid, operationsOf, rateText, reasonText, sizesOf } from './headline.ts';
import { figure, figures, foldedTable } from './html-parts.ts';
import { intervalText, latencyOf, quantile } from './latency.ts';
import { figureText, significant, tickText, whole } from './number-text.ts';
import { growthInWords, growthSentence, seriesInWords, seriesOverSizes, sizeAxis } from './size-series.ts';

const bandOf = (grid: readonly number[]) => (measurement: Measurement) => {
  const latency = latencyOf(measurement);
  const y = quantile(latency, grid, 50);
  return y === undefined ? undefined : { y, high: quantile(latency, grid, 99) };
};

const charts = (
  report: LoadReport,
  operation: OperationName,
): readonly { readonly target: string; readonly drawing: Html; readonly growth: string }[] => {
  const lines = report.targets.map(({ name: target }) => ({
    target,
    lines: seriesOverSizes(report, { operation, target, unit: 'ms' }, bandOf(report.quantileGrid)),
  }));
  const values = lines.flatMap(({ lines: { series } }) =>
    series.flatMap(({ points }) => points.flatMap(({ y, high }) => [y, high].filter((one) => one !== undefined))),
  );
  // Targets stand beside each other, on one scale.
  const domain = logDomain(values);
  return lines.flatMap(({ target, lines: { series, invalid } }, at) =>
    series.length === 0
      ? []
      : [
          {
            target,
            growth: growthInWords(series),
            drawing: lineChart({
              id: `latency-${operation}-${at}`,
              title: `Latency of ${operation} over the number of pipelines, ${target}`,
              description: `Median latency, and above it a band up to p99. ${seriesInWords({ series, invalid }, 'milliseconds')}`,
              x: sizeAxis(sizesOf(report)),
              y: { label: 'milliseconds, p50 to p99', scale: 'log', domain, format: tickText },
              series,
              invalid,
            }),
          },
        ],
  );
};

const head = [
  'Lane',
  'Target',
  'Pipelines',
  'Variation',
  'Rate',
  'Iterations',
  'p50 ms (95 % interval)',
  'p90 ms',
  'p99 ms (95 % interval)',
  'Max ms',
  'Request p50 / p99 ms',
  'Lag p99 ms',
  'Further figures',
];

const spread = 'The numbers are not shown: they must not be used. load.json has them.';

/** All measurements of an operation; of an invalid one the reasons only. */
const table = (report: LoadReport, operation: OperationName): Html => {
  const grid = report.quantileGrid;
  const rows = report.measurements
    .filter((one) => one.operation === operation)
    .map((one) => {
      const place = [
        one.lane,
        one.target,
        whole(one.objects),
        Object.entries(one.variation)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ') || '–',
      ];
      if (!isValid(one))
        return [
          ...place,
          html`<strong>✗ invalid (${one.invalid.map(reasonText).join(', ')})</strong>
            ${one.invalid.map(({ text }) => text).join(' ')} ${spread}`,
        ];
      const latency = latencyOf(one);
      const texts =
        latency === undefined
          ? ['–', '–', '–', '–']
          : [
              intervalText(latency, grid, 50),
              intervalText(latency, grid, 90),
              intervalText(latency, grid, 99),
              significant(latency.max),
            ];
      const request = [50, 99].map((at) => {
        const value = quantile(one.service, grid, at);
        return value === undefined ? '–' : significant(value);
      });
      const lag = quantile(one.lag, grid, 99);
      return [
        ...place,
        `${rateText(one)}, ${one.loop} loop`,
        whole(one.iterations),
        ...texts,
        request.join(' / '),
        lag === undefined ? '–' : significant(lag),
        Object.entries(one.figures)
          .map(([name, value]) => figureText(name, value))
          .join(', ') || '–',
      ];
    });
  return foldedTable(`All ${rows.length} measurements of ${operation}`, head, rows);
};

const operationSection = (report: LoadReport, operation: OperationName): Html => {
  const drawn = charts(report, operation);
  const growth = growthSentence(report, 'The median', drawn);
  const lacking = (report.notMeasured ?? []).filter((one) => one.operation === operation);
  return html`<section aria-labelledby="latency-${operation}">
    <h3 id="latency-${operation}">${operation}</h3>
    ${growth === undefined ? undefined : html`<p>${growth}</p>`}
    ${lacking.map(({ lane, text }) => html`<p class="small">Not in ${lane}: ${text}.</p>`)}
    ${
      drawn.length === 0
        ? undefined
        : figures(
            drawn.map(({ target, drawing }) => figure(target, drawing)),
            report.targets.length,
          )
    }
    ${table(report, operation)}
  </section>`;
};

/** Latency over the number of pipelines, by operation. */
export const latencySection = (report: LoadReport): Html =>
  html`<section aria-labelledby="latency">
    <h2 id="latency">Latency over the number of pipelines</h2>
    <p>
      A line is the median (p50) of a lane, the band above it reaches to p99; without a band, too few samples tell p99.
      Both axes are logarithmic: a flat line means that the number of pipelines costs nothing, a line as steep as the
      diagonal that cost grows in proportion. ✗ at the lower edge: the measurement is invalid and has no point.
    </p>
    <div class="operations ${report.targets.length === 1 ? 'single' : 'several'}">
      ${operationsOf({ ...report, notMeasured: [] }).map((operation) => operationSection(report, operation))}
    </div>
  </section>`;
