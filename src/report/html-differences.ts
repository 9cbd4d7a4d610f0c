import { html, type Html } from './html-text.ts';
import { valuePair } from './html-value.ts';
import type { Report } from '../judgement/schema.ts';

type Difference = Report['differences'][number];

const item = (one: Difference): Html =>
  html`<article class="difference">
    <h4>${one.label}</h4>
    <p class="small">${one.requirement}, scenario ${one.scenario}</p>
    ${one.allowed === undefined ? undefined : html`<p>Allowed: ${one.allowed}</p>`}
    ${valuePair([one.base, one.baseValue], [one.lane, one.laneValue])}
  </article>`;

/** What one scenario observed differently in two lanes: first what nothing allows. */
export const differencesSection = ({ differences, summary }: Report): Html => {
  const open = differences.filter(({ allowed }) => allowed === undefined);
  const allowed = differences.filter((one) => one.allowed !== undefined);
  const none =
    summary.checks === 0
      ? 'Nothing was compared.'
      : 'The lanes showed the same wherever a scenario ran in two or more of them.';
  return html`<section aria-labelledby="differences">
    <h2 id="differences">Where the modes differ (${differences.length})</h2>
    <p>
      Every scenario that ran in two or more lanes ends with a comparison of what it observed, ids and times replaced by
      stable names.
    </p>
    ${differences.length === 0 ? html`<p>${none}</p>` : undefined}
    ${
      open.length === 0
        ? undefined
        : html`<h3><span aria-hidden="true">✗</span> Nothing allows these (${open.length})</h3>
            ${open.map(item)}`
    }
    ${
      allowed.length === 0
        ? undefined
        : html`<details>
            <summary>Documented reasons allow these (${allowed.length})</summary>
            ${allowed.map(item)}
          </details>`
    }
  </section>`;
};
