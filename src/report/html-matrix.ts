import { detectionText } from '../contract/detection.ts';
import type { LaneName } from '../contract/lane-name.ts';
import { bySeverity, outcomeWords } from '../contract/outcome-words.ts';
import { levels, profiles } from '../contract/requirement.ts';
import { checksOf, lanesOf, worstOf, type PlacedCheck } from '../judgement/check-list.ts';
import { differingRequirements } from '../judgement/lane-differences.ts';
import type { CheckEntry, Report, RequirementResult } from '../judgement/schema.ts';
import { scenarioOf, twinsOf } from '../judgement/twins.ts';
import { isVulnerability } from '../judgement/vulnerabilities.ts';
import { counted } from '../text/counted.ts';
import { anchorOf } from './cause-text.ts';
import { areaAnchor, outcomeText, vulnerabilityBadge } from './html-badge.ts';
import { checkContext, checkItem, type CheckContext } from './html-check.ts';
import { sourceHtml } from './html-sources.ts';
import { html, prose, type Html } from './html-text.ts';
import { rateText } from './intermittent-text.ts';

/** Outcomes of which a check is told with everything about it. */
const detailed: ReadonlySet<string> = new Set(['failed', 'blocked', 'error', 'stale-baseline', 'known-failure']);

const remark = (check: CheckEntry): string => {
  const { outcome, reason = '', observed, message = '', detects } = check;
  const rate = rateText(check);
  if (outcome === 'passed')
    return [
      ...(rate === undefined ? [] : [`passed this time: ${rate}`]),
      ...(detects === undefined ? [] : [detectionText(detects)]),
    ].join('; ');
  if (outcome === 'not-applicable') return [reason, message].filter((text) => text !== '').join(': ');
  return outcome === 'recorded' ? (observed ?? message) : '';
};

/** The checks of a scenario that need no more than a line, each as a link to itself. */
const quietItem = (scenario: string, checks: readonly PlacedCheck[]): Html =>
  html`<li>
    ${scenario}:
    ${checks.map((placed) => {
      const { lane, check } = placed;
      const said = remark(check);
      const anchor = anchorOf(placed);
      const again = check.scenario === scenario ? '' : ', multi-user';
      return html` <a id="${anchor}" href="#${anchor}">${outcomeWords[check.outcome].symbol} ${lane}${again}</a
        >${said === '' ? undefined : ` (${said})`}`;
    })}
  </li>`;

/** The checks of a requirement: those that do not hold first. */
const checkList = (context: CheckContext, checks: readonly PlacedCheck[]): Html => {
  const loud = checks.filter(({ check }) => detailed.has(check.outcome));
  const quiet = checks.filter(({ check }) => !detailed.has(check.outcome));
  return html`${twinsOf(loud).map((twins) => checkItem(context, twins))}${
    quiet.length === 0
      ? undefined
      : html`<ul class="quiet">
          ${[...Map.groupBy(quiet, ({ check }) => scenarioOf(check.scenario))].map(([scenario, own]) => quietItem(scenario, own))}
        </ul>`
  }`;
};

const share = (outcome: string, checks: readonly PlacedCheck[]): string => {
  const same = checks.filter(({ check }) => check.outcome === outcome).length;
  return same === checks.length ? (same === 1 ? '' : ` ${same}`) : ` ${same} of ${checks.length}`;
};

/** The most severe outcome in a lane, as a link that opens the first check with it under the row. */
const cell = (lane: LaneName, checks: readonly PlacedCheck[]): Html => {
  const outcome = checks.length === 0 ? undefined : worstOf(checks.map(({ check }) => check));
  const first = checks.find(({ check }) => check.outcome === outcome);
  if (outcome === undefined || first === undefined) return html`<td data-lane="${lane}" class="none">no check</td>`;
  return html`<td data-lane="${lane}">
    <a class="badge ${outcome}" href="#${anchorOf(first)}">${outcomeText(outcome)}</a
    >${share(outcome, checks)}${checks.some(isVulnerability) ? html` ${vulnerabilityBadge}` : undefined}
  </td>`;
};

/** What the filter asks of a row: `level:MUST profile:core at:kubernetes/rest=failed is:new`. */
const termsOf = (requirement: RequirementResult, checks: readonly PlacedCheck[], differs: boolean): string => {
  const some = (test: (placed: PlacedCheck) => boolean): boolean => checks.some(test);
  return [
    `level:${requirement.level}`,
    ...new Set([requirement.profile, ...checks.map(({ check }) => check.profile)].map((name) => `profile:${name}`)),
    ...new Set(checks.map(({ lane, check }) => `at:${lane}=${check.outcome}`)),
    ...(differs ? ['is:different'] : []),
    ...(some(({ check: { novelty } }) => novelty === 'new' || novelty === 'changed') ? ['is:new'] : []),
    ...(some(({ check }) => isVulnerability({ requirement, check })) ? ['is:vulnerability'] : []),
  ].join(' ');
};

const marks = ({ level, profile, databaseDependent, vulnerability }: RequirementResult): string =>
  [
    level,
    profile,
    ...(databaseDependent ? ['depends on the database'] : []),
    ...(vulnerability ? ['a failure is a vulnerability'] : []),
  ].join(' · ');

