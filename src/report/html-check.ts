import { checksOf, type PlacedCheck } from '../judgement/check-list.ts';
import { checkName } from '../judgement/expected-checks.ts';
import { locationIn } from '../judgement/scenario-location.ts';
import type { Report } from '../judgement/schema.ts';
import { scenarioOf, twinMode, type Twins } from '../judgement/twins.ts';
import { isVulnerability } from '../judgement/vulnerabilities.ts';
import { anchorOf } from './cause-text.ts';
import { badge, causeAnchor, noveltyBadge, vulnerabilityBadge } from './html-badge.ts';
import { evidenceLinks, hasEvidence, inlineEvidence } from './html-evidence.ts';
import { html, prose, type Html } from './html-text.ts';
import { valuePair } from './html-value.ts';
import { rateText } from './intermittent-text.ts';

/** With more failures than this that are not known, their exchanges stand in files beside the page only. */
const inlineLimit = 40;

/** What the entries of checks need of the report. */
export interface CheckContext {
  readonly report: Report;
  /** Whether exchanges and script of a check stand in the page. */
  readonly isInline: (placed: PlacedCheck) => boolean;
  /** The id of a check in the page, if the report has it. */
  readonly anchorIn: (place: {
    requirement: string;
    lane: PlacedCheck['lane'];
    scenario: string;
  }) => string | undefined;
}

const isUnknown = ({ check: { outcome } }: PlacedCheck): boolean =>
  outcome === 'failed' || outcome === 'blocked' || outcome === 'error';

export const checkContext = (report: Report): CheckContext => {
  const checks = checksOf(report);
  const few = checks.filter(isUnknown).length <= inlineLimit;
  const anchors = new Map(
    checks.map((placed) => [
      checkName({ requirement: placed.requirement.id, lane: placed.lane, scenario: placed.check.scenario }),
      anchorOf(placed),
    ]),
  );
  return {
    report,
    isInline: (placed) => few && isUnknown(placed),
    anchorIn: (place) => anchors.get(checkName(place)),
  };
};

const follows = ({ anchorIn }: CheckContext, { check }: PlacedCheck): Html | undefined => {
  const origin = check.blockedBy ?? check.echoOf;
  if (origin === undefined) return undefined;
  const anchor = anchorIn({ ...origin, scenario: check.scenario });
  const name = `${origin.requirement} in ${origin.lane}`;
  return html`<p>
    ${check.blockedBy === undefined ? 'Follows from' : 'Blocked by'}
    ${anchor === undefined ? name : html`<a href="#${anchor}">${name}</a>`}.
  </p>`;
};

const known = ({ check }: PlacedCheck): Html | undefined => {
  if (check.baselineReason === undefined) return undefined;
  const reason = prose(check.baselineReason);
  return check.cause === undefined
    ? html`<p>Known: ${reason}</p>`
    : html`<p><a href="#${causeAnchor(check.cause)}">Known</a>: ${reason}</p>`;
};

/** The message of a check without the reason that is told beside it. */
const messageOf = ({ check: { message, baselineReason } }: PlacedCheck): string | undefined =>
  baselineReason === undefined ? message : message?.replace(`. Known: ${baselineReason}`, '');

/** The scenario of twins, with their modes if both ended alike: `one (single-user ✗, multi-user ✗)`. */
const scenarioText = (twins: Twins): string => {
  const [{ check }, ...others] = twins;
  return others.length === 0
    ? check.scenario
    : `${scenarioOf(check.scenario)} (${twins.map((twin) => twinMode(twin)).join(' and ')} alike)`;
};

/** A check that does not hold, with everything about it; its id is inside, so that a link to it opens it. */
export const checkItem = (context: CheckContext, twins: Twins): Html => {
  const [first, ...others] = twins;
  const { requirement, lane, check } = first;
  const { novelty = 'known' } = check;
  const rate = rateText(check);
  const location = locationIn(context.report, check.scenario);
  const anchor = anchorOf(first);
  const message = messageOf(first);
  // Not inside of the summary, where assistive technology would not reach the link.
  return html`<div class="entry">
    <details class="check ${check.outcome}">
      <summary>
        ${badge(check.outcome)}${novelty === 'known' ? undefined : noveltyBadge(novelty)}${isVulnerability({ requirement, check }) ? vulnerabilityBadge : undefined}
        <b>${lane}</b> ${scenarioText(twins)}
        ${check.profile === requirement.profile ? undefined : html`<span class="level">${check.profile}</span>`}
        ${rate === undefined ? undefined : html`<span class="level">Intermittent: ${rate}.</span>`}
      </summary>
      <div id="${anchor}">
        ${others.map((other) => html`<span id="${anchorOf(other)}"></span>`)}
        ${message === undefined ? undefined : html`<p class="message">${message}</p>`} ${known(first)}
        ${follows(context, first)} ${valuePair(['Expected', check.expected], ['Observed', check.observed])}
        ${context.isInline(first) ? inlineEvidence(check) : undefined}
        ${
          hasEvidence(check) || location !== undefined
            ? html`<p class="small">
                ${hasEvidence(check) ? html`${evidenceLinks(first)}. ` : undefined}${location === undefined ? undefined : html`Scenario: <code>${location}</code>.`}
              </p>`
            : undefined
        }
      </div>
    </details>
    <a href="#${anchor}" title="Link to this check">#</a>
  </div>`;
};
