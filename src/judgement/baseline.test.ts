import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  type BaselineEntry,
  listedLike,
  openQuestions,
  readBaseline,
  withBaseline,
  withKnownObstacle,
} from './baseline.ts';
import { concealedAspects } from './concealed-aspects.ts';
import type { NotApplicableReason } from '../contract/outcome.ts';
import type { CheckResult } from '../contract/result.ts';
import { unfilledReason } from './unfilled-reason.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

const entry: BaselineEntry = {
  requirement: 'CRUD-06',
  lane: 'kubernetes/rest',
  scenario: 'story',
  aspects: { 'the answer / status': ['500'], list: ['[]', '["a"]'] },
  reason: 'a reason that somebody has looked into',
};
const intermittent = { failed: 2, runs: 5, reviewAfter: 50 };
const check = (outcome: CheckResult['outcome'], observed?: Readonly<Record<string, string>>): CheckResult => ({
  requirement: 'CRUD-06',
  lane: 'kubernetes/rest',
  scenario: 'story',
  outcome,
  ...(observed !== undefined && {
    deviations: Object.fromEntries(
      Object.entries(observed).map(([name, value]) => [name, { expected: '', observed: value }]),
    ),
  }),
});
const asListed = { 'the answer / status': '500', list: '[]' };

test('a failure is known if every aspect that deviates is listed with the value that was observed', () => {
  expect(withBaseline(check('failed', asListed), [entry])).toMatchObject({
    outcome: 'known-failure',
    baselineReason: entry.reason,
  });
  expect(withBaseline(check('failed', { ...asListed, list: '["a"]' }), [entry]).outcome).toBe('known-failure');
});

// Why: a hash of one word was all that was compared, so that whatever failed in the same check was known.
test('an aspect or a value beyond what is listed is new, and named', () => {
  expect(withBaseline(check('failed', { ...asListed, order: 'none' }), [entry])).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('beyond what is known: "order"'),
  });
  expect(withBaseline(check('failed', { ...asListed, list: '["b"]' }), [entry])).toMatchObject({
    outcome: 'failed',
    message: expect.stringContaining('"list"'),
  });
});

test('less than what is listed is stale, and named', () => {
  expect(withBaseline(check('failed', { list: '[]' }), [entry])).toMatchObject({
    outcome: 'stale-baseline',
    message: expect.stringContaining('"the answer / status"'),
  });
  for (const outcome of ['passed', 'recorded'] as const)
    expect(withBaseline(check(outcome), [entry]).outcome).toBe('stale-baseline');
});

// Why: the proof let a failure pass of which the baseline lists more, because it is stale and not known.
test('a failure of any check is listed alike if some check lists all of it, or more', () => {
  const of = (observed: Readonly<Record<string, string>>) => {
    const { deviations = {} } = check('failed', observed);
    return listedLike(deviations, [entry])?.requirement;
  };
  expect(of(asListed)).toBe('CRUD-06');
  expect(of({ list: '[]' })).toBe('CRUD-06');
  expect(of({ list: '["b"]' })).toBeUndefined();
  expect(of({ ...asListed, order: 'none' })).toBeUndefined();
});

test('an entry is stale if the check no longer applies to the target, not if the run could not decide it', () => {
  const outcomeOf = (reason: NotApplicableReason) =>
    withBaseline({ ...check('not-applicable'), reason }, [entry]).outcome;
  expect(outcomeOf('feature-not-claimed')).toBe('stale-baseline');
  expect(outcomeOf('before-introduced')).toBe('stale-baseline');
  expect(outcomeOf('capability-not-offered')).toBe('not-applicable');
});

test('what is blocked or in error is not known', () => {
  expect(withBaseline(check('blocked'), [entry]).outcome).toBe('blocked');
  expect(withBaseline(check('error'), [entry]).outcome).toBe('error');
});

// Why: baselines are public, and the aspects of a vulnerability say how to use it.
test('the aspects of a vulnerability are listed by digests, which tell what is new from what is known', () => {
  const aspects = Object.fromEntries(
    Object.entries(concealedAspects(asListed)).map(([name, observed]) => [name, [observed]]),
  );
  expect(JSON.stringify(aspects)).not.toMatch(/status|500/);
  const entries: BaselineEntry[] = [{ ...entry, aspects, vulnerability: true }];
  expect(withBaseline(check('failed', asListed), entries).outcome).toBe('known-failure');
  expect(withBaseline(check('failed', { ...asListed, list: '["b"]' }), entries).outcome).toBe('failed');
  expect(withBaseline(check('failed', { list: '[]' }), entries).outcome).toBe('stale-baseline');
});

test('every aspect of an intermittent entry may pass', () => {
  const entries = [{ ...entry, intermittent }];
  expect(withBaseline(check('passed'), entries).outcome).toBe('passed');
  expect(withBaseline(check('failed', { list: '[]' }), entries).outcome).toBe('known-failure');
  expect(withBaseline(check('failed', { order: 'none' }), entries).outcome).toBe('failed');
});

