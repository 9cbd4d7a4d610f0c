import { describe, expect, test } from 'vitest';
import { noFeatures } from '../contract/feature.ts';
import { loadRequirements } from '../contract/load-requirements.ts';
import { storageModes, type LaneName } from '../contract/lane-name.ts';
import type { NotApplicableReason, Outcome } from '../contract/outcome.ts';
import { profiles, type Profile, type Requirement } from '../contract/requirement.ts';
import { loadSuites } from '../scenarios/load-suites.ts';
import type { PlacedCheck } from './check-list.ts';
import { expectedChecks, type DeclaredCheck } from './expected-checks.ts';
import type { RunFacts } from './run-facts.ts';
import type { CheckEntry } from './schema.ts';
import { wholeProfiles, wholeSelection, type Selection } from './selection.ts';
import { conformanceVerdicts, type ConformanceInput } from './verdicts.ts';

const requirement = (id: string, more: Partial<Requirement> = {}): Requirement => ({
  id,
  area: id.split('-')[0] ?? '',
  level: 'MUST',
  profile: 'core',
  text: '',
  source: '',
  lanes: ['database/rest'],
  laneExclusions: {},
  databaseDependent: false,
  ...more,
});

const facts: RunFacts = {
  features: { database: noFeatures, kubernetes: { ...noFeatures, webhook: true } },
  release: 'unknown',
  storageModes,
  installation: false,
};

interface Told {
  readonly requirement?: Partial<Requirement>;
  readonly declared?: Partial<DeclaredCheck>;
  /** Absent: the run has no result of the check. */
  readonly check?: Partial<CheckEntry> & { readonly outcome: Outcome };
  readonly lane?: LaneName;
}

/** Judges checks of requirements … each with one declared check in one lane. */
const judge = (told: readonly Told[], more: Partial<ConformanceInput> = {}) => {
  const catalogue = new Map<string, Requirement>();
  const declared: DeclaredCheck[] = [];
  const checks: PlacedCheck[] = [];
  for (const [index, one] of told.entries()) {
    const lane = one.lane ?? 'database/rest';
    const own = requirement(`R-0${index + 1}`, { lanes: [lane], ...one.requirement });
    const place = { requirement: own.id, lane, scenario: 'story', profile: own.profile };
    catalogue.set(own.id, own);
    declared.push({ ...place, features: [], observed: [lane], compared: [], ...one.declared });
    if (one.check !== undefined)
      checks.push({
        requirement: { ...own, vulnerability: false, lanes: {} } as unknown as PlacedCheck['requirement'],
        lane,
        check: { scenario: 'story', profile: own.profile, ...one.check },
      });
  }
  const input = { catalogue, declared, selected: declared, facts, strict: false, claimed: [], whole: profiles };
  return conformanceVerdicts(checks, { ...input, partialBecause: 'the run was filtered', ...more });
};
const passed: Told = { check: { outcome: 'passed' } };
const absent = (reason?: NotApplicableReason, message?: string): Told => ({
  check: { outcome: 'not-applicable', ...(reason && { reason }), ...(message !== undefined && { message }) },
});

test('conformant: every mandatory pair has a passed check or an exemption', () => {
  expect(judge([passed, { check: { outcome: 'stale-baseline' } }])[0]).toMatchObject({
    verdict: 'conformant',
    mandatory: { requirements: 2, undecided: 0, met: 2, unmet: 0, exempt: 0, missing: 0 },
  });
});

// Why: reasons that spoil a verdict were listed, so a check that did not apply for any other reason, or for none, and a
// check without a result left the profile conformant.
test.each([
  ['no result', {}],
  ['no reason', absent()],
  ['an unproved lack of a feature', absent('feature-not-claimed')],
  ['lane', absent('lane')],
  ['manifests-not-supplied', absent('manifests-not-supplied')],
  ['permission-missing', absent('permission-missing')],
  ['capability-not-offered', absent('capability-not-offered')],
  ['disruption-not-allowed', absent('disruption-not-allowed')],
  ['an unproved before-introduced', absent('before-introduced')],
  ['an offered storage mode', absent('storage-mode-not-offered')],
  ['needs-own-server of an own server', absent('needs-own-server')],
  ['an error', { check: { outcome: 'error' } }],
  ['a recorded value', { check: { outcome: 'recorded' } }],
] as const satisfies readonly (readonly [string, Told])[])('%s leaves the profile undecided', (_, told) => {
  expect(judge([passed, told])[0]).toMatchObject({
    verdict: 'not-decided',
    mandatory: { met: 1, exempt: 0, missing: 1 },
  });
});

