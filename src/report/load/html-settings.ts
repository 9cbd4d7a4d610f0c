import { isKnown } from '../../judgement/baseline-origin.ts';
import type { LoadReport } from '../../judgement/load/schema.ts';
import { html, type Html, type HtmlContent } from '../html-text.ts';
import { shortened } from '../../text/value-text.ts';
import { loadFacts } from './load-facts.ts';
import { harnessShareText } from './harness-share.ts';
import { whole } from './number-text.ts';
import { samplingText } from './sampling-text.ts';

const facts = (pairs: readonly (readonly [string, HtmlContent])[]): Html =>
  html`<dl class="facts wide">
    ${pairs.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

const planLimit = 20_000;

const overhead = (report: LoadReport, cost: string | undefined): readonly (readonly [string, string])[] => [
  ['CPU of the harness', harnessShareText(report)],
  ['Samples', `${whole(report.samples.length)}, once a second, of ${whole(Object.keys(report.series).length)} series`],
  ...(cost === undefined ? [] : [['Cost of sampling', cost] as const]),
];

/** The settings, the plan, and what measuring cost. */
export const settingsSection = (report: LoadReport): Html => {
  const { environment, plan, run, targets } = report;
  return html`<section aria-labelledby="settings">
    <h2 id="settings">How it was run</h2>
    <div class="columns">
      <div>
        <h3>What was measured</h3>
        ${facts(loadFacts(report))}
      </div>
      <div>
        <h3>Settings that bear on the numbers</h3>
        ${facts([
          ...Object.entries(environment.settings),
          ...targets.flatMap(({ name, commit, sha256 }) => [
            ...(isKnown(commit) ? [[`Commit of ${name}`, html`<code>${commit}</code>`] as const] : []),
            ...(sha256 === undefined ? [] : [[`SHA-256 of ${name}`, html`<code>${sha256}</code>`] as const]),
          ]),
        ])}
        <h3>What measuring cost</h3>
        ${facts(overhead(report, samplingText(report)))}
      </div>
    </div>
    <p><code>${run.command.join(' ')}</code></p>
    <details>
      <summary>The plan as it was run</summary>
      <p class="small">${plan.digest}: measurements of plans with the same digest can be compared.</p>
      <pre>${shortened(JSON.stringify(plan.settings, null, 2) ?? 'null', planLimit)}</pre>
    </details>
  </section>`;
};
