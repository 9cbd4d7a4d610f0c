import { html, type Html, type HtmlContent } from '../html-text.ts';

/** A drawing with its caption, and below it what explains it. */
export const figure = (caption: string, drawing: Html, below?: Html): Html =>
  html`<figure>
    <figcaption>${caption}</figcaption>
    ${drawing} ${below}
  </figure>`;

/** Figures side by side: those of all targets, or of both storage modes, in one row where there is room. */
export const figures = (all: readonly Html[], columns: number): Html =>
  html`<div class="charts${columns === 2 || columns === 3 ? ` by-${columns}` : ''}">${all}</div>`;

/** A cell that takes the rest of its row. */
interface WideCell {
  readonly wide: HtmlContent;
  readonly columns: number;
}

export type Row = readonly [HtmlContent, ...(HtmlContent | WideCell)[]];

const dataCell = (cell: HtmlContent | WideCell): Html =>
  typeof cell === 'object' && 'wide' in cell
    ? html`<td colspan="${cell.columns}">${cell.wide}</td>`
    : html`<td>${cell}</td>`;

/**
 * A table that scrolls in itself where the page is too narrow for it. `name`: unique in the page, for those who do not see
 * it; `head` and the first cell of a row are its headers.
 */
export const dataTable = (name: string, head: readonly string[], rows: readonly Row[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">
    <table class="data">
      <thead>
        <tr>
          ${head.map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map(dataCell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** A table that is closed until it is asked for. `summary`: unique in the page. */
export const foldedTable = (summary: string, head: readonly string[], rows: readonly Row[]): Html =>
  html`<details>
    <summary>${summary}</summary>
    ${dataTable(summary, head, rows)}
  </details>`;
