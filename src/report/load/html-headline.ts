import type { LoadReport } from '../../judgement/load/schema.ts';
import { html, type Html } from '../html-text.ts';
import {
  cellOf,
  headlineOf,
  isPlain,
  sizesOf,
  type HeadlineCell,
  type HeadlineGroup,
  type HeadlineRow,
} from './headline.ts';
import { dataTable } from './html-parts.ts';
import { whole } from './number-text.ts';

/** A cell takes three columns: p50, p99 and the rate. */
const cell = (content: HeadlineCell, objects: number): Html => {
  const size = whole(objects);
  switch (content.kind) {
    case 'valid':
      return html`<td class="number first" data-size="${size}" data-name="p50 ms">${content.p50}</td>
        <td class="number" data-name="p99 ms">${content.p99}</td>
        <td class="number rate" data-name="rate">${content.rate.replace(' /s', '')}</td>`;
    case 'invalid':
      return html`<td class="invalid first" colspan="3" data-size="${size}">
        <span title="${content.texts.join(' ')}">✗ invalid: ${content.reasons.join(', ')}</span>
      </td>`;
    case 'figures':
      return html`<td class="figures first" colspan="3" data-size="${size}">${content.text}</td>`;
    case 'not-measured':
    case 'absent':
      return html`<td class="none first" colspan="3" data-size="${size}">not measured</td>`;
  }
};

const row = ({ target, lane, repetition, cells }: HeadlineRow, sizes: readonly number[], several: boolean): Html => {
  const lacking = cells.find((one) => one.kind === 'not-measured');
  const isLacking = lacking !== undefined && cells.every((one) => one.kind === 'not-measured');
  return html`<tr>
    <th scope="row">
      <span class="lane">${lane}</span
      >${several ? html` <span class="target">${target}</span>` : undefined}${repetition > 1 ? ` (${repetition})` : undefined}
    </th>
    ${
      isLacking
        ? html`<td class="none first all" colspan="${sizes.length * 3}">not in this lane: ${lacking.text}</td>`
        : cells.map((content, at) => cell(content, sizes[at] ?? 0))
    }
  </tr>`;
};

const group = ({ operation, rows }: HeadlineGroup, sizes: readonly number[], several: boolean): Html =>
  html`<tbody>
    <tr class="operation">
      <th scope="rowgroup" colspan="${1 + sizes.length * 3}">${operation}</th>
    </tr>
    ${rows.map((one) => row(one, sizes, several))}
  </tbody>`;

const variations = (report: LoadReport): Html | undefined => {
  const varied = report.measurements.filter((one) => !isPlain(one));
  if (varied.length === 0) return undefined;
  const texts = (content: HeadlineCell): readonly string[] => {
    if (content.kind === 'valid') return [content.p50, content.p99, content.rate];
    if (content.kind === 'invalid') return [`✗ invalid: ${content.reasons.join(', ')}`, '–', '–'];
    return [content.kind === 'figures' ? content.text : 'not measured', '–', '–'];
  };
  return html`<h3>With a factor changed</h3>
    <p>Each beside the plain measurement of its operation, lane and number of pipelines.</p>
    ${dataTable(
      'Measurements with a factor changed',
      [
        'Operation',
        'Lane',
        'Target',
        'Pipelines',
        'Factor',
        'p50 ms',
        'p99 ms',
        'Rate',
        'Plain p50 ms',
        'Plain p99 ms',
        'Plain rate',
      ],
      varied.map((one) => {
        const plain = report.measurements.find(
          (other) =>
            isPlain(other) &&
            other.operation === one.operation &&
            other.lane === one.lane &&
            other.target === one.target &&
            other.objects === one.objects,
        );
        return [
          one.operation,
          one.lane,
          one.target,
          whole(one.objects),
          Object.entries(one.variation)
            .map(([name, value]) => `${name} ${value}`)
            .join(', '),
          ...texts(cellOf(one, report.quantileGrid)),
          ...(plain === undefined ? ['not measured', '–', '–'] : texts(cellOf(plain, report.quantileGrid))),
        ];
      }),
    )}`;
};

/** The headline: every operation, lane and number of pipelines, with p50, p99 and the rate. */
export const headlineSection = (report: LoadReport): Html => {
  const sizes = sizesOf(report);
  const several = report.targets.length > 1;
  return html`<section aria-labelledby="numbers">
    <h2 id="numbers">Latency and rate</h2>
    <p class="small">
      By the number of pipelines in the store. p50 and p99: milliseconds of an iteration from the instant it was due.
      Rate: iterations per second while that was measured, of those that the same virtual users reached in a closed
      loop. “too few (150)”: so many samples do not tell the quantile.
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of latency and rate">
      <table class="headline">
        <thead>
          <tr>
            <th scope="col" rowspan="2">${several ? 'Lane and target' : 'Lane'}</th>
            ${sizes.map((size) => html`<th scope="colgroup" colspan="3" class="first">${whole(size)} pipelines</th>`)}
          </tr>
          <tr>
            ${sizes.map(
              () =>
                html`<th scope="col" class="number first">p50 ms</th>
                  <th scope="col" class="number">p99 ms</th>
                  <th scope="col" class="number">rate /s</th>`,
            )}
          </tr>
        </thead>
        ${headlineOf(report).map((one) => group(one, sizes, several))}
      </table>
    </div>
    ${variations(report)}
  </section>`;
};
