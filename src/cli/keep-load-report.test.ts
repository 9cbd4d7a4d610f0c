import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadReportFile, readLoadReport } from '../judgement/load/json.ts';
import { sampleLoadReport } from '../report/testing/sample-load-report.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { keepLoadReport } from './keep-load-report.ts';
import { partialReport } from './partial-report.ts';

const unwritable = async (): Promise<string> => {
  const folder = await temporaryDirectory();
  await writeFile(path.join(folder, 'occupied'), '');
  return path.join(folder, 'occupied', 'run');
};

test('a load report that cannot be written to its directory is written elsewhere, and the failure is returned', async () => {
  const { directory = '', failure } = await keepLoadReport(sampleLoadReport(), await unwritable());
  expect(failure?.message).toContain('occupied');
  expect(directory).toMatch(/kfp-conformance-load-/);
  expect(await readLoadReport(path.join(directory, loadReportFile))).toEqual(sampleLoadReport());
  await rm(directory, { recursive: true });
});

test('a partial report that cannot be written is one warning, and the run goes on', async () => {
  const warnings: string[] = [];
  const partial = partialReport(await unwritable(), (line) => warnings.push(line));
  // Not the pause between two writes is tested here.
  for (let round = 0; round < 3; round += 1) await partial.write(sampleLoadReport);
  expect(warnings).toEqual([expect.stringMatching(/^warning: The report was not written to .*occupied/)]);
});
