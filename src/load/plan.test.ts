import { expect, test } from 'vitest';
import { planSchema } from './plan.ts';

// Why: a report has one place for each operation, lane and number of pipelines, and would show one of two numbers.
test('an operation that is named twice is refused', () => {
  const plan = { name: 'own', objects: [100], loop: { kind: 'closed', iterations: 5 } };
  expect(planSchema.safeParse({ ...plan, operations: ['create', 'walk'] }).success).toBe(true);
  expect(() => planSchema.parse({ ...plan, operations: ['create', 'walk', 'create'] })).toThrow(
    'expected each operation once',
  );
});
