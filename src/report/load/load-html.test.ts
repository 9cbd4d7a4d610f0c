import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LoadReport, Measurement } from '../../judgement/load/schema.ts';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { loadHtml } from './load-html.ts';
import { loadSummary } from './load-summary.ts';
import { loadTerminalLines } from './load-terminal.ts';
import { significant } from './number-text.ts';

const report = sampleLoadReport();
const page = loadHtml(report);

/** A report of one small run: one target, one number of pipelines. */
const small = (changes: Partial<LoadReport> = {}): LoadReport =>
  sampleLoadReport({
    targets: report.targets.slice(0, 1),
    measurements: report.measurements.filter(
      ({ target, objects, operation }) => target === 'reference' && objects === 1_000 && operation !== 'restart',
    ),
    stores: report.stores.filter(({ target, objects }) => target === 'reference' && objects === 1_000),
    requirements: [],
    ...changes,
  });

/** Every rendering as text; the coordinates of plots would be taken for numbers. */
const renderings = (one: LoadReport): Readonly<Record<string, string>> => ({
  html: loadHtml(one).replaceAll(/ (?:d|transform)="[^"]*"/g, ''),
  summary: loadSummary(one),
  terminal: loadTerminalLines(one, '/runs/a', { columns: 120, colour: false }).join('\n'),
});

/** Numbers of a measurement that no other one has. */
const marked = (measurement: Measurement): Measurement => ({
  ...measurement,
  perSecond: 7_177.7,
  capacityPerSecond: 7_277.7,
  response: { ...measurement.response!, max: 7_377.7, grid: measurement.response!.grid.map(() => 7_577.7) },
  service: { ...measurement.service!, grid: measurement.service!.grid.map(() => 7_677.7) },
  windows: measurement.windows.map((window) => ({ ...window, p50: 7_777.7, p99: 7_877.7 })),
  attribution: { client: 7_977.7, apiServer: 7_977.7, webhook: 0, etcd: 0 },
  figures: { oddCount: 7_077 },
});
const markedNumbers = [7_177.7, 7_277.7, 7_377.7, 7_577.7, 7_677.7, 7_777.7, 7_877.7, 7_977.7, 7_077].map(significant);