test('a check may have aspects that always fail and others that sometimes do', () => {
  const entries = [entry, { ...entry, aspects: { order: ['none'] }, intermittent }];
  expect(withBaseline(check('failed', asListed), entries).outcome).toBe('known-failure');
  expect(withBaseline(check('failed', { ...asListed, order: 'none' }), entries).outcome).toBe('known-failure');
  expect(withBaseline(check('failed', { order: 'none' }), entries).outcome).toBe('stale-baseline');
});

test('a known failure or a pass of a check that is only intermittent has the rate at which it failed before', () => {
  const rare = { ...entry, aspects: { order: ['none'] }, intermittent: { failed: 1, runs: 50, reviewAfter: 50 } };
  const often = { ...entry, intermittent };
  expect(withBaseline(check('passed'), [rare, often]).intermittent).toEqual({ failed: 2, runs: 5 });
  expect(withBaseline(check('failed', { list: '[]' }), [rare, often]).intermittent).toEqual({ failed: 2, runs: 5 });
  expect(withBaseline(check('failed', { list: '[]', order: 'none' }), [rare, often]).intermittent).toEqual({
    failed: 1,
    runs: 50,
  });
  expect(withBaseline(check('failed', { order: 'other' }), [rare, often])).not.toHaveProperty('intermittent');
  expect(withBaseline(check('blocked'), [often])).not.toHaveProperty('intermittent');
});

test('a check that always fails in some aspect has no rate', () => {
  const entries = [entry, { ...entry, aspects: { order: ['none'] }, intermittent }];
  expect(withBaseline(check('failed', { ...asListed, order: 'none' }), entries)).not.toHaveProperty('intermittent');
});

test('the checks with a reason to be filled in and those to be reviewed again are counted', () => {
  const unfilled = { ...entry, reason: unfilledReason };
  const due = { ...entry, aspects: { order: ['none'] }, intermittent: { failed: 2, runs: 20, reviewAfter: 20 } };
  expect(openQuestions({ entries: [entry, { ...entry, intermittent }] })).toEqual({ unfilled: 0, dueForReview: 0 });
  expect(openQuestions({ entries: [unfilled, { ...unfilled, aspects: {} }, due] })).toEqual({
    unfilled: 1,
    dueForReview: 1,
  });
  expect(openQuestions({ entries: [unfilled, { ...unfilled, lane: 'database/rest' }] }).unfilled).toBe(2);
});

test('a check that is blocked by a known failure is known, one blocked by a new failure is not', () => {
  const blockedBy = { requirement: 'CRUD-06', lane: 'kubernetes/rest' } as const;
  const blocked: CheckResult = { ...check('blocked'), requirement: 'PAR-01', blockedBy };
  const known = withBaseline(check('failed', asListed), [entry]);
  expect(withKnownObstacle(blocked, [known])).toMatchObject({
    outcome: 'known-failure',
    baselineReason: expect.stringContaining('CRUD-06'),
  });
  expect(withKnownObstacle(blocked, [check('failed', asListed)]).outcome).toBe('blocked');
  expect(withKnownObstacle(blocked, [{ ...known, lane: 'database/rest' }]).outcome).toBe('blocked');
});

test('an entry applies to its lane and scenario only', () => {
  expect(withBaseline({ ...check('failed', asListed), lane: 'database/rest' }, [entry]).outcome).toBe('failed');
});

test('the error for an invalid file names the file', async () => {
  const file = path.join(await temporaryDirectory(), 'b.yaml');
  await writeFile(file, 'target: x\nentries: [{requirement: CRUD-01}]\n');
  await expect(readBaseline(file)).rejects.toThrow(/b\.yaml.*[\s\S]*entries\[0\]/);
  await expect(readBaseline(`${file}.missing`)).rejects.toThrow(/cannot be read/);
  await expect(readBaseline(file, '--from')).rejects.toThrow(/^--from: .*b\.yaml/);
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
    aspects: { answer: '500' }
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
  expect(entries[3]).toMatchObject({ requirement: 'CRUD-06', aspects: { answer: ['500'] } });
});

test('an intermittent failure failed in fewer runs than were made', async () => {
  const file = path.join(await temporaryDirectory(), 'baseline.yaml');
  const text = (rate: string) => `target: x
release: x
commit: x
database: x
entries:
  - requirement: CRUD-06
    lane: database/rest
    scenario: story
    aspects: { answer: "500" }
    reason: a reason that somebody has looked into
    intermittent: { ${rate}, reviewAfter: 50 }
`;
  await writeFile(file, text('failed: 7, runs: 7'));
  await expect(readBaseline(file)).rejects.toThrow(/failed in every run is not intermittent/);
  await writeFile(file, text('failed: 6, runs: 7'));
  expect((await readBaseline(file)).entries[0]?.aspects).toEqual({ answer: ['500'] });
});
