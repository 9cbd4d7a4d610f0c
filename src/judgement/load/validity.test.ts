import { assert, constantFrom, double, nat, pre, property, record, tuple, type Arbitrary } from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Distribution } from './schema.ts';
import { invalidities, type Observed } from './validity.ts';

const grid = [50, 99];

const distribution = (count: number, p50: number, p99: number): Distribution => ({
  count,
  min: 0,
  max: p99,
  mean: p50,
  grid: [p50, p99],
});

const valid: Observed = {
  iterations: 1000,
  dropped: 0,
  interrupted: 0,
  scriptErrors: 0,
  wrongAnswers: 0,
  throttled: 0,
  loop: 'open',
  service: distribution(1000, 10, 20),
  lag: distribution(1000, 0, 1),
  grid,
  longestConnectMs: 0,
  quantile: 99,
  store: { expected: 10, counted: 10 },
};

const reasons = (changes: Partial<Observed>) => invalidities({ ...valid, ...changes }).map(({ reason }) => reason);

test('nothing is said against a measurement without a fault', () => {
  expect(invalidities(valid)).toEqual([]);
});

describe('each fault alone is its reason', () => {
  it.each<[string, Partial<Observed>]>([
    ['dropped-iterations', { dropped: 1 }],
    ['interrupted-iterations', { interrupted: 1 }],
    ['script-errors', { scriptErrors: 1 }],
    ['wrong-answers', { wrongAnswers: 1 }],
    ['wrong-answers', { throttled: 1 }],
    ['cold-connections', { longestConnectMs: 0.4 }],
    ['state-changed', { store: { expected: 10, counted: 11 } }],
    ['no-samples', { iterations: 0, service: undefined }],
    ['no-samples', { service: undefined }],
    // The eleven requests of an iteration are no eleven samples.
    ['too-few-samples', { iterations: 300, service: distribution(3300, 10, 20) }],
    ['schedule-lag', { lag: distribution(1000, 0, 3.1) }],
  ])('%s: %o', (reason, changes) => {
    expect(reasons(changes)).toEqual([reason]);
  });
});

describe('the schedule', () => {
  it('may lag by two milliseconds and a tenth of the median', () => {
    expect(reasons({ lag: distribution(1000, 0, 3) })).toEqual([]);
    expect(reasons({ service: distribution(1000, 100, 120), lag: distribution(1000, 0, 12) })).toEqual([]);
  });

  it('is that of an open loop, and unknown behind a dropped iteration', () => {
    const lag = distribution(1000, 500, 900);
    expect(reasons({ loop: 'closed', lag })).toEqual([]);
    expect(reasons({ dropped: 2, lag })).toEqual(['dropped-iterations']);
  });
});

test('samples need not carry a quantile that nobody judges', () => {
  const { quantile: _, ...unjudged } = valid;
  expect(invalidities({ ...unjudged, iterations: 3, service: distribution(3, 10, 20) })).toEqual([]);
});

test('an unknown number of pipelines is not judged', () => {
  expect(reasons({ store: { counted: 12 } })).toEqual([]);
});

const faults = ['dropped', 'interrupted', 'scriptErrors', 'wrongAnswers', 'throttled'] as const;
const small = nat({ max: 3 });
const observed: Arbitrary<Observed> = record({
  loop: constantFrom('open' as const, 'closed' as const),
  count: nat({ max: 2000 }),
  p50: double({ min: 0.1, max: 1000, noNaN: true }),
  late: double({ min: 0, max: 1000, noNaN: true }),
  longestConnectMs: constantFrom(0, 0.3),
  counted: nat({ max: 2 }),
  faults: tuple(small, small, small, small, small),
}).map(({ loop, count, p50, late, longestConnectMs, counted, faults: numbers }) => ({
  ...valid,
  loop,
  iterations: count,
  service: count === 0 ? undefined : distribution(count, p50, 2 * p50),
  lag: count === 0 ? undefined : distribution(count, 0, late),
  longestConnectMs,
  store: { expected: 1, counted },
  ...Object.fromEntries(faults.map((name, at) => [name, numbers[at]])),
}));

// Why: whatever else is wrong, a fault more must not hide it.
test('a further fault of any kind never makes a measurement valid', () => {
  assert(
    property(observed, constantFrom(...faults), (one, fault) => {
      expect(invalidities({ ...one, [fault]: one[fault] + 1 })).not.toEqual([]);
    }),
  );
});

test('more lag never makes a measurement valid', () => {
  assert(
    property(observed, double({ min: 0, max: 1000, noNaN: true }), (one, more) => {
      pre(one.lag !== undefined);
      const later = { ...one, lag: distribution(one.lag.count, 0, (one.lag.grid[1] ?? 0) + more) };
      // What is valid may become invalid, and never the reverse.
      expect(invalidities(later).length).toBeGreaterThanOrEqual(Math.min(1, invalidities(one).length));
    }),
  );
});

test('every reason has a sentence with a number, or says that there is nothing', () => {
  assert(
    property(observed, (one) => {
      for (const { text } of invalidities(one)) expect(text).toMatch(/\d|^no iteration/);
    }),
  );
});
