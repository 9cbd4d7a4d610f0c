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

/** What needs an escape: a quote only where it would end the value of an attribute. */
const unsafe = { text: /[&<>]/g, attribute: /[&<>"']/g } as const;
type Place = keyof typeof unsafe;

const rendered = (content: HtmlContent, place: Place): string => {
  if (content === undefined) return '';
  if (content instanceof Html) return content.source;
  if (typeof content === 'object') return content.map((one) => rendered(one, place)).join('');
  return visible(String(content)).replace(unsafe[place], (found) => entities[found] ?? found);
};

interface Template {
  readonly texts: readonly string[];
  /** Of the content after each text. */
  readonly places: readonly Place[];
}

const templates = new WeakMap<TemplateStringsArray, Template>();

/** The constant parts without the indentation of the source, and where the contents between them stand. */
const templateOf = (strings: TemplateStringsArray): Template => {
  const known = templates.get(strings);
  if (known !== undefined) return known;
  const texts = strings.map((text) => text.replaceAll(/\n\s+/g, '\n'));
  const places = texts.map((_, at): Place => (/="[^"]*$/.test(texts.slice(0, at + 1).join('')) ? 'attribute' : 'text'));
  const template = { texts, places };
  templates.set(strings, template);
  return template;
};

/** HTML from a template: all values are escaped except those of type `Html`. Attributes must be quoted with `"`. */
export const html = (strings: TemplateStringsArray, ...contents: readonly HtmlContent[]): Html => {
  const { texts, places } = templateOf(strings);
  return new Html(
    texts.reduce((before, text, at) => before + rendered(contents[at - 1], places[at - 1] ?? 'attribute') + text),
  );
};

/** Marks constant HTML, CSS or script of this program as safe. */
export const raw = (source: string): Html => new Html(source);

/** Prose with `code` between back-ticks. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((part, at, parts) => (at % 2 === 1 && at < parts.length - 1 ? html`<code>${part}</code>` : at % 2 === 1 ? `\`${part}` : part))}`;
