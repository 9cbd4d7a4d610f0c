import { twinsOf, twinMode, scenarioOf, type Twins } from '../judgement/twins.ts';
import { outcomeWords } from '../contract/outcome-words.ts';
import type { Report } from '../judgement/schema.ts';
import { counted } from '../text/counted.ts';
import { anchorOf, namedCauses, type NamedCause } from './cause-text.ts';
import { causeAnchor, noveltyBadge } from './html-badge.ts';
import { html, prose, type Html } from './html-text.ts';

/** A link to the check, marked with the outcome; a repetition in multi-user mode that ended alike needs none of its own. */
const checkLink = (twins: Twins): Html => {
  const [first, ...others] = twins;
  const { lane, check } = first;
  const modes = others.length === 0 ? '' : ` (${twins.map(twinMode).join(' and ')})`;
  const name = others.length === 0 ? check.scenario : scenarioOf(check.scenario);
  return html`<li>
    <a href="#${anchorOf(first)}">${outcomeWords[check.outcome].symbol} ${lane}: ${name}</a>${modes}
  </li>`;
};

const causeItem = ({ cause, name, sentence, place, checks, anchor }: NamedCause): Html =>
  html`<li id="${causeAnchor(cause.id)}">
    ${noveltyBadge(cause.novelty)} <a href="#${anchor}">${place}</a>
    <p>${prose(name)}</p>
    <p class="reason">${prose(sentence)}</p>
    <details>
      <summary>
        ${counted(cause.checks, 'check')}${cause.echoes === 0 ? '' : `, of which ${cause.echoes} only follow from others`}:
        ${cause.requirements.join(', ')}
      </summary>
      <ul>
        ${twinsOf(checks).map(checkLink)}
      </ul>
    </details>
  </li>`;

/** Why checks do not hold, with the checks of each cause: what is new first, then changed, fixed and known. */
export const causesSection = (report: Report): Html => {
  const causes = namedCauses(report);
  const { baseline } = report.options;
  return html`<section aria-labelledby="causes">
    <h2 id="causes">Causes (${causes.length})</h2>
    ${
      causes.length === 0
        ? html`<p>${report.summary.checks === 0 ? 'No check was decided.' : 'Every check that was decided holds.'}</p>`
        : html`<p>
              Checks that do not hold, by cause. Known failures are listed in the
              baseline${baseline === undefined ? '' : html` <code>${baseline.name}</code>`}: they do not shut the gate,
              but they count as failed for conformance.
            </p>
            <ol class="causes">
              ${causes.map(causeItem)}
            </ol>`
    }
  </section>`;
};
