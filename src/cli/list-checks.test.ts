import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadAreaTitles, loadRequirements } from '../contract/load-requirements.ts';
import { reportJson } from '../judgement/json.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import { loadedBy } from '../testing/loaded-modules.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

const catalogue = await loadRequirements();

const list = (...args: readonly string[]) => loadedBy('src/cli/main.ts', 'list', ...args);

const idsIn = async (...args: readonly string[]): Promise<ReadonlySet<string>> => {
  const { output } = await list(...args, '--json');
  return new Set((JSON.parse(output) as readonly { id: string }[]).map(({ id }) => id));
};

// Why: `list CRUD-08` was "too many arguments", and the list has 400 requirements.
test('it shows the requirements that are named, or have all words in their text', async () => {
  expect(await idsIn('LIST-04', 'crud-08')).toEqual(new Set(['LIST-04', 'CRUD-08']));
  const found = await idsIn('token', 'page');
  expect(found.size).toBeGreaterThan(3);
  for (const id of found) expect(catalogue.get(id)?.text).toMatch(/token/i);
  expect((await idsIn('token', 'LIST-04')).size).toBe((await idsIn('token')).size + 1);
});

test('areas, levels and profiles narrow it together', async () => {
  const found = [...(await idsIn('--area', 'VER,LIST,SCL', '--level', 'should', '--profile', 'core'))].map((id) =>
    catalogue.get(id),
  );
  expect(new Set(found.map((one) => one?.area))).toEqual(new Set(['VER', 'LIST']));
  expect(new Set(found.map((one) => one?.level))).toEqual(new Set(['SHOULD']));
});

test('an unknown id, and words that match nothing, are usage errors', async () => {
  const { code, output } = await list('LIST-4');
  expect({ code, output }).toEqual({
    code: 2,
    output: 'error: there is no requirement LIST-4; the nearest are LIST-04, LIST-14, LIST-24\n',
  });
  expect(await list('no such word')).toMatchObject({
    code: 2,
    output: 'error: no requirement matches all of these words and options\n',
  });
});

test('the JSON has the source of a requirement, and its scenarios with file, line and lanes', async () => {
  const { output } = await list('CRUD-06', '--profile', 'core', '--json');
  expect(JSON.parse(output)).toEqual([
    expect.objectContaining({
      id: 'CRUD-06',
      source: catalogue.get('CRUD-06')?.source,
      areaTitle: (await loadAreaTitles()).get('CRUD'),
      scenarios: expect.arrayContaining([
        {
          name: 'pipeline-created-twice',
          file: 'suites/conformance/crud/create.suite.ts',
          line: expect.any(Number) as number,
          lanes: ['database/rest', 'kubernetes/rest', 'kubernetes/crd'],
        },
      ]) as unknown,
    }),
  ]);
});

test('a list for people has the title of each area', async () => {
  const { output } = await list('--profile', 'core');
  const titles = [...(await loadAreaTitles())].filter(([area]) => ['CRUD', 'FILT', 'FLT'].includes(area));
  for (const [area, title] of titles) expect(output).toContain(`\n${area}: ${title}\n`);
});

test('of a run it shows what failed there, known or not, with the outcomes', async () => {
  const folder = await temporaryDirectory();
  await writeFile(path.join(folder, 'report.json'), reportJson(sampleReport()));
  expect(await idsIn('--failed', folder)).toEqual(new Set(['CRUD-04', 'CRUD-06', 'VER-03', 'VER-09']));
  const { output } = await list('CRUD-04', '--failed', folder, '--profile', 'core');
  expect(output).toMatch(/^CRUD-04 {2}SHOULD ✓1 +✗1 ✓1 +✓1 /m);
  expect(await list('--failed', 'nope')).toMatchObject({
    code: 2,
    output: 'error: no run `nope` in reports/runs, and no file or folder of this name\n',
  });
});

// Why: they belong to no profile, and whoever looks for an id of the contract must find it all the same.
test('the requirements that load runs decide stand apart, and only where no profile is asked for', async () => {
  const { output } = await list('--area', 'SCL');
  expect(output).toMatch(/^Decided by load runs, in no profile\nID .*\nSCL: Scale\nSCL-01 /);
  expect(output).toMatch(/\nSCL-02 {3}SHOULD –.* load .*–.* {2}With 10,000 objects /);
  const json = JSON.parse((await list('SCL-02', 'WH-22', '--json')).output) as unknown;
  expect(json).toEqual([
    expect.objectContaining({ id: 'SCL-02', decidedBy: 'load', lanes: ['kubernetes/rest'] }),
    expect.objectContaining({ id: 'WH-22', area: 'WH' }),
  ]);
});
