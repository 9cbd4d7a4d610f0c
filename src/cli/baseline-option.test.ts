import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { BaselineEntry } from '../judgement/baseline.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { baselineOf, checkEntries, describedBaseline, requireFitting } from './baseline-option.ts';
import { unfilledReason } from '../judgement/unfilled-reason.ts';
import { packagePath } from '../package-path.ts';

const catalogue = new Map(
  ['CRUD-01', 'PAR-01'].map((id): [string, Requirement] => [
    id,
    {
      id,
      area: 'CRUD',
      level: 'MUST',
      profile: 'core',
      text: '',
      source: '',
      lanes: ['database/rest', 'kubernetes/rest'],
      laneExclusions: {},
      databaseDependent: false,
    },
  ]),
);
const scenarios: readonly Scenario[] = [{ name: 'story', checks: ['CRUD-01'], run: () => Promise.resolve() }];
const entry: BaselineEntry = {
  requirement: 'CRUD-01',
  lane: 'database/rest',
  scenario: 'story',
  aspects: { answer: ['500'] },
  reason: 'a reason that a reviewer has confirmed',
};
const check = (...entries: readonly BaselineEntry[]) => checkEntries('kfp.yaml', entries, catalogue, scenarios);

test('entries of declared checks are accepted, including parity checks', () => {
  expect(() => check(entry, { ...entry, requirement: 'PAR-01', lane: 'kubernetes/rest' })).not.toThrow();
});

test.each([
  ['an unknown requirement', { requirement: 'CRUD-99' }, /entry 1 \(CRUD-99 .*no requirement CRUD-99/],
  ['an unknown scenario', { scenario: 'tale' }, /no scenario tale/],
  ['a lane without that check', { lane: 'kubernetes/crd' }, /does not decide CRUD-01 in kubernetes\/crd/],
] as const)('an entry with %s can never match', (_, wrong, message) => {
  expect(() => check({ ...entry, ...wrong })).toThrow(message);
});

test('a value of an aspect is listed once', () => {
  expect(() => check(entry, entry)).toThrow(/entry 2 .*another entry of the check lists "answer" as well/);
  // Another value of it may be listed with another reason.
  expect(() => check(entry, { ...entry, aspects: { answer: ['503'] } })).not.toThrow();
  expect(() => check(entry, { ...entry, aspects: { list: ['[]'] } })).not.toThrow();
});

test('an entry of a requirement that no check decides can never match', () => {
  const [id, requirement] = [...catalogue][0] ?? [];
  if (id === undefined || requirement === undefined) throw new Error('the catalogue is empty');
  const undecided = new Map([...catalogue, [id, { ...requirement, lanes: [], excluded: 'not decided yet' }]]);
  expect(() => checkEntries('kfp.yaml', [entry], undecided, scenarios)).toThrow(/does not decide CRUD-01/);
});

test('the vulnerability mark of an entry must agree with its requirement; the error names both', () => {
  const marked = { ...entry, vulnerability: true } as const;
  expect(() => check(marked)).toThrow(/entry 1 \(CRUD-01 .*marked as a vulnerability, but requirement CRUD-01 is not/);
  const [id, requirement] = [...catalogue][0] ?? [];
  if (id === undefined || requirement === undefined) throw new Error('the catalogue is empty');
  const vulnerable = new Map([...catalogue, [id, { ...requirement, vulnerability: true }]]);
  expect(() => checkEntries('kfp.yaml', [marked], vulnerable, scenarios)).not.toThrow();
  expect(() => checkEntries('kfp.yaml', [entry], vulnerable, scenarios)).toThrow(
    /entry 1 \(CRUD-01 .*requirement CRUD-01 is marked as a vulnerability, but the entry is not/,
  );
});

test('a baseline of another release or database product is refused, unless the operator wants it', () => {
  const baseline = {
    target: 'KFP API server',
    release: '2.17.0',
    commit: 'abc',
    database: 'MariaDB 10.11.19, utf8mb4, utf8mb4_bin',
    entries: [],
  };
  const database = { product: 'MariaDB', version: '11.8.0', characterSet: 'utf8mb4', collation: 'utf8mb4_bin' };
  const tested = (release: string, product = 'MariaDB') => ({
    target: { release },
    environment: { database: { ...database, product } },
  });
  const judge =
    (run: ReturnType<typeof tested>, options: { baselineOfAnother?: boolean } = {}) =>
    () =>
      requireFitting(baseline, run, { baseline: 'kfp-2.17', ...options });
  expect(judge(tested('2.17.0'))).not.toThrow();
  expect(judge(tested('2.18.0'))).toThrow(/--baseline kfp-2\.17: .*2\.18\.0.*--baseline-of-another/);
  expect(judge(tested('2.17.0', 'MySQL'))).toThrow(/--baseline kfp-2\.17: .*MySQL.*--baseline-of-another/);
  expect(judge(tested('2.18.0'), { baselineOfAnother: true })).not.toThrow();
});

test('the report says what a baseline was made with, and what is open in it', () => {
  const baseline = { target: 'KFP', release: '2.17.0', commit: 'abc', database: 'x' };
  expect(describedBaseline('kfp', { ...baseline, entries: [entry] })).toEqual({
    name: 'kfp',
    ...baseline,
    unfilled: 0,
    dueForReview: 0,
  });
  const entries = [{ ...entry, reason: unfilledReason }];
  expect(describedBaseline('kfp', { ...baseline, manifests: 'supplied', entries })).toMatchObject({
    manifests: 'supplied',
    unfilled: 1,
  });
});

test('an unknown baseline name is refused; the error lists the known names', async () => {
  await expect(baselineOf('kfp-0.1', catalogue, scenarios)).rejects.toThrow(/--baseline kfp-0\.1: expected a file/);
});

// Why: published baselines must be updated when a requirement is renamed or marked as a vulnerability.
test('every baseline of this project is valid', async () => {
  const own = await loadRequirements();
  const all = (await loadSuites()).flatMap((suite) => suite.scenarios);
  const files = (await readdir(packagePath('reports/expected-failures'))).filter((file) => file.endsWith('.yaml'));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const { entries } = await baselineOf(path.basename(file, '.yaml'), own, all);
    expect(entries.length).toBeGreaterThan(0);
  }
});
