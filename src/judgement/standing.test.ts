import { expect, test } from 'vitest';
import { noFeatures } from '../contract/feature.ts';
import type { RunFacts } from './run-facts.ts';
import type { CheckEntry } from './schema.ts';
import { joinedStanding, standingOf, type Place } from './standing.ts';

const place: Place = {
  requirement: {},
  declared: {
    requirement: 'R-01',
    lane: 'kubernetes/rest',
    scenario: 'story',
    profile: 'core',
    features: ['v1beta1'],
    observed: ['database/rest', 'kubernetes/rest'],
    compared: [['R-02'], ['R-01']],
  },
  profile: 'core',
  catalogue: new Map(),
};
const run = (reason: NonNullable<CheckEntry['reason']>, more: Partial<RunFacts> = {}) => {
  const facts: RunFacts = {
    features: { kubernetes: noFeatures },
    release: '2.16.0',
    storageModes: ['database', 'kubernetes'],
    installation: false,
    ...more,
  };
  const check = { scenario: 'story', profile: 'core', outcome: 'not-applicable', reason } as const;
  return { standing: standingOf(check, place, facts), facts };
};

// Why: a check that failed in less than the baseline lists counted as met, so that a target could be conformant.
test('a stale entry is met only if nothing fails', () => {
  const { facts } = run('lane');
  const of = (more: Partial<CheckEntry>) =>
    standingOf({ scenario: 'story', profile: 'core', outcome: 'stale-baseline', ...more }, place, facts).is;
  expect(of({})).toBe('met');
  expect(of({ deviations: { status: { expected: '200', observed: '500' } } })).toBe('unmet');
});

// Why: one run of the build had the feature, and the claim said that the target lacks it.
test('a feature that another run found is no exemption', () => {
  const lacking = run('feature-not-claimed');
  const other = (has: boolean, storageModes: RunFacts['storageModes']) =>
    run('storage-mode-not-offered', {
      features: { kubernetes: { ...noFeatures, v1beta1: has } },
      storageModes,
    });
  expect(joinedStanding([lacking, lacking], place)).toMatchObject({ exemption: { feature: 'v1beta1' } });
  // Its own probe was of one of the two modes, which says nothing about the comparison.
  expect(joinedStanding([lacking, other(true, ['kubernetes'])], place)).toMatchObject({
    exemption: { feature: 'v1beta1' },
  });
  const installation = run('needs-own-server', { features: {}, installation: true });
  expect(joinedStanding([lacking, installation], place)).toEqual({
    is: 'missing',
    gap: { kind: 'not-applicable', cause: 'no joined run offers what it takes' },
  });
});

test('a requirement is not yet in force only if it is so in the release of every run', () => {
  const later: Place = { ...place, requirement: { since: '2.17.0' } };
  const at = (release: string) => {
    const { facts } = run('lane', { release });
    return { standing: standingOf(undefined, later, facts), facts };
  };
  expect(joinedStanding([at('2.16.0'), at('2.15.0')], later)).toMatchObject({
    exemption: { reason: 'before-introduced' },
  });
  expect(joinedStanding([at('2.16.0'), at('2.17.0')], later)).toMatchObject({ gap: { kind: 'no-result' } });
});
