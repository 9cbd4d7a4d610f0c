import { expect, test } from 'vitest';
import { laneNames } from '../contract/lane-name.ts';
import type { Requirement } from '../contract/requirement.ts';
import type { DeclaredCheck } from './expected-checks.ts';
import { joinReports } from './joined.ts';
import type { CheckEntry, Report } from './schema.ts';

const suite = { version: '0.1.0', digest: `sha256:${'5'.repeat(64)}` };
const build = `sha256:${'b'.repeat(64)}`;
const ids = ['R-01', 'R-02'];
const requirement = (id: string): Requirement => ({
  id,
  area: 'R',
  level: 'MUST',
  profile: 'core',
  text: '',
  source: '',
  lanes: ['kubernetes/rest'],
  laneExclusions: {},
  databaseDependent: false,
});
const catalogue = new Map(ids.map((id) => [id, requirement(id)]));
const declared = ids.map((id): DeclaredCheck => ({
  requirement: id,
  lane: 'kubernetes/rest',
  scenario: 'story',
  profile: 'core',
  features: [],
  observed: ['kubernetes/rest'],
  compared: [],
}));

type Outcome = Omit<CheckEntry, 'scenario' | 'profile'> | undefined;
const passed = { outcome: 'passed' } as const;
const missing = { outcome: 'not-applicable', reason: 'permission-missing' } as const;
const exempt = { outcome: 'not-applicable', reason: 'needs-own-server' } as const;

/** The parts of a report that are judged together: the outcomes of. */
const report = (id: string, outcomes: readonly [Outcome, Outcome], more: object = {}): Report =>
  ({
    suite,
    run: { id, complete: true },
    options: { filtered: false, strict: false, claimed: [], required: [] },
    target: {
      kind: id === 'there' ? 'installation' : 'image',
      manifests: 'supplied',
      release: 'unknown',
      digests: [build, `sha256:${id}`],
      storageModes: ['kubernetes'],
      features: { kubernetes: { webhook: true } },
    },
    requirements: ids.map((one, index) => {
      const outcome = outcomes[index];
      const check = { scenario: 'story', profile: 'core', ...outcome };
      return { id: one, lanes: outcome === undefined ? {} : { [laneNames[1]]: { checks: [check] } } };
    }),
    verdicts: { gate: { broken: [] }, conformance: [{ profile: 'core' }] },
    ...more,
  }) as unknown as Report;
const join = (...reports: readonly Report[]) =>
  joinReports(reports, { catalogue, declared, suite, required: ['core'] });

test('a run alone is exempt from what its installation cannot give; a run of the same build makes it good', () => {
  const there = report('there', [passed, exempt]);
  expect(join(there)).toMatchObject({
    gate: { passed: true },
    conformance: [{ verdict: 'conformant', exemptions: [{ reason: 'needs-own-server', pairs: 1 }] }],
  });
  expect(join(there, report('here', [passed, passed]))).toMatchObject({
    gate: { passed: true, reasons: [] },
    conformance: [{ verdict: 'conformant', mandatory: { met: 2, exempt: 0, missing: 0 }, exemptions: [] }],
  });
});

test('what one run could not decide is decided by another', () => {
  const there = report('there', [passed, missing]);
  expect(join(there)).toMatchObject({ gate: { passed: false }, conformance: [{ verdict: 'not-decided' }] });
  expect(join(there, report('here', [missing, passed])).conformance).toMatchObject([{ verdict: 'conformant' }]);
});

// Why: the exemption of a run that cannot decide outranked the gap of the run that was to make it good.
test.each([
  ['a missing permission', missing],
  ['an error', { outcome: 'error' }],
] as const)('what needs a server of its own and ended there in %s is not decided', (_, gap) => {
  const [there, here] = [report('there', [passed, exempt]), report('here', [passed, gap])];
  for (const joined of [join(there, here), join(here, there)])
    expect(joined.conformance).toMatchObject([
      { verdict: 'not-decided', mandatory: { met: 1, exempt: 0, missing: 1 }, exemptions: [] },
    ]);
});

test('an installation that could have decided outranks one that could not', () => {
  const there = report('there', [passed, exempt]);
  const other = (outcome: Outcome) => report('here', [passed, outcome], { target: there.target });
  expect(join(there, other(exempt)).conformance).toMatchObject([{ verdict: 'conformant', mandatory: { exempt: 1 } }]);
  expect(join(there, other(missing)).conformance).toMatchObject([
    { verdict: 'not-decided', mandatory: { missing: 1 } },
  ]);
});

