import { createHash } from 'node:crypto';
import type { LoadReport } from '../../judgement/load/schema.ts';
import { html, raw, type Html } from '../html-text.ts';
import { withoutCommonVariation } from './common-variation.ts';
import { attributionSection } from './html-attribution.ts';
import { headlineSection } from './html-headline.ts';
import { latencySection } from './html-latency.ts';
import { overTimeSection } from './html-over-time.ts';
import { settingsSection } from './html-settings.ts';
import { sizesSection, storesSection } from './html-stores.ts';
import { throughputSection } from './html-throughput.ts';
import { verdictSection } from './html-verdict.ts';
import { loadStyle } from './load-style.ts';
import { validityText } from './validity.ts';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded and no script runs, because a report contains text from a target. */
const policy = `default-src 'none'; style-src ${hash(loadStyle)}; base-uri 'none'; form-action 'none'`;

/** The parts of the page after its first screen; a part is missing if nothing was measured for it. */
const sectionsOf = (report: LoadReport): readonly { id: string; name: string; content: Html | undefined }[] => [
  { id: 'numbers', name: 'Latency and rate', content: headlineSection(report) },
  { id: 'throughput', name: 'Creates per second', content: throughputSection(report) },
  { id: 'latency', name: 'Latency over pipelines', content: latencySection(report) },
  { id: 'attribution', name: 'Where the time goes', content: attributionSection(report) },
  { id: 'sizes', name: 'Memory and disk', content: sizesSection(report) },
  { id: 'over-time', name: 'Latency over time', content: overTimeSection(report) },
  { id: 'stores', name: 'Stores and proof', content: storesSection(report) },
  { id: 'settings', name: 'How it was run', content: settingsSection(report) },
];

/** report.html of a load run: a page that can be read offline and without scripts. */
export const loadHtml = (written: LoadReport): string => {
  const report = withoutCommonVariation(written);
  const sections = sectionsOf(report).filter(({ content }) => content !== undefined);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>KFP under load: ${report.plan.name}, ${validityText(report)}</title>
        ${raw(`<style>${loadStyle}</style>`)}
      </head>
      <body>
        <nav aria-label="Sections">${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a> `)}</nav>
        <main>${verdictSection(report)} ${sections.map(({ content }) => content)}</main>
      </body>
    </html> `;
  return page.source;
};
