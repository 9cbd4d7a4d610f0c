import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../judgement/schema.ts';
import { greenReport, sampleReport } from '../report/testing/sample-report.ts';
import { writeReport } from '../report/write-report.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { compareRuns } from './compare-runs.ts';

const folderOf = async (report: Report): Promise<string> => {
  const directory = await temporaryDirectory();
  await writeReport(report, directory);
  return directory;
};

const compare = async (first: string, second: string, json = false) => {
  const written: string[] = [];
  const code = await compareRuns(first, second, json, { write: (text) => written.push(text) });
  return { code, text: written.join('') };
};

test('the exit code is 0 if nothing newly fails or fails in another way, else 1', async () => {
  const [sample, green] = [await folderOf(sampleReport()), await folderOf(greenReport())];
  expect((await compare(sample, sample)).code).toBe(0);
  expect(await compare(green, sample)).toMatchObject({ code: 1, text: expect.stringContaining('Newly failing (4)') });
});

// Why: a second run that had decided nothing was compared as one in which nothing newly fails.
test('a second run that did not decide what the first one did is no success', async () => {
  const [green, sample] = [greenReport(), await folderOf(sampleReport())];
  const before = await folderOf(green);
  const after = async (change: Partial<Report>) => compare(before, await folderOf({ ...greenReport(), ...change }));
  expect((await compare(before, before)).code).toBe(0);
  expect(await after({ run: { ...green.run, complete: false } })).toMatchObject({
    code: 3,
    text: expect.stringContaining('The second run was interrupted.'),
  });
  const gate = { ...green.verdicts.gate, broken: ['the server ended'] };
  expect(await after({ verdicts: { ...green.verdicts, gate } })).toMatchObject({
    code: 3,
    text: expect.stringMatching(/The second run had 1 error that its report names\.\nNothing that was decided/),
  });
  const inError = structuredClone(green.requirements);
  for (const { lanes } of inError)
    for (const { checks } of Object.values(lanes))
      for (const check of checks) Object.assign(check, { outcome: 'error' });
  expect(await after({ requirements: inError })).toMatchObject({
    code: 3,
    text: expect.stringMatching(/\d checks? that the first run decided ended in error\./),
  });
  expect(await compare(sample, before)).toMatchObject({
    code: 3,
    text: expect.stringMatching(/No longer there .*\d checks? of the first run were not run\./s),
  });
  const part = await folderOf({ ...green, options: { ...green.options, filtered: true } });
  expect((await compare(sample, part)).code).toBe(0);
  const others = await folderOf({ ...green, suite: { ...green.suite, digest: 'sha256:another' } });
  expect((await compare(sample, others)).code).toBe(0);
});

test('--json has every check with its aspects, and both runs', async () => {
  const [sample, green] = [await folderOf(sampleReport()), await folderOf(greenReport())];
  const { text } = await compare(green, sample, true);
  expect(JSON.parse(text)).toMatchObject({
    first: { target: { kind: 'reference' } },
    second: { run: '20261123-101500-3f9a', target: { kind: 'binary', release: '2.17.0' }, environment: 'local' },
    changed: [],
    newlyFailing: expect.arrayContaining([
      {
        requirement: 'CRUD-06',
        lane: 'kubernetes/rest',
        scenario: 'pipeline-created-twice',
        after: 'known-failure',
        aspects: { new: { 'POST of a name in use is refused as a conflict': '500' }, gone: {} },
      },
    ]),
  });
});

test('a report of another version of the schema is refused', async () => {
  const directory = await folderOf(sampleReport());
  const file = path.join(directory, 'report.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(/"schemaVersion": "[^"]+"/, '"schemaVersion": "4.0.0"'));
  await expect(compare(directory, directory)).rejects.toThrow(/expected schemaVersion .*found "4\.0\.0"/);
});
