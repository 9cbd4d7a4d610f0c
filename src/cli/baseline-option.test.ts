import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { BaselineEntry } from '../judgement/baseline.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { baselineOf, checkEntries } from './baseline-option.ts';
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

test('an aspect of a check is listed once', () => {
  expect(() => check(entry, entry)).toThrow(/entry 2 .*another entry of the check lists "answer" as well/);
  expect(() => check(entry, { ...entry, aspects: { list: ['[]'] } })).not.toThrow();
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
