import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isThrottled, roundCount, roundsOf } from './rounds.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const fast = { writesPerRound: 2, writesPerSecond: 50, thorough: false };
/** The real server in Kubernetes mode: client-go allows 5 requests a second and bursts of 10. */
const throttled = { writesPerRound: 2, writesPerSecond: 4.5, thorough: false };

test('rounds that write see 5 %, rounds that only read see 1 %, and thorough ones 1 % everywhere', () => {
  expect(roundCount(fast)).toBe(59);
  expect(roundCount({ ...fast, writesPerRound: 0 })).toBe(299);
  expect(roundCount({ ...throttled, thorough: true })).toBe(299);
});

test('on a throttled target the writes of all rounds take a minute at most', () => {
  expect(roundCount({ ...throttled, writesPerRound: 6 })).toBe(45);
  expect(roundCount({ ...throttled, writesPerRound: 6, writesPerSecond: 1 })).toBe(10);
});

/** The start of each round, in milliseconds, where a round takes 10 ms. */
const startsOf = async (input: typeof fast): Promise<readonly number[]> => {
  const begin = performance.now();
  const starts: number[] = [];
  const run = (async () => {
    for await (const _ of roundsOf(input)) {
      starts.push(Math.round(performance.now() - begin));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await vi.runAllTimersAsync();
  await run;
  return starts;
};

// Why: after its burst, the writes of a round waited 200 ms for each other, and what was to race came in turn.
test('on a throttled target each round begins when a burst is allowed again', async () => {
  expect(isThrottled(throttled)).toBe(true);
  const [first, second, third] = await startsOf({ ...throttled, writesPerSecond: 5 });
  expect([first, second, third]).toEqual([2_000, 2_400, 2_800]);
});

test('on a target without a limit the rounds follow each other', async () => {
  expect((await startsOf(fast)).slice(0, 3)).toEqual([0, 10, 20]);
});

test('only rounds that were made count', async () => {
  const rounds = roundsOf(fast);
  for await (const round of rounds) if (round === 20) break;
  expect(rounds.detects()).toEqual({ rounds: 20, rate: 0.14 });
  for await (const _ of rounds);
  expect(rounds.detects()).toEqual({ rounds: 59, rate: 0.05 });
});