// Why: the old judge called a report conformant in which every check but those of area FEA was not applicable.
test('a report of the real suites in which only area FEA is decided is not conformant', async () => {
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  const declared = expectedChecks(scenarios, wholeSelection, catalogue);
  const verdicts = (reason?: NotApplicableReason) =>
    conformanceVerdicts(
      declared.map(({ requirement: id, lane, scenario, profile }): PlacedCheck => ({
        requirement: { ...catalogue.get(id), lanes: {} } as unknown as PlacedCheck['requirement'],
        lane,
        check: {
          scenario,
          profile,
          ...(id.startsWith('FEA-') ? { outcome: 'passed' } : { outcome: 'not-applicable', ...(reason && { reason }) }),
        },
      })),
      {
        catalogue,
        declared,
        selected: declared,
        facts,
        strict: false,
        claimed: [],
        whole: profiles,
        partialBecause: '',
      },
    );
  for (const reason of [undefined, 'feature-not-claimed', 'before-introduced'] as const) {
    const found = verdicts(reason);
    expect(found.map(({ verdict }) => verdict)).not.toContain('conformant');
    expect(found[0]?.mandatory.missing).toBeGreaterThan(200);
  }
});

test('a pair of the catalogue for which nothing is declared is missing', () => {
  const two = new Map(['R-01', 'R-09'].map((id) => [id, requirement(id)]));
  expect(judge([passed], { catalogue: two })[0]).toMatchObject({
    verdict: 'not-decided',
    reasons: ['no check is declared for 1 mandatory requirement'],
  });
});

test('a pair is unmet by one of its checks, missing by one of its checks, and exempt only if all its checks are', () => {
  const catalogue = new Map([['R-01', requirement('R-01')]]);
  const pair = (...told: readonly Told[]) => {
    const [first] = told;
    const declared = told.map((_, index): DeclaredCheck => ({
      requirement: 'R-01',
      lane: 'database/rest',
      scenario: `story-${index}`,
      profile: 'core',
      features: ['v1beta1'],
      observed: ['database/rest'],
      compared: [],
    }));
    const checks = told.map(({ check }, index): PlacedCheck => ({
      requirement: { id: 'R-01' } as unknown as PlacedCheck['requirement'],
      lane: 'database/rest',
      check: { outcome: 'error', profile: 'core', ...check, scenario: `story-${index}` },
    }));
    const input = { catalogue, declared, selected: declared, facts, strict: false, claimed: [], whole: profiles };
    expect(first).toBeDefined();
    return conformanceVerdicts(checks, { ...input, partialBecause: '' })[0]?.mandatory;
  };
  const failed: Told = { check: { outcome: 'failed' } };
  const lack = absent('feature-not-claimed');
  expect(pair(passed, failed)).toMatchObject({ unmet: 1 });
  expect(pair(failed, { check: { outcome: 'error' } })).toMatchObject({ unmet: 1 });
  expect(pair(passed, { check: { outcome: 'error' } })).toMatchObject({ missing: 1 });
  expect(pair(passed, absent('permission-missing'))).toMatchObject({ missing: 1 });
  expect(pair(passed, lack)).toMatchObject({ met: 1 });
  expect(pair(lack, lack)).toMatchObject({ exempt: 1 });
});

describe('an unmet MUST', () => {
  test.each(['failed', 'known-failure', 'blocked'] as const)('%s makes the profile not conformant', (outcome) => {
    expect(judge([passed, { check: { outcome } }])[0]).toMatchObject({
      verdict: 'not-conformant',
      reasons: ['R-02 in database/rest'],
      unmet: [{ requirement: 'R-02', lane: 'database/rest' }],
    });
  });

  // Why: a filtered, interrupted or broken run hid a failed MUST behind "not decided".
  test('does so whatever else broke', () => {
    expect(judge([{ check: { outcome: 'failed' } }, {}], { whole: [] })[0]?.verdict).toBe('not-conformant');
  });
});

test('the reasons say how many checks did not apply, and why', () => {
  const told = [
    passed,
    absent('permission-missing', 'the user may not'),
    absent('permission-missing', 'the user may not'),
  ];
  expect(judge([...told, {}, { check: { outcome: 'error', message: 'secret detail' } }])[0]).toMatchObject({
    verdict: 'not-decided',
    reasons: [
      '2 mandatory checks did not apply, because the user may not',
      '1 mandatory check has no result',
      '1 mandatory check ended in error',
    ],
  });
});

