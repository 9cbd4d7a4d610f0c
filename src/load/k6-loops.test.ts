import { expect, test } from 'vitest';
import { builtInPlans } from './built-in-plans.ts';
import { operationNames } from '../contract/load-operation.ts';
import { capacityLoop, measuredLoop, mostIterations } from './k6-loops.ts';

const { quick, smoke } = builtInPlans;

test('the capacity of a write is measured with several writes of each virtual user, and ends also behind a limiter', () => {
  expect(capacityLoop(quick, 'create', 1_000)).toMatchObject({
    iterations: 200,
    loop: { kind: 'count', virtualUsers: 20, mostSeconds: 9 },
  });
  expect(capacityLoop(quick, 'create', 10_000).iterations).toBe(500);
  expect(capacityLoop(quick, 'create', 1_000_000).iterations).toBe(2_000);
});

test('the capacity of a read is measured for some seconds', () => {
  expect(capacityLoop(quick, 'get-known', 1_000).loop).toMatchObject({ kind: 'seconds', seconds: 3 });
});

test('the offered rate is the planned one, or 60 % of what the target can do', () => {
  expect(measuredLoop(quick, 'create').loop).toMatchObject({ iterations: 50, perSeconds: 1 });
  expect(measuredLoop(quick, 'create', 1_000).loop).toMatchObject({ iterations: 50, perSeconds: 1 });
  expect(measuredLoop(quick, 'create', 5).loop).toMatchObject({ iterations: 30, perSeconds: 10 });
  expect(measuredLoop(quick, 'create', 0.5).loop).toMatchObject({ iterations: 18, perSeconds: 60 });
});

test('a closed plan has its iterations, and no capacity', () => {
  expect(measuredLoop(smoke, 'create').loop).toEqual({ kind: 'count', iterations: 8, virtualUsers: 4 });
});

test('a slow target is measured for as long as the quantile needs, up to the limit of the plan, and then for a lower one', () => {
  const lasts = (operation: 'create' | 'list-first-page', capacity: number) => {
    const { loop, quantile } = measuredLoop(quick, operation, capacity);
    return { seconds: loop.kind === 'rate' && loop.seconds, quantile };
  };
  expect(lasts('create', Infinity)).toEqual({ seconds: 8, quantile: 99 });
  // 368 samples tell p99, and a few are spare: at 15 a second.
  expect(lasts('create', 25)).toEqual({ seconds: 26, quantile: 99 });
  // At 3 a second, a minute has 180.
  expect(lasts('create', 5)).toEqual({ seconds: 13, quantile: 90 });
  expect(lasts('create', 0.5)).toEqual({ seconds: 24, quantile: 50 });
  expect(lasts('list-first-page', 5)).toEqual({ seconds: 13, quantile: 90 });
  // Six samples tell p50; at 1 in a minute there is one.
  expect(lasts('create', 0.01)).toEqual({ seconds: 60, quantile: 50 });
});

test('no capacity makes a loop begin more iterations than are kept free for it', () => {
  for (const plan of [quick, builtInPlans.requirements, builtInPlans['100k']])
    for (const operation of operationNames) {
      const kept = mostIterations(plan, operation);
      const tooMany = Array.from({ length: 4_000 }, (_, step) => 0.1 * (step + 1)).filter(
        (capacity) => measuredLoop(plan, operation, capacity).iterations > kept,
      );
      expect(tooMany, `${plan.name} ${operation}`).toEqual([]);
    }
});

// Why: a writer that creates a pipeline of an earlier loop is refused.
test('indices are kept free for the writers beside walks', () => {
  expect(measuredLoop(smoke, 'walk-beside-writers').iterations).toBe(8 + 50 * 8);
  expect(measuredLoop(quick, 'walk-beside-writers').iterations).toBeGreaterThan(10_000);
  expect(measuredLoop(quick, 'walk').iterations).toBe(9);
});
