import { expect, test } from 'vitest';
import { planRun } from './run-plan.ts';
import { runOptions } from './testing/run-options.ts';

test('--baseline-of-another without a baseline is a usage error', async () => {
  const options = { ...runOptions, scenario: ['pipeline-created-twice'] };
  await expect(planRun({ ...options, baselineOfAnother: true })).rejects.toThrow(/--baseline-of-another: expected/);
  expect((await planRun(options)).baseline).toBeUndefined();
});