// Why: runs of one storage mode each exempted each other from what neither of them decided.
test('a storage mode that another run offers is no exemption', () => {
  const elsewhere = { outcome: 'not-applicable', reason: 'storage-mode-not-offered' } as const;
  const there = report('there', [passed, exempt]);
  const inDatabase = (kind: 'image' | 'installation') =>
    report('here', [elsewhere, elsewhere], { target: { ...there.target, kind, storageModes: ['database'] } });
  expect(join(there, inDatabase('installation')).conformance).toMatchObject([
    { verdict: 'conformant', exemptions: [{ reason: 'needs-own-server', pairs: 1 }] },
  ]);
  expect(join(there, inDatabase('image')).conformance).toMatchObject([
    {
      verdict: 'not-decided',
      reasons: ['1 mandatory check did not apply, because no joined run offers what it takes'],
    },
  ]);
});

// Why: one scenario in kind, joined with a single-user installation, was "multi-user conformant".
test('a filtered run stays filtered, and one that lost results stays incomplete', () => {
  const there = report('there', [passed, exempt]);
  const options = { filtered: true, strict: false, claimed: [], required: [] };
  expect(join(there, report('here', [undefined, passed], { options })).conformance).toMatchObject([
    { verdict: 'not-decided', reasons: ['run here was filtered'] },
  ]);
  expect(join(there, report('here', [undefined, passed])).conformance).toMatchObject([
    { verdict: 'not-decided', reasons: ['run here has no result of 1 check'] },
  ]);
  expect(join(there, report('here', [passed, passed], { options })).conformance).toMatchObject([
    { verdict: 'conformant' },
  ]);
});

// Why: a pass in kind must not hide a failure of the installation.
test('what any run found unmet stays unmet, in whatever order they are given', () => {
  const failing = report('there', [passed, { outcome: 'known-failure' }]);
  const passing = report('here', [passed, passed]);
  for (const joined of [join(failing, passing), join(passing, failing)])
    expect(joined).toMatchObject({
      gate: { passed: false, reasons: ['--require-conformance core: not conformant'] },
      conformance: [{ verdict: 'not-conformant', reasons: ['R-02 in kubernetes/rest'] }],
    });
});

test('the gate is that of all runs, and a broken or interrupted run supports no claim', () => {
  const good = report('there', [passed, passed]);
  const stale = join(good, report('here', [passed, { outcome: 'stale-baseline' }]));
  expect(stale.gate).toMatchObject({ passed: false, reasons: ['run here: 1 stale-baseline'] });
  const lost = report('here', [passed, passed], { verdicts: { gate: { broken: ['lost'] }, conformance: [] } });
  expect(join(good, lost)).toMatchObject({
    gate: { passed: false, broken: ['run here had errors: lost'] },
    conformance: [{ verdict: 'not-decided' }],
  });
  const cut = report('here', [passed, passed], { run: { id: 'here', complete: false } });
  expect(join(good, cut).gate.broken).toEqual(['run here was interrupted']);
});

test('runs of other builds, of unknown builds and of other suites are refused, and both are named', () => {
  const there = report('there', [passed, passed]);
  const target = (digests: readonly string[]) => ({ target: { ...there.target, digests } });
  expect(() => join(there, report('here', [passed, passed], target(['sha256:other'])))).toThrow(
    'runs there and here are not known to have tested the same build: the first has sha256:bbbbbbbbbbbb, sha256:there, the second sha256:other',
  );
  expect(() => join(there, report('here', [passed, passed], target([])))).toThrow(/the second no digest$/);
  const unread = { run: { id: 'here', complete: true, unreadDigests: 'the user may not list pods' } };
  // Why: nothing said why one of the runs had no digest.
  expect(() => join(there, report('here', [passed, passed], { ...target([]), ...unread }))).toThrow(
    'the second no digest (they could not be read: the user may not list pods)',
  );
  expect(() => join(there, report('here', [passed, passed], { ...target(['sha256:other']), ...unread }))).toThrow(
    'the second sha256:other (others could not be read: the user may not list pods)',
  );
  for (const other of [
    { version: '9.9.9', digest: suite.digest },
    { version: suite.version, digest: 'sha256:other' },
  ])
    expect(() => join(there, report('here', [passed, passed], { suite: other }))).toThrow(
      `run here was made by other suites (version ${other.version}`,
    );
});
