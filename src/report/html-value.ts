import { html, type Html } from './html-text.ts';
import { prettyValue, shortened } from '../text/value-text.ts';

const withoutComma = (line: string): string => line.trim().replace(/,$/, '');

/** The indexes of lines that the other text lacks; if both texts have the same lines, those in another position. */
const differingLines = (lines: readonly string[], others: readonly string[]): ReadonlySet<number> => {
  const known = new Set(others.map(withoutComma));
  const missing = lines.flatMap((line, at) => (known.has(withoutComma(line)) ? [] : [at]));
  if (missing.length > 0 || lines.length !== others.length) return new Set(missing);
  return new Set(lines.flatMap((line, at) => (withoutComma(line) === withoutComma(others[at] ?? '') ? [] : [at])));
};

/** The lines of a value, with differing lines marked if both values have several lines; neighbours share a mark. */
const markedLines = (text: string, other: string | undefined): Html => {
  const lines = text.split('\n');
  const others = other?.split('\n') ?? [];
  if (lines.length < 2 || others.length < 2) return html`${text}`;
  const differing = differingLines(lines, others);
  const runs: { marked: boolean; lines: string[] }[] = [];
  for (const [at, line] of lines.entries()) {
    const last = runs.at(-1);
    if (last?.marked === differing.has(at)) last.lines.push(line);
    else runs.push({ marked: differing.has(at), lines: [line] });
  }
  return html`${runs.map(({ marked, lines: own }, at) => {
    const whole = own.join('\n');
    const start = /^\s*/.exec(whole)?.[0] ?? '';
    const shown = marked ? [start, html`<mark>${whole.slice(start.length)}</mark>`] : whole;
    return [shown, at < runs.length - 1 ? '\n' : ''];
  })}`;
};

/** The number of characters of a value that stands in report.html, and in a file beside it. */
export const valueLimits = { page: 4_000, file: 20_000 } as const;

/** A value from a target as a preformatted block. */
export const valueBlock = (value: string, { other, limit }: { other?: string | undefined; limit: number }): Html => {
  const text = shortened(prettyValue(value), limit);
  const content =
    text === '' ? html`<i>(empty)</i>` : markedLines(text, other === undefined ? undefined : prettyValue(other));
  return html`<pre>${content}</pre>`;
};

/** Two values for comparison, side by side if the page is wide enough. */
export const valuePair = (
  left: readonly [title: string, value: string | undefined],
  right: readonly [title: string, value: string | undefined],
): Html | undefined => {
  const side = ([title, value]: readonly [string, string | undefined], other: string | undefined) =>
    value === undefined ? undefined : html`<div>${title}${valueBlock(value, { other, limit: valueLimits.page })}</div>`;
  if (left[1] === undefined && right[1] === undefined) return undefined;
  return html`<div class="pair">${side(left, right[1])}${side(right, left[1])}</div>`;
};
