import { expect, test } from 'vitest';
import { claimCounts } from './claim-counts.ts';
import type { CheckEntry, Report, RequirementResult } from './schema.ts';

const requirement = (id: string, level: string, ...checks: readonly Partial<CheckEntry>[]) =>
  ({
    id,
    level,
    lanes: {
      'kubernetes/rest': {
        checks: checks.map((check, at) => ({ scenario: `s-${at}`, profile: 'core', ...check })),
      },
    },
  }) as unknown as RequirementResult;

const report = (strict: boolean) =>
  ({
    options: { strict },
    requirements: [
      requirement('A-01', 'MUST', { outcome: 'passed' }, { outcome: 'stale-baseline' }),
      requirement('A-02', 'MUST', { outcome: 'passed' }, { outcome: 'known-failure' }),
      requirement('A-03', 'MUST', { outcome: 'passed' }, { outcome: 'error' }),
      requirement('A-04', 'MUST', { outcome: 'passed' }, { outcome: 'not-applicable', reason: 'needs-own-server' }),
      requirement('A-05', 'MUST', { outcome: 'not-applicable', reason: 'capability-not-offered' }),
      requirement('A-06', 'SHOULD', { outcome: 'failed' }),
      requirement('A-08', 'MUST', { outcome: 'stale-baseline', deviations: { a: { expected: '', observed: '' } } }),
      requirement('A-07', 'MUST', { outcome: 'failed', profile: 'multi-user' }),
    ],
    verdicts: { conformance: [{ profile: 'core', mandatory: { requirements: 7, undecided: 1 } }] },
  }) as unknown as Report;

test('a requirement holds if a check is met, none is unmet, and all others are exempt', () => {
  expect(claimCounts(report(false))).toEqual([
    { profile: 'core', requirements: 7, held: ['A-01', 'A-04'], failing: ['A-02', 'A-08'], undecided: 1, open: 2 },
  ]);
});

test('SHOULD counts in a strict run', () => {
  expect(claimCounts(report(true))[0]?.failing).toEqual(['A-02', 'A-06', 'A-08']);
});
