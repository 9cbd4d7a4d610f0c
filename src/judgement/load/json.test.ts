import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleLoadReport } from '../../report/testing/sample-load-report.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { loadJson, parseLoadReport, readLoadReport } from './json.ts';
import type { LoadReport } from './schema.ts';

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

describe('load.json', () => {
  it('can be read back unchanged', () => {
    expect(parseLoadReport(loadJson(sampleLoadReport()), 'load.json')).toEqual(sampleLoadReport());
  });

  it('has the same bytes for every order of keys, and the quantiles of a distribution on one line', () => {
    const text = loadJson(sampleLoadReport());
    // `settings` of the plan is any JSON, in the order of the plan.
    const { plan } = sampleLoadReport();
    expect(loadJson({ ...(reversed(sampleLoadReport()) as LoadReport), plan })).toBe(text);
    expect(text).toMatch(/"quantileGrid": \[1, 5, .*, 99\.9\]/);
  });

  it('reports an error with the file and the path of the invalid value', () => {
    const { measurements, ...rest } = sampleLoadReport();
    const broken = JSON.stringify({ ...rest, measurements: [{ ...measurements[0], lane: 'database/crd' }] });
    expect(() => parseLoadReport(broken, 'runs/a/load.json')).toThrow(
      /^runs\/a\/load\.json .*measurements\[0\]\.lane: /,
    );
  });

  it('reports the expected and the found schema version, and reads a later minor version', () => {
    expect(() => parseLoadReport('{"schemaVersion":"6.0.0"}', 'l.json')).toThrow(
      'expected schemaVersion 1.x, found "6.0.0"',
    );
    expect(() => parseLoadReport('[]', 'l.json')).toThrow('expected schemaVersion 1.x, found none');
    const later = JSON.stringify({ ...sampleLoadReport(), schemaVersion: '1.99.0', addedLater: [1] });
    expect(parseLoadReport(later, 'l.json')).toEqual({ ...sampleLoadReport(), schemaVersion: '1.99.0' });
  });

  it('rejects text that is not JSON, a missing file and a folder', async () => {
    const folder = await temporaryDirectory();
    const file = path.join(folder, 'load.json');
    await writeFile(file, '{"schemaVersion": "1.0');
    await expect(readLoadReport(file)).rejects.toThrow(
      `${file} is not a report that this version can read: it is not JSON`,
    );
    await expect(readLoadReport(path.join(folder, 'absent.json'))).rejects.toThrow(
      'no such file; expected the load.json of a run',
    );
    await expect(readLoadReport(folder)).rejects.toMatchObject({ code: 'report-format', file: folder });
  });
});
