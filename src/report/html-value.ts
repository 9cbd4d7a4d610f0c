import { html, type Html } from './html-text.ts';
import { prettyValue, shortened } from '../text/value-text.ts';

const valueLimit = 20_000;

const withoutComma = (line: string): string => line.trim().replace(/,$/, '');

/** The indexes of lines that the other text lacks; if both texts have the same lines, those in another position. */
const differingLines = (lines: readonly string[], others: readonly string[]): ReadonlySet<number> => {
  const known = new Set(others.map(withoutComma));
  const missing = lines.flatMap((line, at) => (known.has(withoutComma(line)) ? [] : [at]));
  if (missing.length > 0 || lines.length !== others.length) return new Set(missing);
  return new Set(lines.flatMap((line, at) => (withoutComma(line) === withoutComma(others[at] ?? '') ? [] : [at])));
};

/** The lines of a value, with differing lines marked if both values have several lines. */
const markedLines = (text: string, other: string | undefined): Html => {
  const lines = text.split('\n');
  const others = other?.split('\n') ?? [];
  if (lines.length < 2 || others.length < 2) return html`${text}`;
  const differing = differingLines(lines, others);
  return html`${lines.map((line, at) => {
    const start = /^\s*/.exec(line)?.[0] ?? '';
    const shown = differing.has(at) ? [start, html`<mark>${line.slice(start.length)}</mark>`] : line;
    return [shown, at < lines.length - 1 ? '\n' : ''];
  })}`;
};

/** A value from a target as a preformatted block. */
export const valueBlock = (value: string, other?: string): Html => {
  const text = shortened(prettyValue(value), valueLimit);
  return html`<pre tabindex="0">
${text === '' ? html`<i>(empty)</i>` : markedLines(text, other === undefined ? undefined : prettyValue(other))}</pre>`;
};

/** Two values for comparison, side by side if the page is wide enough. */
export const valuePair = (
  left: readonly [title: string, value: string | undefined],
  right: readonly [title: string, value: string | undefined],
): Html => {
  const side = ([title, value]: readonly [string, string | undefined], other: string | undefined) =>
    value === undefined
      ? undefined
      : html`<div>
          <h5>${title}</h5>
          ${valueBlock(value, other)}
        </div>`;
  if (left[1] === undefined && right[1] === undefined) return html``;
  return html`<div class="pair">${side(left, right[1])}${side(right, left[1])}</div>`;
};