describe('exemptions', () => {
  test('a storage mode that is not offered; the verdict names the modes that are', () => {
    const inKubernetes = { ...absent('storage-mode-not-offered'), lane: 'kubernetes/crd' } as const;
    const database = { ...facts, storageModes: ['database'] } as const;
    expect(judge([passed, inKubernetes], { facts: database })[0]).toMatchObject({
      verdict: 'conformant',
      modes: ['database'],
      exemptions: [{ reason: 'storage-mode-not-offered', pairs: 1 }],
    });
  });

  test('a comparison with a lane of a storage mode that is not offered', () => {
    const compared = {
      ...absent('storage-mode-not-offered'),
      lane: 'kubernetes/rest',
      declared: { observed: ['database/rest', 'kubernetes/rest'] },
    } as const;
    const kubernetes = { ...facts, storageModes: ['kubernetes'] } as const;
    const met = { ...passed, lane: 'kubernetes/rest' } as const;
    expect(judge([met, compared], { facts: kubernetes })[0]?.verdict).toBe('conformant');
    expect(judge([met, { ...compared, declared: {} }], { facts: kubernetes })[0]?.verdict).toBe('not-decided');
  });

  test('what needs a server of its own, on an installation', () => {
    expect(judge([passed, absent('needs-own-server')], { facts: { ...facts, installation: true } })[0]).toMatchObject({
      verdict: 'conformant',
      exemptions: [{ reason: 'needs-own-server', pairs: 1 }],
    });
  });

  test('an optional feature that the target was found to lack, by name', () => {
    const lack = { ...absent('feature-not-claimed'), declared: { features: ['v1beta1'] } } as const;
    expect(judge([passed, lack])[0]).toMatchObject({
      verdict: 'conformant',
      exemptions: [{ reason: 'feature-not-claimed', feature: 'v1beta1', pairs: 1 }],
    });
    const has = { ...facts, features: { database: { ...noFeatures, v1beta1: true } } };
    expect(judge([passed, lack], { facts: has })[0]?.verdict).toBe('not-decided');
    expect(judge([passed, lack], { facts: { ...facts, features: {} } })[0]?.verdict).toBe('not-decided');
    for (const features of [['webhook'], ['loopback-package-url']] as const)
      expect(judge([passed, { ...lack, declared: { features } }])[0]?.verdict).toBe('not-decided');
  });

  test('a requirement that is not in force in the release, by the catalogue alone', () => {
    const older = { facts: { ...facts, release: '2.16.0' } };
    const later: Told = { ...absent('before-introduced'), requirement: { since: '2.17.0' } };
    expect(judge([passed, later], older)[0]).toMatchObject({
      verdict: 'conformant',
      exemptions: [{ reason: 'before-introduced', pairs: 1 }],
    });
    expect(judge([passed, { ...later, requirement: { since: '2.16.0' } }], older)[0]?.verdict).toBe('not-decided');
    expect(judge([passed, later])[0]?.verdict).toBe('not-decided');
  });

  test('a comparison with a lane in which no requirement of the scenario is in force', () => {
    const older = { facts: { ...facts, release: '2.16.0' } };
    const later = { requirement: { since: '2.17.0' }, ...absent('before-introduced') } as const;
    const compared = (...ids: string[]) => ({ ...absent('before-introduced'), declared: { compared: [ids] } });
    expect(judge([passed, later, compared('R-02')], older)[0]?.verdict).toBe('conformant');
    expect(judge([passed, later, compared('R-01', 'R-02')], older)[0]?.verdict).toBe('not-decided');
  });

  test('do not make a profile conformant of which nothing is met', () => {
    expect(judge([absent('needs-own-server')], { facts: { ...facts, installation: true } })[0]).toMatchObject({
      verdict: 'not-decided',
      reasons: ['no mandatory requirement was found to be met'],
    });
  });
});

// Why: the modes were those that the host offers, so a run of Kubernetes lanes claimed both.
test('the modes of a verdict are those in which a mandatory requirement was decided', () => {
  const inKubernetes = (outcome: Outcome): Told => ({ lane: 'kubernetes/rest', check: { outcome } });
  expect(judge([inKubernetes('passed')])[0]).toMatchObject({ verdict: 'conformant', modes: ['kubernetes'] });
  expect(judge([inKubernetes('failed'), {}])[0]).toMatchObject({ verdict: 'not-conformant', modes: ['kubernetes'] });
  expect(judge([passed, inKubernetes('passed')])[0]?.modes).toEqual(['database', 'kubernetes']);
});

