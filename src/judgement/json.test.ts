import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseReport, readReport, reportJson } from './json.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import type { Report } from './schema.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

/** The same report with the keys of every object the other way round. */
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
  it('comes back as it was written', () => {
    expect(parseReport(reportJson(sampleReport()), 'report.json')).toEqual(sampleReport());
  });

  it('has the same bytes whatever order the writer gave its keys, records included', () => {
    const text = reportJson(sampleReport());
    expect(reportJson(reversed(sampleReport()) as Report)).toBe(text);
    expect(Object.keys((JSON.parse(text) as Report).requirements[0]?.lanes ?? {})).toEqual([
      'database/rest',
      'kubernetes/rest',
      'kubernetes/crd',
    ]);
  });

  it('names the file and the place of what is wrong', () => {
    const report = sampleReport();
    const broken = JSON.stringify({ ...report, requirements: [{ ...report.requirements[0], level: 'WOULD' }] });
    expect(() => parseReport(broken, 'runs/a/report.json')).toThrow(
      /^runs\/a\/report\.json .*requirements\[0\]\.level: /,
    );
  });

  it('says which version it wanted and which came', () => {
    expect(() => parseReport('{"schemaVersion":"1.0.0"}', 'r.json')).toThrow(
      'schemaVersion 3.0.0 was expected, "1.0.0" came',
    );
    expect(() => parseReport('[]', 'r.json')).toThrow('schemaVersion 3.0.0 was expected, none came');
  });

  it('refuses what is not JSON, a missing file and a folder', async () => {
    const folder = await temporaryDirectory();
    const file = path.join(folder, 'report.json');
    await writeFile(file, '{"schemaVersion": "1.0');
    await expect(readReport(file)).rejects.toThrow(`${file} is no report that this version can read: it is not JSON`);
    await expect(readReport(path.join(folder, 'absent.json'))).rejects.toThrow('there is no such file');
    await expect(readReport(folder)).rejects.toMatchObject({ code: 'report-format', file: folder });
  });
});
