import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checksOf } from '../judgement/check-list.ts';
import { anchorOf } from './cause-text.ts';
import { failureFiles } from './html-evidence.ts';
import { reportHtml } from './html.ts';
import { sourceCommit } from './html-sources.ts';
import { largeReport } from './testing/large-report.ts';
import { greenReport, sampleReport } from './testing/sample-report.ts';
import type { Report } from '../judgement/schema.ts';

/** Replaces every text of a report except those that the harness itself defines. */
const withText = (value: unknown, text: string, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((item) => withText(item, text, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, withText(item, text, inner)]));
  }
  const chosen = [
    'outcome',
    'level',
    'lane',
    'base',
    'lanes',
    'schemaVersion',
    'surface',
    'verdict',
    'profile',
    'kind',
    'novelty',
  ];
  return typeof value === 'string' && !chosen.includes(key) ? text : value;
};

const contentOf = (page: string, tag: string): string =>
  new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';

describe('report.html', () => {
  const page = reportHtml(sampleReport());

  it('has the file and line of the scenario of each failure', () => {
    expect(page).toMatch(/Scenario: <code>suites\/conformance\/sample\/pipeline-read-at-once\.suite\.ts:\d+<\/code>/);
    expect(page.match(/<details class="check /g)).toHaveLength(page.match(/Scenario: <code>/g)?.length ?? 0);
  });

  it('escapes text from a target in every field', () => {
    const hostile = `</pre></style><script>alert(1)</script><img src=x onerror="a" '>&amp;`;
    const hostilePage = reportHtml(withText(sampleReport(), hostile) as Report);
    expect(hostilePage.match(/<script/g)).toHaveLength(1);
    expect(hostilePage).not.toMatch(/<img|<[^>]*onerror="/);
    expect(hostilePage.match(/<\/style/g)).toHaveLength(1);
  });

  it('escapes it in the files beside it, whose names stay in their folder', () => {
    const hostile = `../../x</pre></style><script>alert(1)</script><img src=x onerror="a" '>`;
    const files = failureFiles(withText(sampleReport(), hostile) as Report);
    const pages = [...files].filter(([name]) => name.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(0);
    for (const [, text] of pages) expect(text).not.toMatch(/<script|<img|<[^>]*onerror="/);
    for (const name of files.keys()) expect(name).toMatch(/^[\w.-]+\.(html|sh)$/);
  });

  it('allows only its own script and style, and loads nothing', () => {
    for (const tag of ['style', 'script']) {
      const hash = createHash('sha256').update(contentOf(page, tag)).digest('base64');
      expect(page).toContain(`${tag}-src &#39;sha256-${hash}&#39;`);
    }
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page.replace(/<pre[\s\S]*?<\/pre>/g, '')).not.toMatch(
      /src="|href="(?!#|failures\/|https:\/\/github\.com\/kubeflow\/pipelines\/blob\/)/,
    );
    expect(page).not.toContain('style="');
  });

  it('closes every element that it opens', () => {
    const open: string[] = [];
    const wrong: string[] = [];
    const elements = page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').matchAll(/<(\/?)([a-z]+\d?)\b[^>]*?(\/?)>/g);
    for (const [whole, closing, name = '', empty] of elements) {
      if (empty !== '' || ['meta', 'input', 'br'].includes(name)) continue;
      if (closing === '') open.push(name);
      else if (open.pop() !== name) wrong.push(whole);
    }
    expect({ open, wrong }).toEqual({ open: [], wrong: [] });
  });

  it('has every check under an id inside of its details, so that a link opens it', () => {
    const ids = checksOf(sampleReport()).map(anchorOf);
    expect(ids.length).toBeGreaterThan(20);
    for (const id of ids) expect(page).toMatch(new RegExp(`<(div|a) id="${id}"`));
    expect(page).not.toMatch(/<(details|summary)[^>]* id="[A-Z]+-/);
  });

  it('has a file beside it for every link to one', () => {
    const links = [...page.matchAll(/href="failures\/([^"]+)"/g)].map(([, name]) => name);
    expect(links).toHaveLength(4);
    expect(new Set(failureFiles(sampleReport()).keys())).toEqual(new Set(links));
  });

  it('has exchanges and scripts of new and changed failures in the page while these are few, and of known ones never', () => {
    const scripts = (report: Report) => reportHtml(report).match(/<summary>Reproduce: shell script/g)?.length ?? 0;
    const large = largeReport();
    expect(scripts(large)).toBe(3);
    const asNew = <Value>(value: Value): Value =>
      JSON.parse(JSON.stringify(value).replaceAll('"outcome":"known-failure"', '"outcome":"failed"')) as Value;
    expect(scripts({ ...large, requirements: asNew(large.requirements) })).toBe(0);
  });

  it('leads to the line of a source at the pinned commit', () => {
    const [first, ...others] = sampleReport().requirements;
    const source = 'backend/api/v2beta1/pipeline.proto#L64, #L157-L190; KEP-11551, "Goals" 3: `name`';
    const text = reportHtml(sampleReport({ requirements: [{ ...first!, source }, ...others] }));
    const file = `https://github.com/kubeflow/pipelines/blob/${sourceCommit}/backend/api/v2beta1/pipeline.proto`;
    expect(text).toContain(
      `<a href="${file}#L64" rel="noreferrer">backend/api/v2beta1/pipeline.proto#L64</a>, <a href="${file}#L157-L190" rel="noreferrer">#L157-L190</a>; KEP-11551, "Goals" 3: <code>name</code>`,
    );
  });

  it('has exactly one anchor for every link', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#(?!\?)([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('explains the meaning of a passed self-check before the verdicts', () => {
    const green = reportHtml(greenReport());
    expect(green.indexOf('it says nothing about any other KFP server')).toBeGreaterThan(0);
    expect(green.indexOf('it says nothing about any other KFP server')).toBeLessThan(green.indexOf('id="verdicts"'));
    expect(contentOf(green, 'title')).toContain('(self-check)');
    expect(page).not.toContain('any other KFP server');
  });

  it('labels a partial and a filtered run', () => {
    const { run, options } = sampleReport();
    const text = reportHtml(
      sampleReport({
        run: { ...run, complete: false },
        options: { ...options, filtered: true, filters: ['--area VER'] },
      }),
    );
    expect(text).toContain('<strong>Partial.</strong>');
    expect(text).toContain('<strong>Filtered.</strong> Only part of the suites was run (--area VER)');
  });

  it('marks differing lines and lines in another order', () => {
    expect(page).toMatch(/<mark>[^<]*"enableCache": true/);
    expect(page).toMatch(/<mark>[^<]*"Gamma",/);
  });
});
