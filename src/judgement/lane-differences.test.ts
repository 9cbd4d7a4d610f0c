import { expect, test } from 'vitest';
import { differingRequirements } from './lane-differences.ts';
import type { CheckEntry, Report, RequirementResult } from './schema.ts';

const requirement = (id: string, ...outcomes: readonly CheckEntry['outcome'][]) =>
  ({
    id,
    lanes: Object.fromEntries(
      outcomes.map((outcome, at) => [['database/rest', 'kubernetes/rest'][at], { checks: [{ outcome }] }]),
    ),
  }) as unknown as RequirementResult;

test('a lane that fails in less than is listed does not meet the requirement', () => {
  const requirements = [
    requirement('A-01', 'passed', 'stale-baseline'),
    requirement('A-02', 'passed', 'stale-baseline'),
  ];
  const deviations = { status: { expected: '200', observed: '500' } };
  Object.assign(requirements[1]?.lanes['kubernetes/rest']?.checks[0] ?? {}, { deviations });
  expect([...differingRequirements({ requirements, differences: [] })]).toEqual(['A-02']);
});

test('lanes differ where one meets a requirement and another does not, or where they observed something else', () => {
  const requirements = [
    requirement('A-01', 'passed', 'known-failure'),
    requirement('A-02', 'failed', 'blocked'),
    requirement('A-03', 'passed', 'passed'),
    requirement('A-04', 'not-applicable', 'failed'),
    requirement('A-05', 'passed', 'passed'),
  ];
  const differences = [{ requirement: 'A-05' }] as Report['differences'];
  expect([...differingRequirements({ requirements, differences })]).toEqual(['A-01', 'A-05']);
});
