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

/** The differences between the observations of two lanes of a scenario, beginning with those that are not allowed. */
export const differencesSection = ({ differences, summary }: Report): Html => {
  const open = differences.filter(({ allowed }) => allowed === undefined);
  const allowed = differences.filter((one) => one.allowed !== undefined);
  const none =
    summary.checks === 0
      ? 'Nothing was compared.'
      : 'All scenarios that ran in two or more lanes made equal observations in all of them.';
  return html`<section aria-labelledby="differences">
    <h2 id="differences">Differences between lanes (${differences.length})</h2>
    <p>
      The observations of every scenario that ran in two or more lanes are compared. Ids are replaced by stable names
      first, and times by their format.
    </p>
    ${differences.length === 0 ? html`<p>${none}</p>` : undefined}
    ${
      open.length === 0
        ? undefined
        : html`<h3><span aria-hidden="true">✗</span> Not allowed (${open.length})</h3>
            ${open.map(item)}`
    }
    ${
      allowed.length === 0
        ? undefined
        : html`<details>
            <summary>Allowed for a documented reason (${allowed.length})</summary>
            ${allowed.map(item)}
          </details>`
    }
  </section>`;
};
