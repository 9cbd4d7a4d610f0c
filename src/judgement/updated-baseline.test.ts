import { concealedAspects } from './concealed-aspects.ts';
import { expect, test } from 'vitest';
import type { LaneName } from '../contract/lane-name.ts';
import type { BaselineEntry } from './baseline.ts';
import type { CheckEntry, Report } from './schema.ts';
import { unfilledReason } from './unfilled-reason.ts';
import { updatedBaseline } from './updated-baseline.ts';

type Check = Omit<CheckEntry, 'scenario' | 'profile'>;

const failing = (aspects: Readonly<Record<string, string>>): Check => ({
  outcome: 'failed',
  deviations: Object.fromEntries(Object.entries(aspects).map(([name, observed]) => [name, { expected: '', observed }])),
});
const passed: Check = { outcome: 'passed' };
const lane: LaneName = 'kubernetes/rest';

/** A run that decided CRUD-06 in one lane of one scenario; none of it without a check. */
const run = (id: string, check?: Check): Report =>
  ({
    run: { id },
    requirements: [
      {
        id: 'CRUD-06',
        lanes: check === undefined ? {} : { [lane]: { checks: [{ scenario: 'story', profile: 'core', ...check }] } },
      },
    ],
  }) as unknown as Report;

const reason = 'a reason that somebody has looked into';
const entry = (aspects: Readonly<Record<string, string[]>>, more: Partial<BaselineEntry> = {}): BaselineEntry => ({
  requirement: 'CRUD-06',
  lane,
  scenario: 'story',
  aspects: { ...aspects },
  reason,
  ...more,
});
const update = (reports: readonly Report[], known: readonly BaselineEntry[] = [], counted: readonly string[] = []) => {
  const none = { isVulnerability: () => false, isConfidential: () => false };
  const { entries, remarks } = updatedBaseline({ reports, known, counted, ...none });
  return { entries, told: remarks.map(({ kind, aspect = '', text }) => `${kind} ${aspect}: ${text}`) };
};
const rate = (failed: number, runs: number, reviewAfter = 50) => ({ failed, runs, reviewAfter });

test('a new baseline lists every aspect that failed, with a reason that is to be filled in', () => {
  expect(update([run('1', failing({ status: '500', list: '[]' }))])).toEqual({
    entries: [entry({ list: ['[]'], status: ['500'] }, { reason: unfilledReason })],
    told: ['new list: fails', 'new status: fails'],
  });
});

test('a known failure and a failure of a stale entry are failures as well', () => {
  for (const outcome of ['known-failure', 'stale-baseline'] as const)
    expect(update([run('1', { ...failing({ status: '500' }), outcome })]).entries).toHaveLength(1);
});

test('what is known is kept under its reason; what failed beyond it is to be filled in', () => {
  const known = [entry({ status: ['500'] })];
  expect(update([run('1', failing({ status: '500', list: '[]' }))], known)).toEqual({
    entries: [...known, entry({ list: ['[]'] }, { reason: unfilledReason })].toReversed(),
    told: ['new list: fails'],
  });
  expect(update([run('1', failing({ status: '500' })), run('2', failing({ status: '503' }))], known).entries).toEqual([
    ...known,
    entry({ status: ['503'] }, { reason: unfilledReason }),
  ]);
});

test('a value of a list that was not seen is kept as long as another one is', () => {
  const known = [entry({ list: ['["a"]', '[]'] })];
  expect(update([run('1', failing({ list: '[]' }))], known)).toEqual({ entries: known, told: [] });
});

test.each([
  ['passed', passed],
  ['was stale', { outcome: 'stale-baseline' }],
  ['does not apply to the target', { outcome: 'not-applicable', reason: 'feature-not-claimed' }],
] as const)('entries of a check that %s are pruned, and told', (_, check) => {
  expect(update([run('1', check)], [entry({ status: ['500'] })])).toEqual({
    entries: [],
    told: [`pruned status: no longer fails; its reason was: ${reason}`],
  });
});

test('an aspect that no longer fails as listed is pruned, and the others are kept', () => {
  const { entries, told } = update(
    [run('1', failing({ list: '[]', order: 'none' }))],
    [entry({ status: ['500'], list: ['[]'], order: ['other'] })],
  );
  expect(entries).toEqual([entry({ list: ['[]'] }), entry({ order: ['none'] }, { reason: unfilledReason })]);
  expect(told).toEqual([
    `pruned order: fails with another value; its reason was: ${reason}`,
    'new order: fails',
    `pruned status: no longer fails; its reason was: ${reason}`,
  ]);
});

test.each([
  ['is not in the runs', undefined, []],
  ['is blocked', { outcome: 'blocked' }, ['not listed : blocked']],
  ['is in error', { outcome: 'error' }, ['not listed : ended in error']],
  ['the environment cannot make', { outcome: 'not-applicable', reason: 'capability-not-offered' }, []],
] as const)('a check that %s keeps its entries and gets none', (_, check, told) => {
  const known = [entry({ status: ['500'] })];
  expect(update([run('1', check)], known)).toEqual({ entries: known, told });
  expect(update([run('1', check)])).toEqual({ entries: [], told });
});

