import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { twoDefects } from '../report/testing/many-failures.ts';
import { sampleLoadReport } from '../report/testing/sample-load-report.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { renderAgain } from './render-again.ts';

// Why: rendering the report of a later version dropped from report.json what this one does not know.
test('a report is rendered with the link that is given, into the summary of the step too, and stays as it is', async () => {
  const folder = await temporaryDirectory();
  const [file, step] = ['report.json', 'step.md'].map((name) => path.join(folder, name)) as [string, string];
  const text = JSON.stringify({ ...twoDefects(), schemaVersion: '6.99.0', addedLater: true });
  await writeFile(file, text);
  vi.stubEnv('GITHUB_STEP_SUMMARY', step);
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    written.mockRestore();
  });
  await renderAgain(folder, 'https://reports.example/r.html');
  expect(await readFile(file, 'utf8')).toBe(text);
  const link = 'https://reports.example/r.html#CRUD-15.kubernetes-rest.story-of-CRUD-15';
  for (const name of ['summary.md', 'step.md', 'junit.xml', 'ctrf.json'])
    expect(await readFile(path.join(folder, name), 'utf8')).toContain(link);
  expect(written.mock.calls.join('')).toContain(link);
});

test.each([
  ['the folder', ''],
  ['the file', 'load.json'],
])('the report of a load run is rendered from %s, and load.json stays as it is', async (_, name) => {
  const folder = await temporaryDirectory();
  const [file, step] = ['load.json', 'step.md'].map((one) => path.join(folder, one)) as [string, string];
  const { measurements, ...rest } = sampleLoadReport();
  const text = JSON.stringify({
    ...rest,
    measurements: measurements.slice(0, 3),
    schemaVersion: '1.99.0',
    addedLater: true,
  });
  await writeFile(file, text);
  vi.stubEnv('GITHUB_STEP_SUMMARY', step);
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    written.mockRestore();
  });
  await renderAgain(path.join(folder, name), 'https://reports.example/r.html');
  expect(await readFile(file, 'utf8')).toBe(text);
  expect(await readFile(path.join(folder, 'report.html'), 'utf8')).toContain('3 of 3 measurements are valid');
  for (const one of ['summary.md', 'step.md'])
    expect(await readFile(path.join(folder, one), 'utf8')).toContain('[Plots](<https://reports.example/r.html>)');
  expect(written.mock.calls.join('')).toContain(path.join(folder, 'report.html'));
});
