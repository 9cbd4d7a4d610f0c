import { claimCounts, type ClaimCounts } from '../judgement/claim-counts.ts';
import { checksOf } from '../judgement/check-list.ts';
import { databaseLine } from '../judgement/baseline-origin.ts';
import { modeCounts } from '../judgement/mode-counts.ts';
import type { Report } from '../judgement/schema.ts';
import { vulnerabilitiesOf } from '../judgement/vulnerabilities.ts';
import { counted } from '../text/counted.ts';
import { anchorOf, gateCountsText, modeTexts, namedCauses, type NamedCause } from './cause-text.ts';
import { claimSentence } from './claim-text.ts';
import { badge, noveltyBadge } from './html-badge.ts';
import { html, prose, type Html } from './html-text.ts';
import { noticesOf, suiteLine, targetLine, verdictText } from './notices.ts';
import { vulnerableRequirements } from './vulnerability-text.ts';

/** The entries under the gate that are not folded. */
const shownLimit = 3;

type Verdict = Report['verdicts']['conformance'][number];

const verdictSymbol = { conformant: '✓', 'not-conformant': '✗', 'not-decided': '?', 'not-claimed': '–' } as const;
const verdictClass = {
  conformant: 'good',
  'not-conformant': 'bad',
  'not-decided': 'open',
  'not-claimed': 'open',
} as const;

const causeItem = ({ cause, name, sentence, place, anchor }: NamedCause): Html =>
  html`<li>
    ${noveltyBadge(cause.novelty)} <a href="#${anchor}">${place}</a> <span class="name">${prose(name)}</span>
    <span class="sentence">${prose(sentence)}</span>
  </li>`;

/** What shuts the gate besides causes: errors, and what is said about the whole run. */
const otherItems = (report: Report): readonly Html[] => {
  const { unmet, broken, cleanUp } = report.verdicts.gate;
  const errors = checksOf(report).filter(({ check }) => check.outcome === 'error');
  return [
    ...[...unmet, ...broken, ...(cleanUp === undefined ? [] : [cleanUp])].map((text) => html`<li>${text}</li>`),
    ...errors.map(
      (placed) =>
        html`<li>
          ${badge('error')} <a href="#${anchorOf(placed)}">${placed.requirement.id} in ${placed.lane}</a>
          <span class="sentence">${placed.check.message}</span>
        </li>`,
    ),
  ];
};

const folded = (items: readonly Html[]): Html =>
  html`${
    items.length === 0
      ? undefined
      : html`<ul>
          ${items.slice(0, shownLimit)}
        </ul>`
  }${
    items.length <= shownLimit
      ? undefined
      : html`<details>
          <summary>${items.length - shownLimit} more</summary>
          <ul>
            ${items.slice(shownLimit)}
          </ul>
        </details>`
  }`;

const gate = (report: Report): Html => {
  const { passed } = report.verdicts.gate;
  const news = namedCauses(report).filter(({ cause }) => cause.novelty !== 'known');
  const errors = report.summary.error;
  return html`<section id="gate" aria-label="Gate" class="card ${passed ? 'good' : 'bad'}">
    <h2>
      <b>Gate: ${passed ? '✓ passed' : '✗ failed'}</b>
    </h2>
    <p>
      <a href="#causes">${gateCountsText(report)}</a>${errors === 0 ? '' : `, ${counted(errors, 'check')} in error`}
    </p>
    ${folded([...otherItems(report), ...news.map(causeItem)])}
  </section>`;
};

/** What is behind a claim: the requirements that fail, other reasons, and warnings. */
const behind = (
  report: Report,
  { failing }: ClaimCounts,
  { verdict, reasons, warnings }: Verdict,
): Html | undefined => {
  const texts = new Map(report.requirements.map((one) => [one.id, one.text]));
  // Those of a target that does not conform are the requirements that fail.
  const others =
    verdict === 'not-conformant' ? reasons.filter((reason) => reason.startsWith('the target lacks')) : reasons;
  if (failing.length + others.length + warnings.length === 0) return undefined;
  return html`<details>
    <summary>${failing.length > 0 ? 'what fails' : others.length > 0 ? 'why' : 'warnings'}</summary>
    <ul>
      ${others.map((text) => html`<li>${text}</li>`)}
      ${failing.map((id) => html`<li><a href="#${id}">${id}</a> ${prose(texts.get(id) ?? '')}</li>`)}
    </ul>
    ${warnings.length === 0 ? undefined : html`<p>${counted(warnings.length, 'warning')}: ${warnings.join('; ')}.</p>`}
  </details>`;
};

const claims = (report: Report): Html => {
  const counts = claimCounts(report);
  const { conformance } = report.verdicts;
  return html`<section id="claims" aria-label="Claims" class="card">
    <h2>Claims${report.target.selfCheck ? ' (self-check)' : ''}</h2>
    <ul class="claims">
      ${conformance.flatMap((decided) => {
        const own = counts.find(({ profile }) => profile === decided.profile);
        if (own === undefined) return [];
        const { profile, verdict } = decided;
        return [
          html`<li class="${verdictClass[verdict]}">
            <b>${profile} ${verdictSymbol[verdict]} ${verdictText(decided)}</b>:
            ${prose(claimSentence(own, decided, report.options))} ${behind(report, own, decided)}
          </li>`,
        ];
      })}
    </ul>
  </section>`;
};

const modes = (report: Report): Html => {
  const texts = modeTexts(modeCounts(report));
  return html`<section id="mode-counts" aria-label="Modes" class="card">
    <h2>Storage modes</h2>
    <p>
      Of the requirements, <a href="#fail-both">${texts.both}</a>,
      <a href="#fail-kubernetes">${texts.kubernetesOnly}</a> and <a href="#fail-database">${texts.databaseOnly}</a>;
      <a href="#fail-rules">${texts.kubernetesRules}</a>. <a class="wide" href="#?q=is:different">Where lanes differ</a>
    </p>
  </section>`;
};

const vulnerabilities = (report: Report): Html | undefined => {
  const found = vulnerabilitiesOf(report).length;
  if (found === 0) return undefined;
  return html`<section id="vulnerability-counts" aria-label="Findings" class="card bad">
    <h2>⚠ Vulnerabilities</h2>
    <p>
      <a href="#vulnerabilities"
        >${counted(found, 'finding')} in ${counted(vulnerableRequirements(report).length, 'requirement')}</a
      >: confidential, for the target's security contact first.
    </p>
  </section>`;
};

/** The notices but for that of vulnerabilities, which have a place of their own. */
const notices = (report: Report): Html =>
  html`${noticesOf(report)
    .filter(({ title }) => title !== 'Vulnerabilities')
    .map(({ title, text }) => html`<p class="notice"><strong>${title}.</strong> ${text}</p>`)}`;

/** The first screen: target and suite, notices, gate, claims, modes and vulnerabilities. */
export const summarySection = (report: Report): Html => {
  const { run, options } = report;
  return html`<header>
      <h1>KFP conformance report</h1>
      <p class="facts">
        ${targetLine(report)} · ${databaseLine(report)} · ${report.environment.name} · judged by ${suiteLine(report)} ·
        <time datetime="${run.startedAt}">${run.startedAt.slice(0, 16).replace('T', ' ')} UTC</time>,
        ${Math.round(run.durationSeconds)} s<span class="wide">, seed ${options.seed}, run ${run.id}</span>
      </p>
      ${notices(report)}
    </header>
    <div id="verdicts" class="cards">
      ${gate(report)} ${claims(report)} ${modes(report)} ${vulnerabilities(report)}
    </div>`;
};
