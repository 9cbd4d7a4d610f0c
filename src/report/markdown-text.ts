import { shortened } from '../text/value-text.ts';
import { visible } from '../text/visible-text.ts';

/** Code spans that nothing beside them changes. */
const codeSpans = /(?<![`\\])(`[^`]+`)(?!`)/;

/** A back-slash stands only where a character would be read as Markdown, so that a log with the text stays readable. */
const escaped = (text: string): string =>
  text
    .replaceAll(/[\\`*[~$]/g, '\\$&')
    .replaceAll(/<(?=[a-z/!?])|&(?=#?\w+;)/gi, '\\$&')
    // Within a word it is no emphasis.
    .replaceAll(/(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu, '\\_');

/** Escapes what only at the beginning of a paragraph is a heading, a list or a quotation. */
const begun = (text: string): string =>
  text.replace(/^(?:[#>|]|[=+-](?=[=+-]*(?:\s|$))|\d+(?=[.)]))/, (found) =>
    /\d/.test(found) ? `${found}\\` : `\\${found}`,
  );

/** Text for a paragraph or a list entry, with all Markdown syntax escaped except code in back-ticks. */
export const markdownText = (text: string): string => {
  const line = visible(text).replaceAll(/\s+/g, ' ').trim();
  return begun(
    line
      .split(codeSpans)
      .map((part, at) => (at % 2 === 1 ? part : escaped(part)))
      .join(''),
  );
};

/** Text for a table cell, whose row a `|` would end, in code too. */
export const markdownCell = (text: string): string => markdownText(text).replaceAll('|', '\\|');

/** A value as code on one line, for a paragraph or a list entry. */
export const markdownCode = (text: string, limit: number): string => {
  const line = shortened(visible(text).replaceAll(/\s+/g, ' '), limit);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const isPadded = line === '' || /^[` ]|[` ]$/.test(line);
  return isPadded ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
};

/** A link to a web address. */
export const markdownLink = (text: string, address: string): string =>
  `[${markdownText(text)}](<${new URL(address).href.replaceAll(/[<>\\]/g, encodeURIComponent)}>)`;

/** A table of cells that are Markdown. */
export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** A part that is closed until it is asked for. The summary is HTML: it must not have text of a target. */
export const markdownDetails = (summary: string, content: string): string =>
  ['<details>', `<summary>${summary}</summary>`, '', content, '', '</details>'].join('\n');
