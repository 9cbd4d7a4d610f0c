import { detectionText } from '../contract/detection.ts';
import { counted } from '../text/counted.ts';
import type { LaneName } from '../contract/lane-name.ts';
import { profiles, type Profile } from '../contract/requirement.ts';
import { lanesOf, worstOf } from '../judgement/check-list.ts';
import { anchorOf, areaAnchor, badge, vulnerabilityBadge } from './html-badge.ts';
import { html, type Html } from './html-text.ts';
import { rateText } from './intermittent-text.ts';
import { bySeverity } from '../contract/outcome-words.ts';
import { isVulnerability } from '../judgement/vulnerabilities.ts';
import type { CheckEntry, Report, RequirementResult } from '../judgement/schema.ts';

/** Outcomes with details in the sections about failures. */
const detailed: ReadonlySet<string> = new Set(['failed', 'blocked', 'error', 'stale-baseline', 'known-failure']);

/** A requirement with the checks that count for one profile. */
interface Row {
  readonly requirement: RequirementResult;
  readonly lanes: Readonly<Partial<Record<LaneName, readonly CheckEntry[]>>>;
}

const share = (outcome: string, checks: readonly CheckEntry[]): string => {
  const same = checks.filter((check) => check.outcome === outcome).length;
  if (checks.length === 1) return '';
  return same === checks.length ? ` ${checks.length} checks` : ` ${same} of ${checks.length} checks`;
};

const remark = (check: CheckEntry): string => {
  const { outcome, reason, observed, message, detects } = check;
  const rate = rateText(check);
  if (outcome === 'passed')
    return [
      ...(rate === undefined ? [] : [`passed this time: ${rate}`]),
      ...(detects === undefined ? [] : [detectionText(detects)]),
    ].join('; ');
  if (outcome === 'known-failure') return rate ?? '';
  if (outcome === 'not-applicable') return [reason ?? '', message ?? ''].filter((text) => text !== '').join(': ');
  return outcome === 'recorded' ? (observed ?? message ?? '') : '';
};

const cell = ({ requirement, lanes }: Row, lane: LaneName): Html => {
  const checks = lanes[lane];
  if (checks === undefined) return html`<td role="cell" data-lane="${lane}"><span class="none">no check</span></td>`;
  const outcome = worstOf(checks);
  const shown = detailed.has(outcome)
    ? html`<a href="#${anchorOf(requirement.id, lane)}">${badge(outcome)}</a>`
    : badge(outcome);
  const remarks = [...new Set(checks.map(remark).filter((text) => text !== ''))];
  return html`<td role="cell" data-lane="${lane}">
    ${shown}${checks.some((check) => isVulnerability({ requirement, check })) ? vulnerabilityBadge : undefined}<span
      class="small"
      >${share(outcome, checks)}</span
    >${remarks.map((text) => html`<div class="small">${text}</div>`)}
  </td>`;
};

const outcomesIn = (rows: readonly Row[]): ReadonlySet<string> =>
  new Set(rows.flatMap(({ lanes }) => Object.values(lanes).flat()).map(({ outcome }) => outcome));

const isQuiet = (row: Row): boolean => [...outcomesIn([row])].every((outcome) => !detailed.has(outcome));

const rowOf = (row: Row, profile: Profile, lanes: readonly LaneName[]): Html => {
  const { requirement } = row;
  const own = requirement.profile === profile;
  return html`<tr role="row" ${isQuiet(row) ? html` class="quiet"` : undefined}>
    <th role="rowheader" scope="row">
      <span class="id" id="${own ? requirement.id : `${profile}.${requirement.id}`}">${requirement.id}</span>
      <span class="level">${requirement.level}</span
      >${profile === 'core' ? undefined : html` <span class="level">${profile}</span>`}${requirement.databaseDependent ? html` <span class="level">depends on the database</span>` : undefined}${requirement.vulnerability ? html` <span class="level">a failure is a vulnerability</span>` : undefined}
      <div class="text">${requirement.text}</div>
    </th>
    ${requirement.excluded === undefined ? lanes.map((lane) => cell(row, lane)) : html`<td role="cell" class="excluded" colspan="${lanes.length}">No check: ${requirement.excluded}</td>`}
  </tr>`;
};

const area = (profile: Profile, name: string, rows: readonly Row[], lanes: readonly LaneName[]): Html => {
  const outcomes = outcomesIn(rows);
  const worst = bySeverity.find((outcome) => outcomes.has(outcome));
  return html`<details class="area" id="${areaAnchor(profile, name)}" open>
    <summary>
      <h4>${name}</h4>
      <span>${counted(rows.length, 'requirement')}</span>
      ${worst === undefined || worst === 'passed' ? undefined : badge(worst)}
    </summary>
    <table class="lanes matrix" role="table" aria-label="${name}, profile ${profile}: requirements by lane">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Requirement</th>
          ${lanes.map((lane) => html`<th role="columnheader" scope="col">${lane}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map((row) => rowOf(row, profile, lanes))}
      </tbody>
    </table>
  </details>`;
};

/** The requirements with a check for this profile, and those of the profile itself without any check. */
const rowsOf = (requirements: readonly RequirementResult[], profile: Profile): readonly Row[] =>
  requirements.flatMap((requirement) => {
    const lanes = Object.fromEntries(
      Object.entries(requirement.lanes)
        .map(([lane, { checks }]) => [lane, checks.filter((check) => check.profile === profile)] as const)
        .filter(([, checks]) => checks.length > 0),
    );
    const idle = requirement.profile === profile && Object.keys(requirement.lanes).length === 0;
    return idle || Object.keys(lanes).length > 0 ? [{ requirement, lanes }] : [];
  });

/**
 * Every requirement with its outcome in every lane, by profile; the outcome of a lane is the most severe of its checks.
 */
export const matrixSection = (report: Report): Html => {
  const lanes = lanesOf(report);
  const shown = report.options.filtered
    ? report.requirements.filter((requirement) => Object.keys(requirement.lanes).length > 0)
    : report.requirements;
  const omitted = report.requirements.length - shown.length;
  const sections = profiles
    .map((profile) => ({ profile, rows: rowsOf(shown, profile) }))
    .filter(({ rows }) => rows.length > 0);
  return html`<section aria-labelledby="matrix">
    <h2 id="matrix">Requirements by lane</h2>
    <p>
      Each cell shows the most severe outcome of the checks in that
      lane.${omitted > 0 ? ` ${counted(omitted, 'requirement')} excluded by the filters ${omitted === 1 ? 'is' : 'are'} not listed.` : ''}
    </p>
    <p class="control">
      <label
        ><input type="checkbox" id="only-open" /> Show only requirements with a failed, known failed, blocked, stale or
        erroneous check</label
      >
    </p>
    ${sections.map(
      ({ profile, rows }) =>
        html`<details class="profile" open>
          <summary><h3 id="${profile}">Profile ${profile}</h3></summary>
          ${[...Map.groupBy(rows, ({ requirement }) => requirement.area)].map(([name, own]) => area(profile, name, own, lanes))}
        </details>`,
    )}
  </section>`;
};
