import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { twoDefects } from '../report/testing/many-failures.ts';
import { sampleLoadReport } from '../report/testing/sample-load-report.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { renderAgain } from './render-again.ts';

/** Renders a run again from a file with this text, or from its folder; resolves with what was written to standard output. */
const renderedAgain = async (name: string, text: string, run: 'file' | 'folder' = 'folder') => {
  const folder = await temporaryDirectory();
  const file = path.join(folder, name);
  await writeFile(file, text);
  vi.stubEnv('GITHUB_STEP_SUMMARY', path.join(folder, 'step.md'));
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    written.mockRestore();
  });
  await renderAgain(run === 'file' ? file : folder, 'https://reports.example/r.html');
  expect(await readFile(file, 'utf8')).toBe(text);
  const fileText = (one: string): Promise<string> => readFile(path.join(folder, one), 'utf8');
  return { folder, fileText, output: written.mock.calls.join('') };
};

// Why: rendering the report of a later version dropped from report.json what this one does not know.
test('a report is rendered with the link that is given, into the summary of the step too, and stays as it is', async () => {
  const text = JSON.stringify({ ...twoDefects(), schemaVersion: '6.99.0', addedLater: true });
  const { fileText, output } = await renderedAgain('report.json', text);
  const link = 'https://reports.example/r.html#CRUD-15.kubernetes-rest.story-of-CRUD-15';
  for (const name of ['summary.md', 'step.md', 'junit.xml', 'ctrf.json']) expect(await fileText(name)).toContain(link);
  expect(output).toContain(link);
});

test.each(['folder', 'file'] as const)(
  'the report of a load run is rendered from the %s, and load.json stays as it is',
  async (run) => {
    const { measurements, ...rest } = sampleLoadReport();
    const text = JSON.stringify({
      ...rest,
      measurements: measurements.slice(0, 3),
      schemaVersion: '1.99.0',
      addedLater: true,
    });
    const { folder, fileText, output } = await renderedAgain('load.json', text, run);
    expect(await fileText('report.html')).toContain('3 of 3 measurements are valid');
    for (const name of ['summary.md', 'step.md'])
      expect(await fileText(name)).toContain('[Plots](<https://reports.example/r.html>)');
    expect(output).toContain(path.join(folder, 'report.html'));
  },
);
