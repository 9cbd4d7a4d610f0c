import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLoadReport } from '../../judgement/load/json.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { ReportWriteError } from '../report-write-error.ts';
import { sampleLoadReport } from '../testing/sample-load-report.ts';
import { writeLoadReport } from './write-load-report.ts';

const report = sampleLoadReport({ measurements: sampleLoadReport().measurements.slice(0, 3) });

describe('writing the report of a load run', () => {
  it('creates the folder and exactly three files, and replaces them', async () => {
    const folder = path.join(await temporaryDirectory(), 'runs', 'one');
    await writeLoadReport(report, folder);
    await writeLoadReport({ ...report, stores: [] }, folder);
    expect((await readdir(folder)).toSorted()).toEqual(['load.json', 'report.html', 'summary.md']);
    expect(await readLoadReport(path.join(folder, 'load.json'))).toEqual({ ...report, stores: [] });
  });

  it('renders again without touching load.json', async () => {
    const folder = await temporaryDirectory();
    await writeFile(path.join(folder, 'load.json'), '{"later": true}');
    await writeLoadReport(report, folder, 'load.json');
    expect(await readFile(path.join(folder, 'load.json'), 'utf8')).toBe('{"later": true}');
    expect((await readdir(folder)).toSorted()).toEqual(['load.json', 'report.html', 'summary.md']);
  });

  // Why: an hour of measuring was lost with a page that could not be written.
  it('has written load.json where a later file fails, and leaves no partial file', async () => {
    const folder = await temporaryDirectory();
    await mkdir(path.join(folder, 'report.html'));
    const failing = writeLoadReport(report, folder);
    await expect(failing).rejects.toBeInstanceOf(ReportWriteError);
    await expect(failing).rejects.toThrow(`The report was not written to ${folder}`);
    expect((await readdir(folder)).toSorted()).toEqual(['load.json', 'report.html']);
    expect(await readLoadReport(path.join(folder, 'load.json'))).toEqual(report);
  });

  it('reports a folder that cannot be made', async () => {
    const folder = await temporaryDirectory();
    await writeFile(path.join(folder, 'occupied'), 'a file');
    await expect(writeLoadReport(report, path.join(folder, 'occupied', 'run'))).rejects.toThrow(
      'a part of the path is a file; choose a folder.',
    );
  });
});
