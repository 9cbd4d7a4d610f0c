import type { LoadReport } from '../../judgement/load/schema.ts';
import { counted } from '../../text/counted.ts';
import { html, type Html } from '../html-text.ts';
import { capacityLimitTexts } from './capacity-limits.ts';
import { loadFacts, loadNotices } from './load-facts.ts';
import { invalidGroups, isUsable, placeText, usabilityText } from './validity.ts';

const shownPlaces = 3;

/** Invalid measurements by reason, each with the first few. */
const invalidList = (report: LoadReport): Html =>
  html`<ul>
    ${invalidGroups(report).map(({ reason, meaning, measurements }) => {
      const places = measurements.slice(0, shownPlaces).map((one) => placeText(one, report));
      const more = measurements.length - places.length;
      return html`<li>
        <b>${reason}</b>, ${counted(measurements.length, 'measurement')} (${meaning}):
        ${places.join('; ')}${more > 0 ? ` and ${more} more` : undefined}
      </li>`;
    })}
  </ul>`;

const outcomes = {
  met: { symbol: '✓', word: 'met', badge: 'passed' },
  'not-met': { symbol: '✗', word: 'not met', badge: 'failed' },
  recorded: { symbol: '•', word: 'recorded', badge: 'recorded' },
  'not-decided': { symbol: '?', word: 'not decided', badge: 'error' },
} as const;

const foldedRequirements = (
  summary: string,
  requirements: LoadReport['requirements'],
  outcome: keyof typeof outcomes,
): Html | undefined => {
  const found = requirements.filter((one) => one.outcome === outcome);
  if (found.length === 0) return undefined;
  return html`<details>
    <summary>${summary}</summary>
    <ul>
      ${found.map(({ id, lane, target, text }) => html`<li><b>${id}</b> ${lane}, ${target}: ${text}</li>`)}
    </ul>
  </details>`;
};

const requirementsCard = ({ requirements }: LoadReport): Html | undefined => {
  if (requirements.length === 0) return undefined;
  const counts = Object.entries(outcomes).flatMap(([outcome, { symbol, word }]) => {
    const count = requirements.filter((one) => one.outcome === outcome).length;
    return count === 0 ? [] : [`${symbol} ${count} ${word}`];
  });
  const bad = requirements.some(({ outcome }) => outcome === 'not-met');
  return html`<div class="card ${bad ? 'bad' : 'good'}" id="requirements">
    <h2>Requirements: ${counts.join(', ')}</h2>
    <ul>
      ${requirements
        .filter(({ outcome }) => outcome === 'not-met' || outcome === 'recorded')
        .map(
          ({ id, lane, target, outcome, text }) =>
            html`<li>
              <span class="badge ${outcomes[outcome].badge}"
                >${outcomes[outcome].symbol} ${outcomes[outcome].word}</span
              >
              <b>${id}</b> ${lane}, ${target}: ${text}
            </li>`,
        )}
    </ul>
    ${foldedRequirements('The requirements that are not decided, and why', requirements, 'not-decided')}
    ${foldedRequirements('The requirements that are met', requirements, 'met')}
  </div>`;
};

/** What was measured, and whether it can be used. */
export const verdictSection = (report: LoadReport): Html => {
  const usable = isUsable(report);
  const limits = capacityLimitTexts(report);
  return html`<header>
      <h1>KFP under load: ${report.plan.name}, ${report.targets.map(({ name }) => name).join(' and ')}</h1>
      <dl class="measured">
        ${loadFacts(report).map(
          ([name, text]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
      ${loadNotices(report).map((text) => html`<p class="notice">${text}</p>`)}
    </header>
    <div class="cards" id="verdict">
      <div class="card ${usable ? 'good' : 'bad'}" id="validity">
        <h2>Can it be used? ${usabilityText(report)}</h2>
        ${invalidGroups(report).length === 0 ? undefined : invalidList(report)}
        ${
          limits.length === 0
            ? undefined
            : html`<p>Capacities that are not those of the servers:</p>
                <ul>
                  ${limits.map((text) => html`<li>${text}</li>`)}
                </ul>`
        }
      </div>
      ${requirementsCard(report)}
    </div>`;
};
