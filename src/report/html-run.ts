import { html, type Html, type HtmlContent } from './html-text.ts';
import { databaseLine } from '../judgement/baseline-origin.ts';
import { requestsLine, targetLine } from './notices.ts';
import type { Report } from '../judgement/schema.ts';

const facts = (pairs: readonly (readonly [string, HtmlContent])[]): Html =>
  html`<dl class="facts wide">
    ${pairs
      .filter(([, value]) => value !== undefined)
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;

const seconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;

const baselineLine = (baseline: Report['options']['baseline']): string =>
  baseline === undefined
    ? 'none'
    : `${baseline.name}: ${baseline.target}, release ${baseline.release}, commit ${baseline.commit}, ${baseline.database}`;

const features = ({ target }: Report): Html => {
  const modes = Object.entries(target.features);
  const names = [...new Set(modes.flatMap(([, found]) => Object.keys(found)))].toSorted();
  if (names.length === 0) return html`<p>No features were probed.</p>`;
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Feature</th>
        ${modes.map(([mode]) => html`<th scope="col">${mode}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${names.map(
        (name) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${modes.map(([, found]) => html`<td>${found[name] === undefined ? 'not known' : found[name] ? '✓ found' : '– not found'}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
};

const slowest = ({ run }: Report): Html =>
  html`<table>
    <thead>
      <tr>
        <th scope="col">Scenario</th>
        <th scope="col">Lane</th>
        <th scope="col">Time</th>
        <th scope="col">Requests</th>
      </tr>
    </thead>
    <tbody>
      ${run.scenarios
        .toSorted((a, b) => b.seconds - a.seconds)
        .slice(0, 15)
        .map(
          (one) =>
            html`<tr>
              <th scope="row">${one.scenario}</th>
              <td>${one.lane}</td>
              <td class="number">${seconds(one.seconds)}</td>
              <td class="number">${one.requests}</td>
            </tr>`,
        )}
    </tbody>
  </table>`;

/** The target, the environment and the options of the run, as needed to repeat it. */
export const runSection = (report: Report): Html => {
  const { run, options, target, environment } = report;
  const rates = Object.entries(run.writesPerSecond).map(([mode, rate]) => `${mode} ${rate.toFixed(1)}`);
  return html`<section aria-labelledby="run">
    <h2 id="run">How it was run</h2>
    <div class="columns">
      <div>
        <h3>Target</h3>
        ${facts([
          ['Kind', targetLine(report)],
          ['Commit', target.commit === '' ? undefined : html`<code>${target.commit}</code>`],
          ['SHA-256', target.sha256 === undefined ? undefined : html`<code>${target.sha256}</code>`],
          ['Digests of the build', target.digests.length === 0 ? undefined : target.digests.join(', ')],
          ['Digests that could not be read', run.unreadDigests],
          ['Executable', run.executable === undefined ? undefined : html`<code>${run.executable}</code>`],
          ['Manifests', target.manifests === 'supplied' ? "the target's own" : "the harness's"],
          ['Requests', requestsLine(report)],
          ['Writes per second, measured before the scenarios', rates.length === 0 ? undefined : rates.join(', ')],
        ])}
      </div>
      <div>
        <h3>Environment</h3>
        ${facts([
          ['Name', environment.name],
          ['Database', databaseLine(report)],
          ...Object.entries(environment.versions),
          ['Machine', `${run.host.platform}, ${run.host.cpus} CPUs, ${run.host.memoryGiB.toFixed(1)} GiB`],
        ])}
      </div>
      <div>
        <h3>Options</h3>
        ${facts([
          ['Command', html`<code>${run.command.join(' ')}</code>`],
          ['Seed', options.seed],
          ['Lanes', options.lanes.join(', ')],
          ['Filters', options.filters.length === 0 ? 'none' : options.filters.join('; ')],
          ['SHOULD counts for conformance', options.strict ? 'yes (--strict)' : 'no, as a warning'],
          ['Baseline', baselineLine(options.baseline)],
          ['Profiles claimed', options.claimed.length === 0 ? 'none' : options.claimed.join(', ')],
          ['Complete', run.complete ? 'yes' : 'no, interrupted'],
          ['Finished', run.finishedAt],
        ])}
      </div>
      <div>
        <h3>Features found by probing</h3>
        ${features(report)}
      </div>
      <div>
        <h3>Steps</h3>
        ${facts(run.steps.map((step) => [step.name, seconds(step.seconds)] as const))}
      </div>
    </div>
    ${
      run.scenarios.length === 0
        ? undefined
        : html`<details>
            <summary>The slowest scenarios</summary>
            ${slowest(report)}
          </details>`
    }
  </section>`;
};
