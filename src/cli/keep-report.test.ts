import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readReport } from '../judgement/json.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import { keepReport } from './keep-report.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

test('a report that cannot be written to its directory is written to a fallback, and the failure is returned', async () => {
  const folder = await temporaryDirectory();
  await writeFile(path.join(folder, 'occupied'), '');
  const { directory = '', failure } = await keepReport(sampleReport(), path.join(folder, 'occupied', 'run'));
  expect(failure?.message).toContain('occupied');
  expect(await readReport(path.join(directory, 'report.json'))).toEqual(sampleReport());
  await rm(directory, { recursive: true });
});
