import type { OperationName } from '../../contract/load-operation.ts';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { lineChart, type ChartSeries } from '../charts/line-chart.ts';
import { logDomain } from '../charts/log-ticks.ts';
import { laneLook } from '../charts/series-look.ts';
import { html, type Html } from '../html-text.ts';
import { isValid, operationsOf, sizesOf } from './headline.ts';
import { figure, figures } from './html-parts.ts';
import { durationText, significant, tickText, whole } from './number-text.ts';
import { notDrawnText } from './validity.ts';

interface PlacedEvent {
  readonly x: number;
  readonly mark: string;
  readonly title: string;
}

/** The events during the measurements of one plot, at the second of the measurement in which they fell. */
const eventsIn = (report: LoadReport, measurements: readonly Measurement[]): readonly PlacedEvent[] => {
  const runStart = Date.parse(report.run.startedAt);
  const found = measurements.flatMap(({ startedAt, seconds, lane }) => {
    const start = (Date.parse(startedAt) - runStart) / 1000;
    return report.events
      .filter(({ second }) => second >= start && second <= start + seconds)
      .map(({ second, kind, text }) => ({ x: second - start, title: `${kind} in ${lane}: ${text}` }));
  });
  return found.toSorted((a, b) => a.x - b.x).map((event, at) => ({ ...event, mark: String(at + 1) }));
};

const seriesOf = (measurements: readonly Measurement[]): readonly ChartSeries[] =>
  measurements.map(({ lane, windows }) => ({
    name: lane,
    look: laneLook(lane),
    points: windows.map(({ startSeconds, seconds, p50, p99 }) => ({
      x: startSeconds + seconds / 2,
      y: p50,
      high: p99,
      title: `${lane}, ${significant(startSeconds)} to ${significant(startSeconds + seconds)} s: p50 ${p50 === undefined ? 'none' : significant(p50)} ms, p99 ${p99 === undefined ? 'none' : significant(p99)} ms`,
    })),
  }));

const worstInWords = (measurements: readonly Measurement[]): string =>
  measurements
    .flatMap(({ lane, windows }) => {
      const worst = windows.filter(({ p99 }) => p99 !== undefined).toSorted((a, b) => (b.p99 ?? 0) - (a.p99 ?? 0))[0];
      return worst?.p99 === undefined
        ? []
        : [
            `${lane}: the slowest window began after ${significant(worst.startSeconds)} s, p99 ${significant(worst.p99)} ms.`,
          ];
    })
    .join(' ');

const drawn = (report: LoadReport, operation: OperationName, objects: number): readonly Html[] => {
  const groups = report.targets.flatMap(({ name: target }) => {
    const own = report.measurements.filter(
      (one) =>
        isValid(one) &&
        one.operation === operation &&
        one.objects === objects &&
        one.target === target &&
        one.windows.filter(({ p50 }) => p50 !== undefined).length > 1,
    );
    return own.length === 0 ? [] : [{ target, own }];
  });
  const windows = groups.flatMap(({ own }) => own.flatMap((one) => one.windows));
  const domain = logDomain(windows.flatMap(({ p50, p99 }) => [p50, p99].filter((one) => one !== undefined)));
  const most = Math.max(1, ...groups.flatMap(({ own }) => own.map(({ seconds }) => seconds)));
  return groups.map(({ target, own }, at) => {
    const events = eventsIn(report, own);
    const notes = [
      ...(events.length === 0 ? [] : [`${events.map(({ mark, title }) => `${mark}: ${title}`).join('; ')}.`]),
      notDrawnText(report, { operation, target, objects }),
    ].filter((note) => note !== undefined);
    const below = html`${notes.map((note) => html`<p class="small">${note}</p>`)}`;
    return figure(
      `${operation}, ${target}`,
      lineChart({
        id: `over-time-${operation}-${at}`,
        title: `Latency of ${operation} over time at ${whole(objects)} pipelines, ${target}`,
        description: [worstInWords(own), ...events.map(({ x, title }) => `After ${significant(x)} s: ${title}.`)].join(
          ' ',
        ),
        x: { label: 'seconds of the measurement', scale: 'linear', domain: [0, most], format: whole },
        y: { label: 'milliseconds, p50 to p99', scale: 'log', domain, format: tickText },
        series: seriesOf(own),
        events,
      }),
      below,
    );
  });
};

/** Latency over time at the largest number of pipelines, with what happened meanwhile; undefined without windows. */
export const overTimeSection = (report: LoadReport): Html | undefined => {
  const objects = sizesOf(report).at(-1) ?? 0;
  const all = operationsOf(report).flatMap((operation) => drawn(report, operation, objects));
  if (all.length === 0) return undefined;
  return html`<section aria-labelledby="over-time">
    <h2 id="over-time">Latency over time</h2>
    <p>
      The same latencies at ${whole(objects)} pipelines, window by window: the time of requests, without schedule lag. A
      level line means that the measurement had settled; a step or a spike is no property of the storage mode before it
      is explained. Dotted lines with a number are events of the run.
    </p>
    ${figures(all, report.targets.length)}
    ${
      report.events.length === 0
        ? undefined
        : html`<details>
            <summary>All ${report.events.length} events of the run</summary>
            <ul>
              ${report.events.map(({ second, kind, text }) => html`<li>after ${durationText(second)}: ${kind}, ${text}</li>`)}
            </ul>
          </details>`
    }
  </section>`;
};
