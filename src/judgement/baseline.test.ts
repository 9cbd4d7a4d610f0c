import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readBaseline, withBaseline, type BaselineEntry } from './baseline.ts';
import type { CheckResult } from '../contract/result.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

const entry: BaselineEntry = {
  requirement: 'CRUD-06',
  lane: 'kubernetes/rest',
  scenario: 'story',
  fingerprint: 'abc',
  reason: 'a reason that somebody has looked into',
};
const check = (outcome: CheckResult['outcome'], fingerprint?: string): CheckResult => ({
  requirement: 'CRUD-06',
  lane: 'kubernetes/rest',
  scenario: 'story',
  outcome,
  ...(fingerprint !== undefined && { fingerprint }),
});

test('a failure with the listed fingerprint is a known failure, another failure of the same check is not', () => {
  expect(withBaseline(check('failed', 'abc'), [entry])).toMatchObject({
    outcome: 'known-failure',
    baselineReason: entry.reason,
  });
  expect(withBaseline(check('failed', 'def'), [entry])).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('another failure'),
  });
});

test('a blocked check is a known failure only with the listed fingerprint', () => {
  expect(withBaseline(check('blocked', 'abc'), [entry]).outcome).toBe('known-failure');
  expect(withBaseline(check('blocked', 'def'), [entry]).outcome).toBe('blocked');
});

test('an entry whose check passes is stale, unless it is intermittent', () => {
  expect(withBaseline(check('passed'), [entry]).outcome).toBe('stale-baseline');
  expect(withBaseline(check('passed'), [{ ...entry, intermittent: { failed: 2, runs: 5 } }]).outcome).toBe('passed');
});

test('an entry applies to its lane and scenario only', () => {
  expect(withBaseline({ ...check('failed', 'abc'), lane: 'database/rest' }, [entry]).outcome).toBe('failed');
});

test('the error for an invalid file names the file', async () => {
  const file = path.join(await temporaryDirectory(), 'b.yaml');
  await writeFile(file, 'target: x\nentries: [{requirement: CRUD-01}]\n');
  await expect(readBaseline(file)).rejects.toThrow(/b\.yaml.*[\s\S]*entries\[0\]/);
  await expect(readBaseline(`${file}.missing`)).rejects.toThrow(/cannot be read/);
});

test('an entry may list several lanes and scenarios with the same failure', async () => {
  const file = path.join(await temporaryDirectory(), 'baseline.yaml');
  await writeFile(
    file,
    `target: x
release: x
commit: x
database: x
entries:
  - requirement: CRUD-06
    lane: [database/rest, kubernetes/rest]
    scenario: [story, story-multi-user]
    fingerprint: abc
    reason: a reason that somebody has looked into
`,
  );
  const { entries } = await readBaseline(file);
  expect(entries.map(({ lane, scenario }) => `${lane} ${scenario}`)).toEqual([
    'database/rest story',
    'database/rest story-multi-user',
    'kubernetes/rest story',
    'kubernetes/rest story-multi-user',
  ]);
  expect(entries[3]).toMatchObject({ requirement: 'CRUD-06', fingerprint: 'abc' });
});

test('an intermittent failure may have several fingerprints', () => {
  const intermittent = { failed: 1, runs: 3 };
  const entries = [
    { ...entry, intermittent },
    { ...entry, fingerprint: 'def', intermittent },
  ];
  expect(withBaseline(check('failed', 'def'), entries).outcome).toBe('known-failure');
  expect(withBaseline(check('failed', 'ghi'), entries).outcome).toBe('failed');
  expect(withBaseline(check('passed'), entries).outcome).toBe('passed');
});
