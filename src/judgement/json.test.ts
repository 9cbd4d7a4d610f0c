import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReport, readReport, reportJson } from './json.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import type { Report } from './schema.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

/** Reverses the order of the keys of every object. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
};

describe('report.json', () => {
  it('can be read back unchanged', () => {
    expect(parseReport(reportJson(sampleReport()), 'report.json')).toEqual(sampleReport());
  });

  it('has the same bytes for every order of keys, including those of records', () => {
    const text = reportJson(sampleReport());
    expect(reportJson(reversed(sampleReport()) as Report)).toBe(text);
    expect(Object.keys((JSON.parse(text) as Report).requirements[0]?.lanes ?? {})).toEqual([
      'database/rest',
      'kubernetes/rest',
      'kubernetes/crd',
    ]);
  });

  it('reports an error with the file and the path of the invalid value', () => {
    const report = sampleReport();
    const broken = JSON.stringify({ ...report, requirements: [{ ...report.requirements[0], level: 'WOULD' }] });
    expect(() => parseReport(broken, 'runs/a/report.json')).toThrow(
      /^runs\/a\/report\.json .*requirements\[0\]\.level: /,
    );
  });

  it('reports the expected and the found schema version', () => {
    expect(() => parseReport('{"schemaVersion":"1.0.0"}', 'r.json')).toThrow(
      'expected schemaVersion 6.x, found "1.0.0"',
    );
    expect(() => parseReport('[]', 'r.json')).toThrow('expected schemaVersion 6.x, found none');
  });

  // Why: last month's report could not be rendered, and no reader outlived a key that was added.
  it('reads the report of a later minor version, without what it does not know', () => {
    const report = sampleReport();
    const added = { addedLater: { any: ['thing'] } };
    const [first, ...others] = report.requirements;
    const text = JSON.stringify({
      ...report,
      ...added,
      schemaVersion: '6.99.0',
      run: { ...report.run, ...added },
      causes: report.causes.map((cause) => ({ ...cause, ...added })),
      requirements: [{ ...first, ...added }, ...others],
    });
    expect(parseReport(text, 'report.json')).toEqual({ ...report, schemaVersion: '6.99.0' });
    expect(() => parseReport(text.replace('6.99.0', '7.0.0'), 'r.json')).toThrow(
      'expected schemaVersion 6.x, found "7.0.0"',
    );
  });

  it('rejects text that is not JSON, a missing file and a folder', async () => {
    const folder = await temporaryDirectory();
    const file = path.join(folder, 'report.json');
    await writeFile(file, '{"schemaVersion": "1.0');
    await expect(readReport(file)).rejects.toThrow(
      `${file} is not a report that this version can read: it is not JSON`,
    );
    await expect(readReport(path.join(folder, 'absent.json'))).rejects.toThrow('no such file');
    await expect(readReport(folder)).rejects.toMatchObject({ code: 'report-format', file: folder });
  });
});
