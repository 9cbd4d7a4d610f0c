import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { visible } from '../../text/visible-text.ts';
import { raw, type Html } from '../html-text.ts';

/** What a screen reader says instead of the drawing. */
export interface ChartText {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

interface SvgElement {
  readonly tagName: string;
  readonly attributes: readonly { readonly name: string; value: string }[];
  readonly textContent: string;
  removeAttribute(name: string): void;
  setAttribute(name: string, value: string): void;
  remove(): void;
  prepend(...nodes: readonly unknown[]): void;
  querySelectorAll(selector: string): Iterable<SvgElement>;
  readonly outerHTML: string;
}

const { document } = parseHTML('<!doctype html><html><body></body></html>');

const textElement = (name: 'title' | 'desc', id: string, text: string): unknown => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  element.setAttribute('id', id);
  element.textContent = visible(text);
  return element;
};

/** Tenths of a pixel are enough, and make the file independent of how a machine rounds. */
const shortNumbers = (value: string): string =>
  value.replaceAll(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(1)) || 0));

const numeric = new Set(['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'width', 'height', 'cx', 'cy', 'points']);

/** The look is left to the style sheet, and the parts of the drawing need no names beside title and description. */
const tidy = (svg: SvgElement): void => {
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const element of [svg, ...svg.querySelectorAll('*')])
    for (const { name, value } of Array.from(element.attributes)) {
      if (name.startsWith('aria-') || name === 'style') element.removeAttribute(name);
      else if (numeric.has(name)) element.setAttribute(name, shortNumbers(value));
    }
  // Ticks without a text have an element too.
  for (const text of svg.querySelectorAll('text')) if (text.textContent === '') text.remove();
};

/**
 * A plot as inline SVG, without colours and fonts of its own: `chartStyle` has them. It fills the width that it is given.
 * The only place that knows in which DOM the charting library draws.
 */
export const renderSvg = (options: Plot.PlotOptions, { id, title, description }: ChartText): Html => {
  const svg = Plot.plot({ ...options, document: document as never }) as unknown as SvgElement;
  tidy(svg);
  for (const name of ['width', 'height', 'font-family', 'font-size']) svg.removeAttribute(name);
  svg.setAttribute('class', 'chart');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-labelledby', `${id}-title`);
  svg.setAttribute('aria-describedby', `${id}-desc`);
  svg.prepend(textElement('title', `${id}-title`, title), textElement('desc', `${id}-desc`, description));
  return raw(svg.outerHTML);
};
