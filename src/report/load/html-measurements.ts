import type { OperationName } from '../../contract/load-operation.ts';
import type { LoadReport } from '../../judgement/load/schema.ts';
import { html, type Html } from '../html-text.ts';
import { isValid, rateOf, rateText, reasonText } from './headline.ts';
import { foldedTable, type Row } from './html-parts.ts';
import { intervalText, latencyOf, quantile } from './latency.ts';
import { figureText, significant, whole } from './number-text.ts';

const head = [
  'Lane',
  'Target',
  'Pipelines',
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

const withheld = 'The numbers are not shown: they must not be used. load.json has them.';

/** All measurements of an operation; of an invalid one the reasons only. */
export const measurementsTable = (report: LoadReport, operation: OperationName): Html => {
  const grid = report.quantileGrid;
  const rows: readonly Row[] = report.measurements
    .filter((one) => one.operation === operation)
    .map((one): Row => {
      const place: Row = [one.lane, one.target, whole(one.objects)];
      if (!isValid(one))
        return [
          ...place,
          {
            columns: head.length - place.length,
            wide: html`<strong>✗ invalid (${one.invalid.map(reasonText).join(', ')})</strong>
              ${one.invalid.map(({ text }) => text).join(' ')} ${withheld}`,
          },
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
        `${rateText(rateOf(one))}, ${one.loop} loop`,
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
