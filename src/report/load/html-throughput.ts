import type { Invalidity, LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { lineChart } from '../charts/line-chart.ts';
import { logDomain } from '../charts/log-ticks.ts';
import { html, type Html } from '../html-text.ts';
import { sizesOf } from './headline.ts';
import { figure, figures, foldedTable } from './html-parts.ts';
import { isClosedPlan } from './loop-text.ts';
import { significant, tickText, whole } from './number-text.ts';
import { growthInWords, growthSentence, seriesInWords, seriesOverSizes, sizeAxis } from './size-series.ts';

/** Iterations a second that were possible; the rate of an open loop without a capacity was chosen, and tells nothing. */
const capacityOf = ({ capacityPerSecond, loop, perSecond }: Measurement): number | undefined =>
  capacityPerSecond ?? (loop === 'closed' ? perSecond : undefined);

const valueOf = (measurement: Measurement): { y: number } | undefined => {
  const y = capacityOf(measurement);
  return y === undefined || y === 0 ? undefined : { y };
};

/** Also a valid latency may have a capacity that something other than the servers limited. */
const invalidOf = ({ invalid, capacityLimitedBy }: Measurement): readonly Invalidity[] => [
  ...invalid,
  ...(capacityLimitedBy === undefined ? [] : [capacityLimitedBy]),
];

/** Creates a second over the number of pipelines; undefined if no capacity was measured. */
export const throughputSection = (report: LoadReport): Html | undefined => {
  const unit = 'creates/s';
  const lines = report.targets.map(({ name: target }) => ({
    target,
    lines: seriesOverSizes(report, { operation: 'create', target, unit }, valueOf, invalidOf),
  }));
  const drawn = lines.filter(({ lines: { series, invalid } }) => series.length + invalid.length > 0);
  if (drawn.length === 0) return undefined;
  const points = drawn.flatMap(({ target, lines: { series } }) =>
    series.flatMap(({ name, points: own }) => own.map((point) => ({ ...point, name, target }))),
  );
  const domain = logDomain(points.flatMap(({ y }) => (y === undefined ? [] : [y])));
  const growth = growthSentence(
    report,
    'The rate',
    drawn.map(({ target, lines: { series } }) => ({ target, growth: growthInWords(series) })),
  );
  return html`<section aria-labelledby="throughput">
    <h2 id="throughput">Creates per second over the number of pipelines</h2>
    <p>
      How many pipelines a second the virtual users
      ${isClosedPlan(report) ? 'created' : 'of the latency measurement created just before it'} in a closed loop, one
      request after the other. Higher is better. ✗ at the lower edge: the rate is not that of the servers. ${growth}
    </p>
    ${figures(
      drawn.map(({ target, lines: { series, invalid } }, at) =>
        figure(
          target,
          lineChart({
            id: `throughput-${at}`,
            title: `Creates per second over the number of pipelines, ${target}`,
            description: seriesInWords({ series, invalid }, unit),
            x: sizeAxis(sizesOf(report)),
            y: { label: 'creates per second', scale: 'log', domain, format: tickText },
            series,
            invalid,
          }),
        ),
      ),
      report.targets.length,
    )}
    ${foldedTable(
      'The rates as a table',
      ['Lane', 'Target', 'Pipelines', 'Creates per second'],
      points.map(({ name, target, x, y }) => [
        name,
        target,
        whole(x),
        y === undefined ? 'invalid or not measured' : significant(y),
      ]),
    )}
  </section>`;
};
