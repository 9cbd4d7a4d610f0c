import { expect, test } from 'vitest';
import { BlockedError } from '../judgement/check-error.ts';
import { withAspectRecord } from '../scenarios/aspect-record.ts';
import { assert, soft } from '../scenarios/assert.ts';
import { preconditions } from './precondition.ts';

const given = preconditions((text) => text);

// Why: aspects that can only block a check counted as some that it compares, and no mutant could ever fail them.
test('what a step compares inside of a check is no aspect of it, and blocks it even where it is soft', async () => {
  const { compared, findings, failure } = await withAspectRecord(async () => {
    assert.equal(1, 1, 'its own');
    await given('a step', async () => soft.equal(1, 2, "the step's"));
  });
  expect([...compared]).toEqual(['its own']);
  expect(findings).toEqual([]);
  expect(failure).toBeInstanceOf(BlockedError);
});
