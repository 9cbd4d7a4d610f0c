import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readReport } from '../judgement/json.ts';
import { sampleReport } from './testing/sample-report.ts';
import { ReportWriteError } from './report-write-error.ts';
import { writeReport } from './write-report.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

describe('writing a report', () => {
  it('creates the folder and exactly five files and a folder of failures', async () => {
    const folder = path.join(await temporaryDirectory(), 'runs', 'one');
    await writeReport(sampleReport(), folder);
    expect((await readdir(folder)).toSorted()).toEqual([
      'ctrf.json',
      'failures',
      'junit.xml',
      'report.html',
      'report.json',
      'summary.md',
    ]);
    expect((await readdir(path.join(folder, 'failures'))).toSorted()).toEqual([
      'CRUD-04.kubernetes-rest.pipeline-read-at-once.html',
      'CRUD-04.kubernetes-rest.pipeline-read-at-once.sh',
      'VER-03.database-rest.version-definition-kept.html',
      'VER-03.database-rest.version-definition-kept.sh',
    ]);
    expect(await readReport(path.join(folder, 'report.json'))).toEqual(sampleReport());
  });

  it('replaces an earlier report', async () => {
    const folder = await temporaryDirectory();
    await writeReport(sampleReport(), folder);
    await writeReport(sampleReport({ requirements: [] }), folder);
    expect((await readReport(path.join(folder, 'report.json'))).summary.checks).toBe(0);
    expect(await readdir(folder)).not.toContain('failures');
  });

  // Why: what a later version had written, and this one does not know, was dropped from report.json.
  it('renders again without touching report.json', async () => {
    const folder = await temporaryDirectory();
    await writeFile(path.join(folder, 'report.json'), '{"later": true}');
    await writeReport(sampleReport(), folder, 'report.json');
    expect(await readFile(path.join(folder, 'report.json'), 'utf8')).toBe('{"later": true}');
    expect((await readdir(folder)).toSorted()).toEqual([
      'ctrf.json',
      'failures',
      'junit.xml',
      'report.html',
      'report.json',
      'summary.md',
    ]);
  });

  it('reports the folder and a remedy if it cannot write, and leaves no partial file', async () => {
    const folder = await temporaryDirectory();
    await writeFile(path.join(folder, 'occupied'), 'a file');
    const failing = writeReport(sampleReport(), path.join(folder, 'occupied', 'run'));
    await expect(failing).rejects.toThrow('a part of the path is a file; choose a folder.');
    await expect(failing).rejects.toBeInstanceOf(ReportWriteError);
    await mkdir(path.join(folder, 'run', 'junit.xml'), { recursive: true });
    await expect(writeReport(sampleReport(), path.join(folder, 'run'))).rejects.toThrow(
      'The report was not written to',
    );
    expect(await readdir(path.join(folder, 'run'))).toEqual(['junit.xml']);
    expect(await readFile(path.join(folder, 'occupied'), 'utf8')).toBe('a file');
  });

  it('reports a full disk', () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    expect(new ReportWriteError('/somewhere', full).message).toBe(
      'The report was not written to /somewhere: no space is left on the device; free some space, then render or run again.',
    );
  });
});
