import type { LoadReport } from '../../judgement/load/schema.ts';
import { counted } from '../../text/counted.ts';
import { html, type Html } from '../html-text.ts';
import { capacityLimitTexts } from './capacity-limits.ts';
import { decisionWords, type Decided } from './decision-words.ts';
import { loadFacts, loadNotices } from './load-facts.ts';
import { invalidGroups, isUsable, placesText, usabilityText } from './validity.ts';

const shownPlaces = 3;

/** Invalid measurements by reason, each with the first few. */
const invalidList = (report: LoadReport): Html =>
  html`<ul>
    ${invalidGroups(report).map(
      ({ reason, meaning, measurements }) =>
        html`<li>
          <b>${reason}</b>, ${counted(measurements.length, 'measurement')} (${meaning}):
          ${placesText(measurements, report, shownPlaces)}
        </li>`,
    )}
  </ul>`;

const badges = { 'not-met': 'failed', recorded: 'recorded' } as const;

const foldedDecisions = (summary: string, found: readonly Decided[]): Html | undefined =>
  found.length === 0
    ? undefined
    : html`<details>
        <summary>${summary}</summary>
        <ul>
          ${found.map(({ id, lane, target, text }) => html`<li><b>${id}</b> ${lane}, ${target}: ${text}</li>`)}
        </ul>
      </details>`;

/** Nothing is said where no bound was exceeded and some were not decided. */
const cardClass = (has: (outcome: Decided['outcome']) => boolean): string => {
  if (has('not-met')) return 'card bad';
  return has('met') && !has('not-decided') ? 'card good' : 'card';
};

const requirementsCard = ({ requirements }: LoadReport): Html | undefined => {
  if (requirements.length === 0) return undefined;
  const by = (outcome: Decided['outcome']) => requirements.filter((one) => one.outcome === outcome);
  const counts = Object.entries(decisionWords).flatMap(([outcome, { symbol, word }]) => {
    const { length } = by(outcome as Decided['outcome']);
    return length === 0 ? [] : [`${symbol} ${length} ${word}`];
  });
  return html`<div class="${cardClass((outcome) => by(outcome).length > 0)}" id="requirements">
    <h2>Decisions on requirements: ${counts.join(', ')}</h2>
    <ul>
      ${requirements.map(({ id, lane, target, outcome, text }) =>
        outcome === 'not-met' || outcome === 'recorded'
          ? html`<li>
              <span class="badge ${badges[outcome]}"
                >${decisionWords[outcome].symbol} ${decisionWords[outcome].word}</span
              >
              <b>${id}</b> ${lane}, ${target}: ${text}
            </li>`
          : undefined,
      )}
    </ul>
    ${foldedDecisions('What is not decided, and why', by('not-decided'))} ${foldedDecisions('What is met', by('met'))}
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
