import type { OperationName } from '../../contract/load-operation.ts';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { barChart } from '../charts/bar-chart.ts';
import { html, type Html } from '../html-text.ts';
import { isValid, operationsOf } from './headline.ts';
import { figure, figures, foldedTable } from './html-parts.ts';
import { bytesText, significant, tickText, whole } from './number-text.ts';
import { notDrawnText } from './validity.ts';

type Attribution = NonNullable<Measurement['attribution']>;

/** The parts of a bar, from left to right, with the look of each. */
const parts: readonly { readonly key: keyof Attribution; readonly name: string; readonly look: number }[] = [
  { key: 'client', name: 'generator, network and, for REST, the target itself', look: 0 },
  { key: 'apiServer', name: 'kube-apiserver', look: 1 },
  { key: 'webhook', name: 'webhooks', look: 3 },
  { key: 'etcd', name: 'etcd', look: 2 },
];

const short: Readonly<Record<keyof Attribution, string>> = {
  client: 'client',
  apiServer: 'kube-apiserver',
  webhook: 'webhook',
  etcd: 'etcd',
};

type Attributed = Measurement & { readonly attribution: Attribution };

const isAttributed = (measurement: Measurement): measurement is Attributed =>
  measurement.attribution !== undefined && isValid(measurement);

const sum = (attribution: Attribution): number => parts.reduce((before, { key }) => before + attribution[key], 0);

const drawn = (report: LoadReport, operation: OperationName, measurements: readonly Attributed[]): readonly Html[] => {
  const own = measurements.filter((one) => one.operation === operation);
  const most = Math.max(0, ...own.map(({ attribution }) => sum(attribution))) * 1.02;
  return report.targets.flatMap(({ name: target }, at) => {
    const bars = own.filter((one) => one.target === target);
    if (bars.length === 0) return [];
    const notDrawn = notDrawnText(report, { operation, target, objects: bars[0]?.objects ?? 0 });
    return [
      figure(
        `${operation}, ${target}`,
        barChart({
          id: `attribution-${operation}-${at}`,
          title: `Where the time of ${operation} goes, ${target}`,
          description: bars
            .map(
              ({ lane, attribution }) =>
                `${lane}, milliseconds: ${parts.map(({ key }) => `${short[key]} ${significant(attribution[key])}`).join(', ')}.`,
            )
            .join(' '),
          label: 'mean milliseconds of one iteration',
          most,
          format: significant,
          tickFormat: tickText,
          bars: bars.map(({ lane, attribution }) => ({
            name: lane,
            parts: parts.map(({ key, look }) => ({
              look,
              value: attribution[key],
              title: `${lane}, ${short[key]}: ${significant(attribution[key])} ms`,
            })),
          })),
        }),
        notDrawn === undefined ? undefined : html`<p class="small">${notDrawn}</p>`,
      ),
    ];
  });
};

/** CPU and memory of each process from the start of a script to its end; part of its CPU is that of the warm-up. */
const usageTable = (report: LoadReport): Html => {
  const used = report.measurements.filter((one) => isValid(one) && Object.keys(one.usage).length > 0);
  const processes = [...new Set(used.flatMap(({ usage }) => Object.keys(usage)))].toSorted();
  return foldedTable(
    'CPU seconds of the whole run of the script, with its warm-up, and peak memory, by process',
    ['Operation', 'Lane', 'Target', 'Pipelines', ...processes],
    used.map(({ operation, lane, target, objects, usage }) => [
      operation,
      lane,
      target,
      whole(objects),
      ...processes.map((name) => {
        const one = usage[name];
        if (one === undefined) return '–';
        // Watchers are threads of the harness: their memory is in its own.
        const memory = one.peakRssBytes === 0 ? '' : `, ${bytesText(one.peakRssBytes)}`;
        return `${significant(one.cpuSeconds)} s${memory}`;
      }),
    ]),
  );
};

/** Where the time goes, at the largest number of pipelines; undefined if no measurement tells it. */
export const attributionSection = (report: LoadReport): Html | undefined => {
  const all = report.measurements.filter(isAttributed);
  const objects = Math.max(0, ...all.map((one) => one.objects));
  const measurements = all.filter((one) => one.objects === objects);
  if (measurements.length === 0) return undefined;
  return html`<section aria-labelledby="attribution">
    <h2 id="attribution">Where the time goes</h2>
    <p>
      The mean time of one iteration at ${whole(objects)} pipelines, divided by the histograms of the servers. The mean
      is longer than the median: a few slow iterations count in full.
    </p>
    <ul class="key">
      ${parts.map(({ look, name }) => html`<li><i class="bar-${look}"></i>${name}</li>`)}
    </ul>
    ${figures(
      operationsOf(report).flatMap((operation) => drawn(report, operation, measurements)),
      report.targets.length,
    )}
    ${foldedTable(
      'The times as a table',
      ['Operation', 'Lane', 'Target', 'Pipelines', ...parts.map(({ key }) => `${short[key]} ms`), 'Sum ms'],
      all.map(({ operation, lane, target, objects: size, attribution }) => [
        operation,
        lane,
        target,
        whole(size),
        ...parts.map(({ key }) => significant(attribution[key])),
        significant(sum(attribution)),
      ]),
    )}
    ${usageTable(report)}
  </section>`;
};
