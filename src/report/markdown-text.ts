import { prettyValue, shortened } from '../text/value-text.ts';
import { visible } from '../text/visible-text.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;' };

/** Text for a sentence or a table cell, with all Markdown syntax escaped. */
export const markdownText = (text: string): string =>
  visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[&<>|]/g, (found) => entities[found] ?? found)
    .replace(/[\\`*_{}[\]#~@$]/g, (found) => `&#${found.charCodeAt(0)};`);

/** A value as code on one line, for a sentence or a table cell. */
export const markdownCode = (text: string, limit: number): string =>
  `<code>${markdownText(shortened(visible(text).replace(/\s+/g, ' '), limit))}</code>`;

/** A code block whose fence is longer than every fence in the text. */
export const markdownBlock = (text: string, language: string, limit: number): string => {
  const body = shortened(prettyValue(text), limit);
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
};