const row = (
  context: CheckContext,
  requirement: RequirementResult,
  lanes: readonly LaneName[],
  differs: boolean,
): Html => {
  const checks = checksOf({ requirements: [requirement] });
  const { id, text, source, excluded } = requirement;
  return html`<tr class="row" data-terms="${termsOf(requirement, checks, differs)}">
      <th scope="row">
        <a id="${id}" href="#${id}">${id}</a> <span class="level">${marks(requirement)}</span> ${prose(text)}
      </th>
      ${
        checks.length === 0
          ? html`<td class="none" colspan="${lanes.length}">
              No check${excluded === undefined ? '' : `: ${excluded}`}
            </td>`
          : lanes.map((lane) =>
              cell(
                lane,
                checks.filter((placed) => placed.lane === lane),
              ),
            )
      }
    </tr>
    <tr class="more">
      <td colspan="${lanes.length + 1}">
        <details>
          <summary>${checks.length === 0 ? 'Source' : counted(checks.length, 'check')}</summary>
          <p class="small">Source: ${sourceHtml(source)}</p>
          ${checkList(context, checks)}
        </details>
      </td>
    </tr>`;
};

const areaRow = (
  name: string,
  title: string | undefined,
  rows: readonly RequirementResult[],
  lanes: readonly LaneName[],
): Html => {
  const checks = checksOf({ requirements: [...rows] });
  return html`<tr class="area">
    <th scope="rowgroup" id="${areaAnchor(name)}">${name} <span>${title}</span></th>
    ${lanes.map((lane) => {
      const own = checks.filter((placed) => placed.lane === lane);
      const counts = bySeverity.flatMap((outcome) => {
        const count = own.filter(({ check }) => check.outcome === outcome).length;
        return count === 0 ? [] : [`${outcomeWords[outcome].symbol} ${count}`];
      });
      return html`<td data-lane="${lane}">${counts.join(' ')}</td>`;
    })}
  </tr>`;
};

const choice = (name: string, label: string, values: readonly string[]): Html =>
  html`<label
    >${label}
    <select name="${name}">
      <option value="">all</option>
      ${values.map((value) => html`<option>${value}</option>`)}
    </select></label
  >`;

/** The bar that filters the matrix; the script of the page shows it. */
const filterBar = (report: Report, lanes: readonly LaneName[]): Html => {
  const checks = checksOf(report);
  const outcomes = new Set(checks.map(({ check }) => check.outcome));
  const judged = new Set([
    ...report.requirements.map(({ profile }) => profile),
    ...checks.map(({ check }) => check.profile),
  ]);
  return html`<div id="filter" role="search" aria-label="Filter of the matrix" hidden>
    <label>Text <input type="search" name="text" size="14" /></label>
    ${choice('lane', 'Lane', lanes)}
    ${choice(
      'outcome',
      'Outcome',
      bySeverity.filter((outcome) => outcomes.has(outcome)),
    )}
    ${choice('level', 'Level', levels)}
    ${choice(
      'profile',
      'Profile',
      profiles.filter((profile) => judged.has(profile)),
    )}
    <label><input type="checkbox" name="is" value="different" /> lanes differ</label>
    <label><input type="checkbox" name="is" value="new" /> new</label>
    <label><input type="checkbox" name="is" value="vulnerability" /> vulnerability</label>
    <output></output>
  </div>`;
};

/** Every requirement with its outcome in every lane, by area, and its checks under it. */
export const matrixSection = (report: Report): Html => {
  const context = checkContext(report);
  const lanes = lanesOf(report);
  const shown = report.options.filtered
    ? report.requirements.filter((requirement) => Object.keys(requirement.lanes).length > 0)
    : report.requirements;
  const omitted = report.requirements.length - shown.length;
  const differing = differingRequirements(report);
  return html`<section aria-labelledby="matrix">
    <h2 id="matrix">Requirements by lane</h2>
    <p>
      ${counted(report.summary.checks, 'check')}. Each cell shows the most severe outcome of the checks in that lane and
      leads to it; ${outcomeText('not-applicable')} and ${outcomeText('recorded')} judge
      nothing.${omitted > 0 ? ` ${counted(omitted, 'requirement')} excluded by the filters ${omitted === 1 ? 'is' : 'are'} not listed.` : ''}
    </p>
    ${filterBar(report, lanes)}
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">Requirement</th>
          ${lanes.map((lane) => html`<th scope="col">${lane}</th>`)}
        </tr>
      </thead>
      ${[...Map.groupBy(shown, ({ area }) => area)].map(
        ([area, own]) =>
          html`<tbody>
            ${areaRow(area, report.areas?.[area], own, lanes)}
            ${own.map((requirement) => row(context, requirement, lanes, differing.has(requirement.id)))}
          </tbody>`,
      )}
    </table>
    <details>
      <summary>Meaning of the outcomes</summary>
      <dl class="legend">
        ${bySeverity.map(
          (outcome) =>
            html`<dt>${outcomeText(outcome)}</dt>
              <dd>${outcomeWords[outcome].meaning}</dd>`,
        )}
      </dl>
    </details>
  </section>`;
};
