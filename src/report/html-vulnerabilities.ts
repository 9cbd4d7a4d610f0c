import type { Report } from '../judgement/schema.ts';
import { twinsOf } from '../judgement/twins.ts';
import { counted } from '../text/counted.ts';
import { anchorOf } from './cause-text.ts';
import { html, prose, type Html } from './html-text.ts';
import { noticesOf } from './notices.ts';
import { vulnerabilityText, vulnerableRequirements, type VulnerableRequirement } from './vulnerability-text.ts';

const item = ({ requirement, findings }: VulnerableRequirement): Html =>
  html`<li>
    <a href="#${requirement.id}">${requirement.id}</a> <span class="level">${requirement.level}</span>
    ${prose(requirement.text)}:
    ${twinsOf(findings).map(
      ([first, ...others], at) =>
        html`${at === 0 ? '' : ', '}<a href="#${anchorOf(first)}">${first.lane}, ${first.check.scenario}</a
          >${others.length === 0 ? '' : ' (twice)'}`,
    )}
  </li>`;

/** The vulnerabilities by requirement, and a text about them for the security contact of the target. */
export const vulnerabilitiesSection = (report: Report): Html | undefined => {
  const requirements = vulnerableRequirements(report);
  if (requirements.length === 0) return undefined;
  return html`<section aria-labelledby="vulnerabilities">
    <h2 id="vulnerabilities">Vulnerabilities in ${counted(requirements.length, 'requirement')}</h2>
    <p>${noticesOf(report).find(({ title }) => title === 'Vulnerabilities')?.text}</p>
    <ol class="vulnerabilities">
      ${requirements.map(item)}
    </ol>
    <details class="text">
      <summary>Text for the security contact</summary>
      <div class="script"><pre class="copyable">${vulnerabilityText(report)}</pre></div>
    </details>
  </section>`;
};
