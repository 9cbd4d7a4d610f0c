import { checksOf, type PlacedCheck } from '../judgement/check-list.ts';
import type { CheckEntry, Report } from '../judgement/schema.ts';
import { counted } from '../text/counted.ts';
import { anchorOf } from './cause-text.ts';
import { badge } from './html-badge.ts';
import { html, prose, type Html } from './html-text.ts';
import { htmlPage } from './html-page.ts';
import { sharedStyle } from './html-style.ts';
import { valueBlock, valueLimits } from './html-value.ts';

/** The folder beside report.html with a page and a script for each failure. */
export const failuresFolder = 'failures';

type Exchange = NonNullable<CheckEntry['exchanges']>[number];

const body = (title: string, value: string): Html | undefined =>
  value === '' ? undefined : html`<b>${title}</b>${valueBlock(value, { limit: valueLimits.file })}`;

const exchangeItem = (exchange: Exchange): Html =>
  html`<li>
    <p class="request">
      ${exchange.surface === 'rest' ? 'REST' : 'Kubernetes'}
      <code>${exchange.method} ${exchange.target}</code>
      <strong>${exchange.status === 0 ? 'no answer' : `→ ${exchange.status}`}</strong>
    </p>
    ${body('Request body', exchange.requestBody)}
    ${body(exchange.status === 0 ? 'Error' : 'Answer', exchange.responseBody)}
  </li>`;

const exchangeList = (exchanges: readonly Exchange[]): Html =>
  html`<ol class="exchanges">
    ${exchanges.map(exchangeItem)}
  </ol>`;

const scriptBlock = (lines: readonly string[]): Html =>
  html`<div class="script"><pre class="copyable">${lines.join('\n')}</pre></div>`;

/** Whether a check has exchanges or a script, and so files of its own. */
export const hasEvidence = ({ exchanges = [], reproduction = [] }: CheckEntry): boolean =>
  exchanges.length + reproduction.length > 0;

/** The exchanges and the script of a check, folded. */
export const inlineEvidence = ({ exchanges = [], reproduction = [] }: CheckEntry): Html =>
  html`${
    exchanges.length === 0
      ? undefined
      : html`<details>
          <summary>${counted(exchanges.length, 'exchange')}</summary>
          ${exchangeList(exchanges)}
        </details>`
  }${
    reproduction.length === 0
      ? undefined
      : html`<details>
          <summary>Reproduce: shell script</summary>
          ${scriptBlock(reproduction)}
        </details>`
  }`;

/** Links to the files of a check. */
export const evidenceLinks = (placed: PlacedCheck): Html => {
  const { exchanges = [], reproduction = [] } = placed.check;
  const file = `${failuresFolder}/${anchorOf(placed)}`;
  return html`${
    exchanges.length === 0 ? undefined : html`<a href="${file}.html">${counted(exchanges.length, 'exchange')}</a>`
  }${exchanges.length > 0 && reproduction.length > 0 ? ' · ' : ''}${
    reproduction.length === 0 ? undefined : html`<a href="${file}.sh">script that reproduces it</a>`
  }`;
};

const failurePage = (placed: PlacedCheck): string => {
  const { requirement, lane, check } = placed;
  const { exchanges = [], reproduction = [] } = check;
  const anchor = anchorOf(placed);
  return htmlPage({
    title: `${requirement.id} in ${lane}: ${check.scenario}`,
    style: sharedStyle,
    main: html` <p><a href="../report.html#${anchor}">Report</a></p>
      <h1>${requirement.id} in ${lane}, ${check.scenario} ${badge(check.outcome)}</h1>
      <p>${prose(requirement.text)}</p>
      ${check.message === undefined ? undefined : html`<p class="message">${check.message}</p>`}
      ${
        exchanges.length === 0
          ? undefined
          : html`<h2>Exchanges</h2>
              ${exchangeList(exchanges)}`
      }
      ${
        reproduction.length === 0
          ? undefined
          : html`<h2>Script that reproduces it</h2>
              <p>The same as <a href="${anchor}.sh">${anchor}.sh</a>.</p>
              ${scriptBlock(reproduction)}`
      }`,
  });
};

/** The files beside report.html by name: of each failure a page with its exchanges, and the script that reproduces it. */
export const failureFiles = (report: Report): ReadonlyMap<string, string> =>
  new Map(
    checksOf(report)
      .filter(({ check }) => hasEvidence(check))
      .flatMap((placed): [string, string][] => {
        const { reproduction = [] } = placed.check;
        const anchor = anchorOf(placed);
        return [
          [`${anchor}.html`, failurePage(placed)],
          ...(reproduction.length === 0
            ? []
            : [[`${anchor}.sh`, `${reproduction.join('\n')}\n`] satisfies [string, string]]),
        ];
      }),
  );
