import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadJson } from '../judgement/load/json.ts';
import { sampleLoadReport } from '../report/testing/sample-load-report.ts';
import { reportJson } from '../judgement/json.ts';
import { sampleReport } from '../report/testing/sample-report.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { explainRequirement } from './explain-requirement.ts';

const catalogue = await loadRequirements();

const folderOf = async (report = sampleReport()): Promise<string> => {
  const folder = await temporaryDirectory();
  await writeFile(path.join(folder, 'report.json'), reportJson(report));
  return folder;
};

const explained = async (id: string, run: string): Promise<string> => {
  let text = '';
  await explainRequirement(id, { run }, { columns: 1_000, write: (part) => (text += part) });
  return text;
};

test('it tells sentence, source, scenarios, mutants, known failures and the last outcome', async () => {
  const text = await explained('list-04', await folderOf());
  const { text: sentence = '', source = '' } = catalogue.get('LIST-04') ?? {};
  expect(text).toContain('LIST-04: MUST, profile core, area LIST (Listing and paging)');
  expect(text).toContain(sentence);
  expect(text).toContain(source);
  expect(text).toMatch(/\n {2}listed-in-pages, suites\/conformance\/list\/pages\.suite\.ts:\d+, in database\/rest, /);
  expect(text).toMatch(/\n {2}page-loses-its-first-item: /);
  expect(text).toMatch(
    /\n {2}2\.17\.0, kubernetes\/rest, kubernetes\/crd \(listed-in-pages, .*\): items with equal sort/,
  );
  expect(text).toMatch(/Last outcome\n {2}20261123-101500-3f9a: .*\n {2}no check of it was run\n$/);
});

test('the last outcome has the checks of every lane with their reasons', async () => {
  expect(await explained('CRUD-04', await folderOf())).toMatch(
    /✓ passed in database\/rest \(pipeline-read-at-once\)\n {2}✗ failed in kubernetes\/rest \(pipeline-read-at-once\): GET by name right after POST finds/,
  );
});

test('of a vulnerability it tells no detail of a run', async () => {
  const requirements = sampleReport().requirements.map((one) =>
    one.id === 'CRUD-04' ? { ...one, vulnerability: true } : one,
  );
  const text = await explained('CRUD-04', await folderOf(sampleReport({ requirements })));
  expect(text).toContain('✗ failed in kubernetes/rest (pipeline-read-at-once): not published');
  expect(text).not.toContain('GET by name right after POST finds');
});

test('an unknown id is a usage error with the nearest ids', async () => {
  await expect(explained('LIST-4', await folderOf())).rejects.toThrow(
    'there is no requirement LIST-4; the nearest are LIST-04, LIST-14, LIST-24',
  );
  await expect(explained('LIST-04', 'nope')).rejects.toThrow('no run `nope` in reports/runs');
});

test('a requirement that load runs decide has its bound, and the decisions of a run', async () => {
  const folder = await temporaryDirectory();
  await writeFile(path.join(folder, 'load.json'), loadJson(sampleLoadReport()));
  const text = await explained('SCL-02', folder);
  expect(text).toContain('SCL-02: SHOULD, decided by load runs, in no profile, area SCL (Scale)');
  expect(text).toMatch(/\nDecided from load\.json\n {2}with at least 10,000 pipelines, the median of get-known /);
  expect(text).toMatch(
    /\n {2}✓ met in kubernetes\/rest \(reference\): the median of get-known in kubernetes\/rest at 10,000 pipelines /,
  );
});

// Why: the report of a conformance run was read as one of a load run of another version.
test('the folder of a run of the other kind is a usage error that names the missing file', async () => {
  const folder = await temporaryDirectory();
  await writeFile(path.join(folder, 'load.json'), loadJson(sampleLoadReport()));
  await expect(explained('SCL-02', await folderOf())).rejects.toThrow('no such file; expected the load.json of a run');
  await expect(explained('LIST-04', folder)).rejects.toThrow('no such file; expected the report.json of a run');
});
