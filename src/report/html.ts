import { createHash } from 'node:crypto';
import { failuresOf } from '../judgement/check-list.ts';
import { differencesSection } from './html-differences.ts';
import { failuresSection } from './html-failures.ts';
import { matrixSection } from './html-matrix.ts';
import { runSection } from './html-run.ts';
import { script } from './html-script.ts';
import { style } from './html-style.ts';
import { summarySection } from './html-summary.ts';
import { html, raw } from './html-text.ts';
import type { Report } from '../judgement/schema.ts';

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded and only the script of this page runs, because a report contains text from a target. */
const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;

/** report.html: a single file that can be read offline and without scripts. */
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
        <nav aria-label="Sections">
          <a href="#verdicts">Verdicts</a> <a href="#checks">Counts</a>
          <a href="#failures">Failures (${failuresOf(report).length})</a>
          <a href="#differences">Differences between lanes (${report.differences.length})</a>
          <a href="#matrix">Requirements</a> <a href="#run">How it was run</a>
        </nav>
        <main>
          ${summarySection(report)} ${failuresSection(report)} ${differencesSection(report)} ${matrixSection(report)}
          ${runSection(report)}
        </main>
        ${raw(`<script>${script}</script>`)}
      </body>
    </html> `;
  return page.source;
};
