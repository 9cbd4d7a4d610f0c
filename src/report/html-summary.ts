import { counted } from '../text/counted.ts';
import type { LaneName } from '../contract/lane-name.ts';
import type { Profile } from '../contract/requirement.ts';
import { lanesOf, tallies, type AreaTally } from '../judgement/check-list.ts';
import { areaAnchor, tallyBadges } from './html-badge.ts';
import { html, type Html } from './html-text.ts';
import { claimText } from './claim-text.ts';
import { databaseLine } from '../judgement/baseline-origin.ts';
import { noticesOf, suiteLine, targetLine, verdictText } from './notices.ts';
import { bySeverity, outcomeWords } from '../contract/outcome-words.ts';
import type { Report } from '../judgement/schema.ts';

const list = (items: readonly string[]): Html | undefined =>
  items.length === 0
    ? undefined
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;

const longList = (items: readonly string[], limit: number): Html | undefined =>
  items.length <= limit
    ? list(items)
    : html`${list(items.slice(0, limit))}
        <details>
          <summary>${items.length - limit} more</summary>
          ${list(items.slice(limit))}
        </details>`;

const notices = (report: Report): Html =>
  html`${noticesOf(report).map(({ title, text }) => html`<p class="notice"><strong>${title}.</strong> ${text}</p>`)}`;

const verdictClass = {
  conformant: 'good',
  'not-conformant': 'bad',
  'not-decided': 'open',
  'not-claimed': 'open',
} as const;
const verdictSymbol = { conformant: '✓', 'not-conformant': '✗', 'not-decided': '?', 'not-claimed': '–' } as const;

const verdicts = ({ verdicts: { gate, conformance }, target, options }: Report): Html =>
  html` <section aria-labelledby="verdicts">
    <h2 id="verdicts">Verdicts</h2>
    <div class="cards">
      <div class="card ${gate.passed ? 'good' : 'bad'}">
        <h3>Gate</h3>
        <p class="verdict">
          <span aria-hidden="true">${gate.passed ? '✓' : '✗'}</span> ${gate.passed ? 'passed' : 'failed'}
        </p>
        ${gate.passed ? html`<p>No check is failed, blocked, in error or stale in the baseline.</p>` : undefined}
        ${longList(gate.reasons, 6)}
      </div>
      ${conformance.map((decided) => {
        const { profile, verdict, reasons, warnings } = decided;
        return html`<div class="card ${verdictClass[verdict]}">
          <h3>Conformance: ${profile}${target.selfCheck ? ' (self-check)' : ''}</h3>
          <p class="verdict"><span aria-hidden="true">${verdictSymbol[verdict]}</span> ${verdictText(decided)}</p>
          <p>${claimText(decided, options)}</p>
          ${longList(reasons, 6)}
          ${
            warnings.length === 0
              ? undefined
              : html`<details>
                  <summary>${counted(warnings.length, 'warning')}</summary>
                  ${list(warnings)}
                </details>`
          }
        </div>`;
      })}
    </div>
  </section>`;

const areaRow = (profile: Profile, { area, lanes: byLane }: AreaTally, lanes: readonly LaneName[]): Html =>
  html`<tr role="row">
    <th role="rowheader" scope="row"><a href="#${areaAnchor(profile, area)}">${area}</a></th>
    ${lanes.map((lane) => html`<td role="cell" data-lane="${lane}">${byLane[lane] === undefined ? html`<span class="none">no check</span>` : tallyBadges(byLane[lane])}</td>`)}
  </tr>`;

const areas = (report: Report): Html => {
  const lanes = lanesOf(report);
  const counts = tallies(report);
  return html`<section aria-labelledby="checks">
    <h2 id="checks">
      ${counted(report.summary.checks, 'check')} by ${counts.length === 1 ? 'area' : 'profile, area'} and lane
    </h2>
    <table class="lanes tallies" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Area</th>
          ${lanes.map((lane) => html`<th role="columnheader" scope="col">${lane}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${counts.map(
          ({ profile, areas: own }) =>
            html`${
              counts.length === 1
                ? undefined
                : html`<tr role="row" class="profile">
                    <th role="rowheader" scope="rowgroup" colspan="${lanes.length + 1}">
                      <a href="#${profile}">${profile}</a>
                    </th>
                  </tr>`
            }${own.map((area) => areaRow(profile, area, lanes))}`,
        )}
      </tbody>
    </table>
    <details>
      <summary>Meaning of the outcomes</summary>
      <dl class="legend">
        ${bySeverity.map(
          (outcome) =>
            html`<dt class="${outcome}">
                <span aria-hidden="true">${outcomeWords[outcome].symbol}</span> ${outcomeWords[outcome].word}
              </dt>
              <dd>${outcomeWords[outcome].meaning}</dd>`,
        )}
      </dl>
    </details>
  </section>`;
};

/** The head of the page: target, environment, notices, verdicts and counts. */
export const summarySection = (report: Report): Html =>
  html` <header>
      <h1>KFP conformance report</h1>
      <dl class="facts">
        <div>
          <dt>Target</dt>
          <dd>${targetLine(report)}</dd>
        </div>
        <div>
          <dt>Database</dt>
          <dd>${databaseLine(report)}</dd>
        </div>
        <div>
          <dt>Environment</dt>
          <dd>${report.environment.name}</dd>
        </div>
        <div>
          <dt>Judged by</dt>
          <dd>${suiteLine(report)}</dd>
        </div>
        <div>
          <dt>Seed</dt>
          <dd>${report.options.seed}</dd>
        </div>
        <div>
          <dt>Run</dt>
          <dd>
            ${report.run.id},
            <time datetime="${report.run.startedAt}">${report.run.startedAt.slice(0, 16).replace('T', ' ')} UTC</time>,
            ${Math.round(report.run.durationSeconds)} s
          </dd>
        </div>
      </dl>
      ${notices(report)}
    </header>
    ${verdicts(report)} ${areas(report)}`;
