import type { LoadReport } from '../../judgement/load/schema.ts';
import { html, type Html } from '../html-text.ts';
import {
  headlineOf,
  notTheServers,
  sizesOf,
  type HeadlineCell,
  type HeadlineGroup,
  type HeadlineRow,
} from './headline.ts';
import { tooFewText } from './latency.ts';
import { loopText } from './loop-text.ts';
import { whole } from './number-text.ts';

/** A cell takes three columns: p50, p99 and the rate. */
const cell = (content: HeadlineCell, objects: number): Html => {
  const size = whole(objects);
  switch (content.kind) {
    case 'valid': {
      const { p50, p99, samples, rate } = content;
      return html`<td class="number first" data-size="${size}" data-name="p50 ms">${p50 ?? tooFewText(samples)}</td>
        <td class="number" data-name="p99 ms">${p99 ?? tooFewText(samples)}</td>
        <td class="number rate" data-name="rate">
          ${rate.numbers}${rate.isLimited ? html`<span class="limited"> ${notTheServers}</span>` : undefined}
        </td>`;
    }
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

const row = ({ target, lane, cells }: HeadlineRow, sizes: readonly number[], several: boolean): Html => {
  const lacking = cells.find((one) => one.kind === 'not-measured');
  const isLacking = lacking !== undefined && cells.every((one) => one.kind === 'not-measured');
  return html`<tr>
    <th scope="row">
      <span class="lane">${lane}</span>${several ? html` <span class="target">${target}</span>` : undefined}
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

/** The headline: every operation, lane and number of pipelines, with p50, p99 and the rate. */
export const headlineSection = (report: LoadReport): Html => {
  const sizes = sizesOf(report);
  const several = report.targets.length > 1;
  const text = loopText(report);
  return html`<section aria-labelledby="numbers">
    <h2 id="numbers">Latency and rate</h2>
    <p class="small">
      By the number of pipelines in the store. p50 and p99: milliseconds ${text.latency}. Rate: ${text.rate}. “too few
      (150)”: so many samples do not tell the quantile.
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
  </section>`;
};
