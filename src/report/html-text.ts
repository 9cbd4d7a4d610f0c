import { visible } from '../text/visible-text.ts';

/** A piece of HTML that is safe to put into a page: only `html` and `raw` make it. */
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

/** HTML from a template: everything put in is escaped, but what is `Html` already. Attributes must be quoted. */
export const html = (strings: TemplateStringsArray, ...contents: readonly HtmlContent[]): Html =>
  new Html(strings.reduce((before, text, at) => before + rendered(contents[at - 1]) + text));

/** Text of this program's own that is HTML, CSS or script already. */
export const raw = (source: string): Html => new Html(source);
