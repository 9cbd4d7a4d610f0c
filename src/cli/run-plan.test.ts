import { expect, test } from 'vitest';
import { planRun } from './run-plan.ts';

test('--baseline-of-another without a baseline is a usage error', async () => {
  const options = {
    target: 'reference',
    environment: 'local',
    namespacePool: [],
    allow: [],
    lane: [],
    area: [],
    requirement: [],
    profile: [],
    scenario: ['pipeline-created-twice'],
    strict: false,
    thorough: false,
    requireConformance: [],
    output: '',
  };
  await expect(planRun({ ...options, baselineOfAnother: true })).rejects.toThrow(/--baseline-of-another: expected/);
  expect((await planRun(options)).baseline).toBeUndefined();
});
