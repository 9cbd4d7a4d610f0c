import { modeCounts } from '../judgement/mode-counts.ts';
import type { Report } from '../judgement/schema.ts';
import { html, prose, type Html } from './html-text.ts';
import { valuePair } from './html-value.ts';
import { modesSentence } from './cause-text.ts';

type Difference = Report['differences'][number];

const group = (report: Report, id: string, title: string, requirements: readonly string[]): Html => {
  const texts = new Map(report.requirements.map((one) => [one.id, one.text]));
  return html`<details class="group">
    <summary>${title} (${requirements.length})</summary>
    <ul id="${id}">
      ${requirements.map((one) => html`<li><a href="#${one}">${one}</a> ${prose(texts.get(one) ?? '')}</li>`)}
    </ul>
  </details>`;
};

const differenceItem = ({
  requirement,
  scenario,
  label,
  base,
  lane,
  baseValue,
  laneValue,
  allowed,
}: Difference): Html =>
  html`<li>
    <p>${label} <span class="small">(${requirement}, scenario ${scenario})</span></p>
    ${allowed === undefined ? undefined : html`<p>Allowed: ${prose(allowed)}</p>`}
    ${valuePair([base, baseValue], [lane, laneValue])}
  </li>`;

const differenceList = (title: string, differences: readonly Difference[]): Html | undefined =>
  differences.length === 0
    ? undefined
    : html`<details class="group">
        <summary>${title} (${differences.length})</summary>
        <ul>
          ${differences.map(differenceItem)}
        </ul>
      </details>`;

/** The differences that no check which does not hold shows. */
const untold = ({ requirements, differences }: Report): readonly Difference[] => {
  const told = new Set(
    requirements.flatMap(({ id, lanes }) =>
      Object.entries(lanes).flatMap(([lane, { checks }]) =>
        checks.flatMap(({ scenario, observed }) => (observed === undefined ? [] : [`${id} ${lane} ${scenario}`])),
      ),
    ),
  );
  return differences.filter(
    ({ requirement, lane, scenario, allowed }) =>
      allowed === undefined && !told.has(`${requirement} ${lane} ${scenario}`),
  );
};

/** Where the storage modes differ: requirements by the modes in which they fail, and differences between lanes. */
export const modesSection = (report: Report): Html => {
  const counts = modeCounts(report);
  const { differences } = report;
  return html`<section aria-labelledby="modes">
    <h2 id="modes">Storage modes</h2>
    <p>${modesSentence(counts)}</p>
    ${group(report, 'fail-both', 'Fail in both storage modes', counts.both)}
    ${group(report, 'fail-kubernetes', 'Fail in Kubernetes mode only', counts.kubernetesOnly)}
    ${group(report, 'fail-database', 'Fail in database mode only', counts.databaseOnly)}
    ${group(report, 'fail-rules', 'Asked of Kubernetes mode only, and failing there', counts.kubernetesRules)}
    ${differenceList('Different observations in two lanes', untold(report))}
    ${differenceList(
      'Different observations in two lanes, allowed for a documented reason',
      differences.filter(({ allowed }) => allowed !== undefined),
    )}
  </section>`;
};
