import { expect, test } from 'vitest';
import { modeCounts } from './mode-counts.ts';
import type { CheckEntry, RequirementResult } from './schema.ts';

const entry = (outcome: CheckEntry['outcome']): { outcome: CheckEntry['outcome']; checks: CheckEntry[] } => ({
  outcome,
  checks: [{ scenario: 'one', profile: 'core', outcome }],
});

const requirement = (id: string, [database, rest, crd]: readonly (CheckEntry['outcome'] | undefined)[]) =>
  ({
    id,
    lanes: {
      ...(database && { 'database/rest': entry(database) }),
      ...(rest && { 'kubernetes/rest': entry(rest) }),
      ...(crd && { 'kubernetes/crd': entry(crd) }),
    },
  }) as RequirementResult;

test('each requirement that fails stands where it fails, once', () => {
  const requirements = [
    requirement('A-01', ['failed', 'passed', 'known-failure']),
    requirement('A-02', ['passed', 'blocked', 'passed']),
    requirement('A-03', ['known-failure', 'passed', 'recorded']),
    requirement('A-04', ['not-applicable', 'passed', 'failed']),
    requirement('A-05', [undefined, 'failed', undefined]),
    requirement('A-06', ['stale-baseline', 'passed', 'error']),
    requirement('A-07', ['failed', undefined, undefined]),
    requirement('PAR-01', ['not-applicable', 'failed', 'failed']),
  ];
  expect(modeCounts({ requirements })).toEqual({
    both: ['A-01'],
    kubernetesOnly: ['A-02'],
    databaseOnly: ['A-03', 'A-07'],
    kubernetesRules: ['A-04', 'A-05'],
  });
});
