import { expect, test } from 'vitest';
import { reportHtml } from './html.ts';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';
import { suiteLine } from './notices.ts';
import { terminalSummary } from './terminal.ts';
import { sampleReport } from './testing/sample-report.ts';

const { suite } = sampleReport();

// Why: no rendering named the judge, and another version of it may judge otherwise.
test('every rendering has version, commit and digest of the suites', () => {
  const short = 'kfp-conformance 0.1.0, commit 587a360d2f0c, sha256:4f1c5b0a9e3d';
  const report = sampleReport();
  expect(suiteLine(report)).toBe(short);
  expect(terminalSummary(report, 'runs/a', { columns: 200, colour: false })).toContain(`judged by ${short}\n`);
  expect(summaryMarkdown(report)).toContain(`judged by ${short}\n`);
  expect(reportHtml(report)).toContain(`judged by ${short}`);
  for (const [name, value] of Object.entries(suite))
    expect(junitXml(report)).toContain(`<property name="suite.${name}" value="${value}"/>`);
});

test('a commit with changes, and one that is not known, are told apart from another', () => {
  expect(suiteLine({ suite: { ...suite, commit: `${'a'.repeat(40)}-dirty` } })).toContain(
    ', commit aaaaaaaaaaaa with changes, ',
  );
  const { commit: _commit, ...without } = suite;
  expect(suiteLine({ suite: without })).toBe('kfp-conformance 0.1.0, sha256:4f1c5b0a9e3d');
});
