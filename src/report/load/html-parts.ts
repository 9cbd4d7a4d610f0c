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

/** A table that is closed until it is asked for; `head` and the first cell of a row are its headers. */
export const foldedTable = (
  summary: string,
  head: readonly string[],
  rows: readonly (readonly HtmlContent[])[],
): Html =>
  html`<details>
    <summary>${summary}</summary>
    ${dataTable(head, rows)}
  </details>`;

/** A table that scrolls in itself where the page is too narrow for it. */
export const dataTable = (head: readonly string[], rows: readonly (readonly HtmlContent[])[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${head.slice(0, 3).join(', ')} …">
    <table class="data">
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              <th scope="row">${first}</th>
              ${others.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
