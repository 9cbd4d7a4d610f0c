import { expect, test } from 'vitest';
import { greenReport, sampleReport } from '../report/testing/sample-report.ts';
import { writeReport } from '../report/write-report.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { earlierRun, seedOf, selectionOf, type RunOptions } from './run-options.ts';

const catalogue = await loadRequirements();
const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
const options: RunOptions = {
  target: 'binary:./apiserver',
  environment: 'local',
  namespacePool: [],
  allow: [],
  lane: [],
  area: [],
  requirement: [],
  profile: [],
  scenario: [],
  strict: false,
  thorough: false,
  requireConformance: [],
  output: '',
};
const earlier = async (report = sampleReport()) => {
  const directory = await temporaryDirectory();
  await writeReport(report, directory);
  return earlierRun(directory, options.target);
};

test('the failed checks of an earlier run are repeated in its lanes and with its seed', async () => {
  const { options: given } = sampleReport();
  const again = await earlier(sampleReport({ options: { ...given, lanes: ['kubernetes/rest'], seed: 4711 } }));
  expect(selectionOf(options, catalogue, scenarios, again)).toMatchObject({
    lanes: ['kubernetes/rest'],
    requirements: ['CRUD-04', 'VER-03', 'VER-09'],
    scenarios: expect.arrayContaining(['pipeline-read-at-once']),
  });
  expect(seedOf(undefined, again)).toBe(4711);
});

test('options of the command line take precedence over the earlier run', async () => {
  const again = await earlier();
  const lanes = ['database/rest', 'kubernetes/rest'];
  expect(selectionOf({ ...options, lane: lanes }, catalogue, scenarios, again).lanes).toEqual(lanes);
  expect(seedOf('7', again)).toBe(7);
});

test('a run without failures, or with another kind of target, is not repeated', async () => {
  const green = greenReport();
  await expect(earlier({ ...green, target: sampleReport().target })).rejects.toThrow(/nothing failed in run/);
  await expect(earlier(green)).rejects.toThrow(/tested a reference target, but this run tests a binary target/);
});
