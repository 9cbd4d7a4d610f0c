import { counted } from '../text/counted.ts';
import { checksOf, failuresOf, type PlacedCheck } from '../judgement/check-list.ts';
import { anchorOf, badge, vulnerabilityBadge } from './html-badge.ts';
import { html, type Html } from './html-text.ts';
import { valueBlock, valuePair } from './html-value.ts';
import { rateText } from './intermittent-text.ts';
import { isVulnerability } from '../judgement/vulnerabilities.ts';
import { locationIn } from '../judgement/scenario-location.ts';
import type { CheckEntry, Report } from '../judgement/schema.ts';

/** With more failures than this, their details are collapsed. */
const openLimit = 40;

type Exchange = NonNullable<CheckEntry['exchanges']>[number];

const exchangeItem = (exchange: Exchange): Html =>
  html`<li>
    <p class="request">
      <span class="surface">${exchange.surface === 'rest' ? 'REST' : 'Kubernetes'}</span>
      <code>${exchange.method} ${exchange.target}</code>
      <strong>${exchange.status === 0 ? 'no answer' : `→ ${exchange.status}`}</strong>
    </p>
    ${
      exchange.requestBody === ''
        ? undefined
        : html`<h6>Request body</h6>
            ${valueBlock(exchange.requestBody)}`
    }
    ${
      exchange.responseBody === ''
        ? undefined
        : html`<h6>${exchange.status === 0 ? 'Error' : 'Answer'}</h6>
            ${valueBlock(exchange.responseBody)}`
    }
  </li>`;

const exchangesOf = ({ exchanges = [] }: CheckEntry): Html | undefined =>
  exchanges.length === 0
    ? undefined
    : html`<details>
        <summary>${counted(exchanges.length, 'exchange')}</summary>
        <ol class="exchanges">
          ${exchanges.map(exchangeItem)}
        </ol>
      </details>`;

const reproductionOf = ({ reproduction = [] }: CheckEntry): Html | undefined =>
  reproduction.length === 0
    ? undefined
    : html`<details>
        <summary>Reproduce: shell script</summary>
        <div class="script"><pre class="copyable" tabindex="0">${reproduction.join('\n')}</pre></div>
      </details>`;

const checkItem = (report: Report, { requirement, lane, check }: PlacedCheck, open: boolean): Html => {
  const location = locationIn(report, check.scenario);
  const rate = rateText(check);
  return html` <details class="check ${check.outcome}" ${open ? html` open` : undefined}>
    <summary>
      ${badge(check.outcome)}${isVulnerability({ requirement, check }) ? vulnerabilityBadge : undefined}
      <span
        >in <strong>${lane}</strong>,
        ${check.scenario}${check.profile === requirement.profile ? undefined : html` <span class="level">${check.profile}</span>`}</span
      >
    </summary>
    ${check.message === undefined ? undefined : html`<p class="message">${check.message}</p>`}
    ${check.baselineReason === undefined ? undefined : html`<p>Known: ${check.baselineReason}</p>`}
    ${rate === undefined ? undefined : html`<p>Intermittent: ${rate}.</p>`}
    ${valuePair(['Expected', check.expected], ['Observed', check.observed])} ${exchangesOf(check)}
    ${reproductionOf(check)}
    <p class="small">
      Source:
      ${requirement.source}${requirement.databaseDependent ? '. The verdict depends on the database and its collation' : ''}.${location === undefined ? undefined : html` Scenario: <code>${location}</code>.`}
    </p>
  </details>`;
};

const byRequirement = (report: Report, checks: readonly PlacedCheck[], open: boolean): Html =>
  html`${[...Map.groupBy(checks, ({ requirement }) => requirement)].map(
    ([requirement, own]) =>
      html`<article>
        <h3>${requirement.id} <span class="level">${requirement.level}</span></h3>
        <p>${requirement.text}</p>
        ${[...Map.groupBy(own, ({ lane }) => lane)].map(
          ([lane, ofLane]) =>
            html`<div id="${anchorOf(requirement.id, lane)}">
              ${ofLane.map((placed) => checkItem(report, placed, open))}
            </div>`,
        )}
      </article>`,
  )}`;

/**
 * Each failure with the expected and the observed value, the exchanges and a script; then the known failures,
 * collapsed.
 */
export const failuresSection = (report: Report): Html => {
  const failures = failuresOf(report);
  const known = checksOf(report).filter(({ check }) => check.outcome === 'known-failure');
  return html` <section aria-labelledby="failures">
      <h2 id="failures">Failures (${failures.length})</h2>
      ${failures.length === 0 ? html`<p>${report.summary.checks === 0 ? 'No check was decided.' : 'No check is failed, blocked, in error or stale.'}</p>` : byRequirement(report, failures, failures.length <= openLimit)}
    </section>
    ${
      known.length === 0
        ? undefined
        : html`<section aria-labelledby="known">
            <h2 id="known">Known failures (${known.length})</h2>
            <p>
              These checks failed as listed in the
              baseline${report.options.baseline === undefined ? '' : html` <code>${report.options.baseline.name}</code>`}.
              They do not fail the gate, but they count as failed for conformance.
            </p>
            ${byRequirement(report, known, false)}
          </section>`
    }`;
};