test('requirements that no version of the suites decides yet count, and are named by their number', () => {
  const catalogue = new Map([
    ['R-01', requirement('R-01')],
    ['R-02', requirement('R-02', { lanes: [], excluded: 'not decided yet', undecided: true })],
    ['R-03', requirement('R-03', { lanes: [], excluded: 'not decided yet', undecided: true, level: 'SHOULD' })],
  ]);
  expect(judge([passed], { catalogue })[0]).toMatchObject({
    verdict: 'conformant',
    mandatory: { requirements: 2, undecided: 1 },
  });
  expect(judge([passed], { catalogue, strict: true })[0]?.mandatory).toMatchObject({ requirements: 3, undecided: 2 });
});

test('a failed SHOULD is a warning, and counts as failed with --strict', () => {
  const should: Told = { requirement: { level: 'SHOULD' }, check: { outcome: 'failed' } };
  expect(judge([passed, should])[0]).toMatchObject({ verdict: 'conformant', warnings: ['R-02 in database/rest'] });
  expect(judge([passed, should], { strict: true })[0]?.verdict).toBe('not-conformant');
});

test('a filtered run decides no conformance, and gives the filter as the reason', () => {
  expect(judge([passed, {}], { whole: [] })[0]).toMatchObject({
    verdict: 'not-decided',
    reasons: ['the run was filtered'],
  });
});

test('a check counts for its own profile, not for that of its requirement', () => {
  const inProfile = (profile: Profile, outcome: Outcome): Told => ({
    requirement: { profile },
    check: { outcome, profile },
  });
  const found = judge([passed, inProfile('multi-user', 'failed')]);
  expect(found.map(({ profile, verdict }) => [profile, verdict])).toEqual([
    ['core', 'conformant'],
    ['multi-user', 'not-conformant'],
  ]);
});

describe('a feature that a profile requires', () => {
  const lacks = (feature: string) => [`the target lacks the feature ${feature}, which the profile requires`];
  const shared = (check: Told['check'] = { outcome: 'not-applicable', reason: 'feature-not-claimed' }): Told => ({
    lane: 'kubernetes/rest',
    requirement: { profile: 'shared-namespace' },
    declared: { features: ['shared-namespace'] },
    check,
  });
  const kubernetes = (features: object) => ({
    facts: { ...facts, features: { kubernetes: { ...noFeatures, webhook: true, ...features } } },
  });

  test('leaves a profile that consists of it unclaimed, or not conformant if it is claimed', () => {
    expect(judge([shared()])[0]).toMatchObject({ verdict: 'not-claimed', reasons: lacks('shared-namespace') });
    expect(judge([shared()], { claimed: ['shared-namespace'] })[0]).toMatchObject({
      verdict: 'not-conformant',
      reasons: lacks('shared-namespace'),
    });
  });

  // Why: a known failure of a MUST was hidden behind "not claimed".
  test('does not hide an unmet requirement of an unclaimed profile that applies without it', () => {
    const failed: Told = { requirement: { profile: 'shared-namespace' }, check: { outcome: 'known-failure' } };
    expect(judge([shared(), failed])[0]).toMatchObject({
      verdict: 'not-conformant',
      reasons: [...lacks('shared-namespace'), 'R-02 in database/rest'],
    });
  });

  test('is no exemption of its checks', () => {
    expect(judge([shared()], kubernetes({ 'shared-namespace': true }))[0]?.verdict).toBe('not-decided');
    expect(judge([shared({ outcome: 'passed' })], kubernetes({ 'shared-namespace': true }))[0]?.verdict).toBe(
      'conformant',
    );
    expect(judge([shared()], { facts: { ...facts, features: {} } })[0]?.verdict).toBe('not-decided');
  });

  // Why: with no webhook, MUST checks of core that ask for it were not applicable, and core was conformant.
  test('webhook: a target without it that stores pipelines in the Kubernetes API is not conformant', () => {
    expect(judge([passed], kubernetes({ webhook: false }))[0]).toMatchObject({
      verdict: 'not-conformant',
      reasons: lacks('webhook'),
    });
    expect(judge([passed], { facts: { ...facts, features: { database: noFeatures } } })[0]).toMatchObject({
      verdict: 'not-decided',
      reasons: ['the feature webhook was not probed in kubernetes mode'],
    });
    const database: RunFacts = { ...facts, features: { database: noFeatures }, storageModes: ['database'] };
    expect(judge([passed], { facts: database })[0]?.verdict).toBe('conformant');
  });
});

test('a run of one profile decides that profile', () => {
  const of = (selection: Partial<Selection>) => wholeProfiles({ ...wholeSelection, ...selection });
  expect(of({})).toEqual(profiles);
  expect(of({ profiles: ['multi-user'] })).toEqual(['multi-user']);
  expect(of({ profiles: ['multi-user'], lanes: ['database/rest'] })).toEqual([]);
});