describe('the report of a load run', () => {
  // Why: the numbers of an invalid measurement would be believed.
  it('shows no number of an invalid measurement, and all of a valid one', () => {
    const last = report.measurements.findIndex(
      ({ operation, objects, lane }) => operation === 'create' && objects === 100_000 && lane === 'kubernetes/crd',
    );
    const replaced = (invalid: Measurement['invalid']): LoadReport =>
      sampleLoadReport({
        measurements: report.measurements.map((one, at) => (at === last ? { ...marked(one), invalid } : one)),
      });
    const valid = renderings(replaced([]));
    for (const number of markedNumbers) expect(valid['html']).toContain(number);
    const invalid = renderings(replaced([{ reason: 'cold-connections', text: 'Two were opened.' }]));
    for (const [name, text] of Object.entries(invalid)) {
      for (const number of markedNumbers) expect(`${name}: ${text}`).not.toContain(number);
      expect(`${name}: ${text}`).toMatch(/invalid/);
      expect(`${name}: ${text}`).toContain('cold-connections');
    }
  });

  it('says whether it can be used', () => {
    for (const text of Object.values(renderings(report)))
      expect(text).toContain('Partly: 294 of 300 measurements are valid');
    for (const text of Object.values(renderings(small())))
      expect(text).toContain('Yes: 27 of 27 measurements are valid');
    const invalid = small().measurements.map((one) => ({
      ...one,
      invalid: [{ reason: 'no-samples' as const, text: 'None.' }],
    }));
    for (const text of Object.values(renderings(small({ measurements: invalid }))))
      expect(text).toContain('No: 0 of 27 measurements are valid');
    for (const text of Object.values(renderings(small({ measurements: [] }))))
      expect(text).toContain('No: nothing was measured');
    const partial = small({ run: { ...report.run, complete: false, broken: ['The disk was full.'] } });
    for (const text of Object.values(renderings(partial))) {
      expect(text).toContain('Partly: 27 of 27');
      expect(text).toContain('Partial: the run was interrupted');
      expect(text).toContain('The disk was full.');
    }
  });

  it('says what makes writes cheaper or dearer than they are', () => {
    const { environment } = report;
    const relaxed = renderings(small({ environment: { ...environment, durability: 'relaxed', audit: true } }));
    for (const text of Object.values(relaxed)) {
      expect(text.replaceAll(/\s+/g, ' ')).toContain('Durability is relaxed');
      expect(text.replaceAll(/\s+/g, ' ')).toContain('The audit log was on');
    }
  });

  it('names targets, machine, identity, labels, plan and stores with their proof', () => {
    for (const text of [
      'reference implementation; binary, 2.17.0, sha256 6b42fcf16b42',
      'AMD EPYC 7763 64-Core Processor, 2 CPUs, 24.0 GiB',
      "service account kubeflow/load with KFP's roles",
      'the generator shares its 2 CPUs with the servers',
      'sample, seed 1361600612',
      '✓ counted 100,000 pipelines, 20,000 versions; ✓ 200 of 200 objects read back as sent',
      '88.4 CPU seconds in 5 h 0 min (0.49 % of one CPU); 3 samples missed',
      '1.30 % of all CPU seconds of the run',
      'innodb_buffer_pool_size',
    ])
      expect(page).toContain(text);
  });

  it('marks a store that does not hold what it should', () => {
    const [store] = report.stores;
    const wrong = { ...store!, proof: { counted: 999, countedVersions: 200, sampled: 200, equal: 199 } };
    expect(loadHtml(small({ stores: [wrong] }))).toContain(
      '✗ counted 999 pipelines, 200 versions; ✗ 199 of 200 objects read back as sent',
    );
  });

  it('escapes what others wrote', () => {
    const hostile = `</style></title><script>alert(1)</script><img src=x onerror="a" '>`;
    const [measurement] = small().measurements;
    const [store] = small().stores;
    const { environment, run } = report;
    const text = loadHtml(
      small({
        run: { ...run, broken: [hostile], command: [hostile] },
        environment: { ...environment, labels: [hostile], settings: { [hostile]: hostile } },
        targets: [{ ...report.targets[0]!, name: hostile }],
        stores: [{ ...store!, target: hostile, rssBytes: { [hostile]: 1_000_000 } }],
        plan: { ...report.plan, name: hostile, settings: { hostile } },
        measurements: [
          { ...measurement!, target: hostile },
          {
            ...measurement!,
            target: hostile,
            objects: 2_000,
            invalid: [{ reason: 'client-limited', subject: hostile, text: hostile }],
          },
          { ...measurement!, target: hostile, objects: 3_000, variation: { [hostile]: hostile } },
        ],
        events: [{ second: 1, kind: 'compaction', text: hostile }],
      }),
    );
    expect(text).not.toMatch(/<script|<img|<[^>]*onerror="/);
    expect(text.match(/<\/style/g)).toHaveLength(1);
  });

  it('allows only its own style, no script, and loads nothing', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(page).toContain(`style-src &#39;sha256-${createHash('sha256').update(style).digest('base64')}&#39;`);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).not.toMatch(/<script|src="|href="(?!#)|style="/);
  });

  it('closes every element that it opens, and has one anchor for every link', () => {
    const open: string[] = [];
    const wrong: string[] = [];
    for (const [whole, closing, name = '', empty] of page
      .replace(/<style>[\s\S]*?<\/style>/g, '')
      .matchAll(/<(\/?)([a-z]+\d?)\b(?:"[^"]*"|[^">])*?(\/?)>/gi)) {
      if (empty !== '' || name === 'meta') continue;
      if (closing === '') open.push(name);
      else if (open.pop() !== name) wrong.push(whole);
    }
    expect({ open, wrong }).toEqual({ open: [], wrong: [] });
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    for (const [, target] of page.matchAll(/(?:href="#|aria-(?:labelledby|describedby)=")([^"]+)"/g))
      expect(ids).toContain(target);
  });

  it('weighs little', () => {
    expect(page.length).toBeLessThan(800_000);
    expect(loadHtml(small()).length).toBeLessThan(250_000);
  });
});
