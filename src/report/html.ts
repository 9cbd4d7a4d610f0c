import { createHash } from 'node:crypto';
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
import { html, raw, type Html } from './html-text.ts';
import { vulnerabilitiesSection } from './html-vulnerabilities.ts';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded and only the script of this page runs, because a report contains text from a target. */
const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;

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
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${raw(`<style>${style}</style>`)}
      </head>
      <body>
        ${navigation(report)}
        <main>
          ${summarySection(report)} ${matrixSection(report)} ${causesSection(report)} ${vulnerabilitiesSection(report)}
          ${modesSection(report)} ${runSection(report)}
        </main>
        ${raw(`<script>${script}</script>`)}
      </body>
    </html> `;
  return page.source;
};
