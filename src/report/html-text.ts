import { visible } from '../text/visible-text.ts';

/** Safe HTML, created by `html` and `raw` only. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type HtmlContent = Html | string | number | undefined | readonly HtmlContent[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const rendered = (content: HtmlContent): string => {
  if (content === undefined) return '';
  if (content instanceof Html) return content.source;
  if (typeof content === 'object') return content.map(rendered).join('');
  return visible(String(content)).replace(/[&<>"']/g, (found) => entities[found] ?? found);
};

/** HTML from a template: all values are escaped except those of type `Html`. Attributes must be quoted. */
export const html = (strings: TemplateStringsArray, ...contents: readonly HtmlContent[]): Html =>
  new Html(strings.reduce((before, text, at) => before + rendered(contents[at - 1]) + text));

/** Marks constant HTML, CSS or script of this program as safe. */
export const raw = (source: string): Html => new Html(source);
