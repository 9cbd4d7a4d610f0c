import { prettyValue, shortened } from '../text/value-text.ts';
import { visible } from '../text/visible-text.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;' };

/** Text in a sentence or a cell, with nothing in it that Markdown would read. */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[&<>|]/g, (found) => entities[found] ?? found)
    .replace(/[\\`*_{}[\]#~@$]/g, (found) => `&#${found.charCodeAt(0)};`);

/** A value in a sentence or a cell: code, on one line. */
export const markdownCode = (text: string, limit: number): string =>
  `<code>${markdownText(shortened(visible(text).replace(/\s+/g, ' '), limit))}</code>`;

/** A block of code, whatever fences the text holds. */
export const markdownBlock = (text: string, language: string, limit: number): string => {
  const body = shortened(prettyValue(text), limit);
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
};