test('a check that is blocked by another one is named with it, and one that a known failure blocks is not named', () => {
  const blockedBy = { requirement: 'CRUD-01', lane } as const;
  expect(update([run('1', { outcome: 'blocked', blockedBy }), run('2', passed)]).told).toEqual([
    'not listed : blocked by CRUD-01 in kubernetes/rest in 1 of 2 runs',
  ]);
  expect(update([run('1', { outcome: 'known-failure', blockedBy })])).toEqual({ entries: [], told: [] });
});

test('an aspect that failed in some runs only is intermittent', () => {
  const runs = [run('1', failing({ status: '500', list: '[]' })), run('2', failing({ list: '[]' })), run('3')];
  expect(update(runs)).toEqual({
    entries: [
      entry({ list: ['[]'] }, { reason: unfilledReason }),
      entry({ status: ['500'] }, { reason: unfilledReason, intermittent: rate(1, 2) }),
    ],
    told: ['new list: fails', 'new status: failed in 1 of 2 runs'],
  });
  expect(update(runs, [entry({ status: ['500'], list: ['[]'] })])).toEqual({
    entries: [entry({ list: ['[]'] }), entry({ status: ['500'] }, { intermittent: rate(1, 2) })],
    told: ['intermittent status: failed in 1 of 2 runs'],
  });
});

test('runs are added to the rate of an intermittent entry, whose number of runs until a review is kept', () => {
  const known = [entry({ status: ['500'] }, { intermittent: rate(2, 5, 20) })];
  expect(update([run('1', failing({ status: '500' })), run('2', passed), run('3', passed)], known)).toEqual({
    entries: [entry({ status: ['500'] }, { intermittent: rate(3, 8, 20) })],
    told: [],
  });
});

test('another value of an intermittent aspect is intermittent as well, in all runs that were counted', () => {
  const known = [entry({ status: ['500'] }, { intermittent: rate(2, 5) })];
  expect(update([run('1', failing({ status: '503' }))], known).entries).toEqual([
    entry({ status: ['500'] }, { intermittent: rate(2, 6) }),
    entry({ status: ['503'] }, { reason: unfilledReason, intermittent: rate(1, 6) }),
  ]);
});

test('a run is counted once: given twice, or in the file already', () => {
  const known = [entry({ status: ['500'] }, { intermittent: rate(2, 5) })];
  const one = run('1', passed);
  expect(update([one, one], known).entries[0]?.intermittent).toEqual(rate(2, 6));
  expect(update([one], known, ['1']).entries).toEqual(known);
});

test('a second time on the same runs changes nothing', () => {
  const runs = [
    run('1', failing({ status: '500', list: '[]', order: 'a' })),
    run('2', failing({ list: '["a"]', order: 'a' })),
    run('3', failing({ status: '503', list: '[]', order: 'a' })),
  ];
  const first = update(runs, [entry({ order: ['b'] }), entry({ status: ['500'] }, { intermittent: rate(2, 5) })]);
  expect(first.told.length).toBeGreaterThan(0);
  expect(update(runs, first.entries, ['1', '2', '3'])).toEqual({ entries: first.entries, told: [] });
});

test('an entry of a requirement whose failure is a vulnerability says so, and not how', () => {
  const input = { reports: [run('1', failing({ status: '500' }))], known: [], counted: [] };
  const aspects = Object.fromEntries(
    Object.entries(concealedAspects({ status: '500' })).map(([name, value]) => [name, [value]]),
  );
  const of = (isVulnerability: boolean, isConfidential: boolean) =>
    updatedBaseline({
      ...input,
      isVulnerability: (id) => isVulnerability && id === 'CRUD-06',
      isConfidential: (scenario) => isConfidential && scenario === 'story',
    }).entries;
  expect(of(true, false)).toEqual([entry(aspects, { reason: unfilledReason, vulnerability: true })]);
  // Why: in a run of other checks of such a scenario the aspects were listed in words.
  expect(of(false, true)).toEqual([entry(aspects, { reason: unfilledReason })]);
});

// Why: judging takes both, and what was listed in words was pruned with the reason that somebody had found.
test('what is listed in words of a confidential scenario keeps its reason, and is listed by digests', () => {
  const reports = [run('1', failing({ status: '500' }))];
  const of = (known: readonly BaselineEntry[]) =>
    updatedBaseline({ reports, known, counted: [], isVulnerability: () => false, isConfidential: () => true });
  const { entries, remarks } = of([entry({ status: ['500'] })]);
  const [[name, value] = []] = Object.entries(concealedAspects({ status: '500' }));
  expect(entries).toEqual([entry({ [String(name)]: [String(value)] })]);
  expect(remarks).toEqual([]);
  expect(of(entries)).toEqual({ entries, remarks: [] });
});

test('a failure without a named aspect is not listed, and told', () => {
  expect(update([run('1', { outcome: 'failed', deviations: {} })]).told).toEqual([
    'not listed : failed without a named aspect',
  ]);
});
