import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { twoDefects } from '../report/testing/many-failures.ts';
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
