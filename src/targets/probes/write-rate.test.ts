import { describe, expect, test, vi } from 'vitest';
import { answeringTarget, type Replies } from './testing/answering-target.ts';
import { measuredRate, writeRate } from './write-rate.ts';

const creation = 'POST /apis/v2beta1/pipelines';
const removal: Replies = [
  ['DELETE', [200, {}]],
  ['GET /apis/v2beta1/pipelines/names/', [404, {}]],
];

test('the rate is that of successful writes, which are removed again', async () => {
  const { context, sent } = answeringTarget([[creation, [200, { pipeline_id: 'id' }]], ...removal]);
  const rate = await writeRate(context);
  expect(rate.undeterminedRate).toBeUndefined();
  expect(rate.writesPerSecond).toBeGreaterThanOrEqual(1);
  expect(sent.filter((line) => line.startsWith('DELETE'))).toHaveLength(24);
});

// Why: a target that refused every write was fast, so the deadlines of all scenarios were short.
test.each<[string, Replies]>([
  ['a refusal', [[creation, [503, 'no']]]],
  ['no answer', [[creation, 'silence']]],
  ['an answer of something else', [[creation, 'unusable']]],
  ['a success without a pipeline', [[creation, [200, {}]]]],
  ['a page', [[creation, [200, '<html>']]]],
])('%s leaves it unmeasured, with the longest deadlines', async (_, replies) => {
  const { context, sent } = answeringTarget([...replies, ...removal]);
  const { writesPerSecond, undeterminedRate } = await writeRate(context);
  expect(writesPerSecond).toBe(1);
  expect(undeterminedRate).toMatch(/POST \/apis\/v2beta1\/pipelines (was answered|got no answer)|expected JSON/);
  expect(sent.filter((line) => line === creation)).toHaveLength(1);
  expect(sent.at(-1)).toBe('GET /apis/v2beta1/pipelines/names/probe-rate-0');
});

test('pipelines that stay leave it unmeasured', async () => {
  const { context } = answeringTarget([
    [creation, [200, { pipeline_id: 'id' }]],
    ['DELETE', [500, {}]],
  ]);
  expect((await writeRate(context)).undeterminedRate).toMatch(/were not removed/);
});

/** Milliseconds that each write takes. */
type Latency = () => number;
const always =
  (ms: number): Latency =>
  () =>
    ms;
/** From 50 ms, in the same sequence in every run. */
const varying = (seed: number, to: number): Latency => {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return 50 + ((to - 50) * state) / 2_147_483_647;
  };
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A target whose client waits for a bucket of 10 tokens that gets 5 a second; `spent`: tokens used by earlier requests. */
const limited = (latency: Latency, spent = 0): (() => Promise<void>) => {
  let tokens = 10 - spent;
  let at = performance.now();
  return async () => {
    tokens = Math.min(10, tokens + (performance.now() - at) / 200) - 1;
    at = performance.now();
    await pause(Math.max(0, -tokens) * 200 + latency());
  };
};
const sideBySide = (latency: Latency) => (): Promise<void> => pause(latency());
/** A target that handles one write after another. */
const oneByOne = (latency: Latency): (() => Promise<void>) => {
  let last = Promise.resolve();
  return () => {
    last = last.then(() => pause(latency()));
    return last;
  };
};
/** The first writes are quick. */
const slowAfter = (quick: number, latency: Latency): Latency => {
  let count = 0;
  return () => ((count += 1) > quick ? latency() : 5);
};
/** One write lasts long, and those behind it wait. */
const stalling = (at: number, ms: number): Latency => {
  let count = 0;
  return () => ((count += 1) === at ? ms : 5);
};

describe('a limit of the client', () => {
  const rateOf = async (target: () => () => Promise<void>): Promise<number> => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
    try {
      const rate = measuredRate(target());
      await vi.runAllTimersAsync();
      return await rate;
    } finally {
      vi.useRealTimers();
    }
  };

  // Why: the bucket is refilled during writes that follow each other, so that a write of 17 ms hid the limit.
  test.each([5, 20, 60, 100, 250])('is seen where a write takes %i ms', async (ms) => {
    expect(await rateOf(() => limited(always(ms)))).toBeCloseTo(5, 1);
  });

  test.each([3, 6, 10])('is seen where %i writes of a burst were used before', async (spent) => {
    expect(await rateOf(() => limited(always(20), spent))).toBeCloseTo(5, 1);
  });

  test('is seen where writes take different times', async () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const rate = await rateOf(() => limited(varying(seed, 150)));
      expect(rate).toBeGreaterThan(4);
      expect(rate).toBeLessThan(6.5);
    }
  });

  // Why: a busy machine was taken for a client-side limit, and every race waited between its rounds.
  test.each<[string, () => () => Promise<void>]>([
    ['writes of 200 ms', () => sideBySide(always(200))],
    ['writes of 200 ms, one by one', () => oneByOne(always(200))],
    ['writes of 500 ms, one by one', () => oneByOne(always(500))],
    ['a load that begins meanwhile', () => oneByOne(slowAfter(9, always(200)))],
    ['a stall', () => oneByOne(stalling(16, 3_000))],
  ])('is not seen in %s', async (_, target) => {
    expect(await rateOf(target)).toBeGreaterThanOrEqual(8);
  });

  test('is not seen where each write takes from 50 to 500 ms', async () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      expect(await rateOf(() => sideBySide(varying(seed, 500)))).toBeGreaterThanOrEqual(8);
      expect(await rateOf(() => oneByOne(varying(seed, 500)))).toBeGreaterThanOrEqual(8);
    }
  });

  test('is not seen in quick writes, whose rate is that of the slowest in turn', async () => {
    expect(await rateOf(() => oneByOne(always(10)))).toBeCloseTo(100);
    expect(await rateOf(() => sideBySide(always(1)))).toBe(1_000);
  });
});
