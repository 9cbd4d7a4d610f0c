import type { LoadReport } from '../../judgement/load/schema.ts';
import { htmlPage } from '../html-page.ts';
import { html, type Html } from '../html-text.ts';
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
export const loadHtml = (report: LoadReport): string => {
  const sections = sectionsOf(report).filter(({ content }) => content !== undefined);
  return htmlPage({
    title: `KFP under load: ${report.plan.name}, ${validityText(report)}`,
    style: loadStyle,
    navigation: html`<nav aria-label="Sections">
      ${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a> `)}
    </nav>`,
    main: html`${verdictSection(report)} ${sections.map(({ content }) => content)}`,
  });
};
