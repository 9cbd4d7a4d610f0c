import type { Report } from '../judgement/schema.ts';
import { vulnerabilitiesOf } from '../judgement/vulnerabilities.ts';
import { noveltyCounts } from './cause-text.ts';
import { causesSection } from './html-causes.ts';
import { matrixSection } from './html-matrix.ts';
import { modesSection } from './html-modes.ts';
import { runSection } from './html-run.ts';
import { script } from './html-script.ts';
import { style } from './html-style.ts';
import { summarySection } from './html-summary.ts';
import { htmlPage } from './html-page.ts';
import { html, type Html } from './html-text.ts';
import { vulnerabilitiesSection } from './html-vulnerabilities.ts';

const navigation = (report: Report): Html => {
  const counts = noveltyCounts(report);
  const vulnerabilities = vulnerabilitiesOf(report).length;
  return html`<nav aria-label="Sections">
    <a href="#verdicts">Verdicts</a> <a href="#matrix">Requirements by lane</a>
    <a href="#causes">Causes (${counts.new.causes + counts.changed.causes} new, ${counts.known.causes} known)</a>
    ${vulnerabilities === 0 ? undefined : html`<a href="#vulnerabilities">Vulnerabilities (${vulnerabilities})</a>`}
    <a href="#modes">Storage modes</a> <a href="#run">How it was run</a>
  </nav>`;
};

/**
 * report.html: a page that can be read offline and without scripts. The exchanges and scripts of failures are files
 * beside it (`failureFiles`).
 */
export const reportHtml = (report: Report): string => {
  const { gate } = report.verdicts;
  const title = `KFP conformance: gate ${gate.passed ? 'passed' : 'failed'}${report.target.selfCheck ? ' (self-check)' : ''}`;
  return htmlPage({
    title,
    style,
    script,
    navigation: navigation(report),
    main: html`${summarySection(report)} ${matrixSection(report)} ${causesSection(report)}
    ${vulnerabilitiesSection(report)} ${modesSection(report)} ${runSection(report)}`,
  });
};
