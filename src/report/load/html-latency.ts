import type { OperationName } from '../../contract/load-operation.ts';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { lineChart } from '../charts/line-chart.ts';
import { logDomain } from '../charts/log-ticks.ts';
import { html, type Html } from '../html-text.ts';
import { operationsOf, sizesOf } from './headline.ts';
import { measurementsTable } from './html-measurements.ts';
import { figure, figures } from './html-parts.ts';
import { latencyOf, quantile } from './latency.ts';
import { tickText } from './number-text.ts';
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
    series.length + invalid.length === 0
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
    ${measurementsTable(report, operation)}
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
