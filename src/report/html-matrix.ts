import type { LaneName } from '../lanes/lane-name.ts';
import { lanesOf } from './check-list.ts';
import { anchorOf, badge } from './html-badge.ts';
import { html, type Html } from './html-text.ts';
import { bySeverity } from './outcome-words.ts';
import type { CheckEntry, Report, RequirementResult } from './schema.ts';

/** Outcomes that have a place further up, with all that is known of them. */
const told: ReadonlySet<string> = new Set(['failed', 'blocked', 'error', 'stale-baseline', 'known-failure']);

const counted = (outcome: string, checks: readonly CheckEntry[]): string => {
  const same = checks.filter((check) => check.outcome === outcome).length;
  if (checks.length === 1) return '';
  return same === checks.length ? ` ${checks.length} checks` : ` ${same} of ${checks.length} checks`;
};

const remark = ({ outcome, reason, observed, message }: CheckEntry): string => {
  if (outcome === 'not-applicable') return [reason ?? '', message ?? ''].filter((text) => text !== '').join(': ');
  return outcome === 'recorded' ? (observed ?? message ?? '') : '';
};

const cell = (requirement: RequirementResult, lane: LaneName): Html => {
  const result = requirement.lanes[lane];
  if (result === undefined) return html`<td role="cell" data-lane="${lane}"><span class="none">no check</span></td>`;
  const { outcome, checks } = result;
  const shown = told.has(outcome)
    ? html`<a href="#${anchorOf(requirement.id, lane)}">${badge(outcome)}</a>`
    : badge(outcome);
  const remarks = [...new Set(checks.map(remark).filter((text) => text !== ''))];
  return html`<td role="cell" data-lane="${lane}">
    ${shown}<span class="small">${counted(outcome, checks)}</span
    >${remarks.map((text) => html`<div class="small">${text}</div>`)}
  </td>`;
};

const isQuiet = ({ lanes }: RequirementResult): boolean =>
  Object.values(lanes).every(({ outcome }) => !told.has(outcome));

const row = (requirement: RequirementResult, lanes: readonly LaneName[]): Html =>
  html`<tr role="row" ${isQuiet(requirement) ? html` class="quiet"` : undefined}>
    <th role="rowheader" scope="row">
      <span class="id" id="${requirement.id}">${requirement.id}</span>
      <span class="level">${requirement.level}</span
      >${requirement.profile === 'core' ? undefined : html` <span class="level">${requirement.profile}</span>`}${requirement.databaseDependent ? html` <span class="level">depends on the database</span>` : undefined}
      <div class="text">${requirement.text}</div>
    </th>
    ${requirement.excluded === undefined ? lanes.map((lane) => cell(requirement, lane)) : html`<td role="cell" class="excluded" colspan="${lanes.length}">No check: ${requirement.excluded}</td>`}
  </tr>`;

const area = (name: string, requirements: readonly RequirementResult[], lanes: readonly LaneName[]): Html => {
  const worst = bySeverity.find((outcome) =>
    requirements.some((one) => Object.values(one.lanes).some((lane) => lane.outcome === outcome)),
  );
  return html`<details class="area" id="area-${name}" open>
    <summary>
      <h3>${name}</h3>
      <span>${requirements.length} ${requirements.length === 1 ? 'requirement' : 'requirements'}</span>
      ${worst === undefined || worst === 'passed' ? undefined : badge(worst)}
    </summary>
    <table class="lanes matrix" role="table" aria-label="${name}: requirements by lane">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Requirement</th>
          ${lanes.map((lane) => html`<th role="columnheader" scope="col">${lane}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${requirements.map((requirement) => row(requirement, lanes))}
      </tbody>
    </table>
  </details>`;
};

/** Every requirement with its outcome in every lane; a lane's outcome is the worst of its checks. */
export const matrixSection = (report: Report): Html => {
  const lanes = lanesOf(report);
  const shown = report.options.filtered
    ? report.requirements.filter((requirement) => Object.keys(requirement.lanes).length > 0)
    : report.requirements;
  const left = report.requirements.length - shown.length;
  return html`<section aria-labelledby="matrix">
    <h2 id="matrix">Requirements by lane</h2>
    <p>
      A lane shows the worst of its
      checks.${left > 0 ? ` ${left} requirements that the filters left out are not listed.` : ''}
    </p>
    <p class="control">
      <label><input type="checkbox" id="only-open" /> Only what failed, is known to fail, or is in error</label>
    </p>
    ${[...Map.groupBy(shown, (requirement) => requirement.area)].map(([name, requirements]) => area(name, requirements, lanes))}
  </section>`;
};
