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
  expect(roundCount({ ...throttled, writesPerRound: 1 })).toBe(59);
  expect(roundCount({ ...throttled, writesPerRound: 6 })).toBe(27);
  expect(roundCount({ ...throttled, writesPerRound: 6, writesPerSecond: 1 })).toBe(6);
});

/** The start of each round, in milliseconds, where a round takes `roundMs`. */
const startsOf = async (input: typeof fast, roundMs = 10): Promise<readonly number[]> => {
  const begin = performance.now();
  const starts: number[] = [];
  const run = (async () => {
    for await (const _ of roundsOf(input)) {
      starts.push(Math.round(performance.now() - begin));
      await new Promise((resolve) => setTimeout(resolve, roundMs));
    }
  })();
  await vi.runAllTimersAsync();
  await run;
  return starts;
};

test('on a throttled target each round begins when the round before may be repeated', async () => {
  expect(isThrottled(throttled)).toBe(true);
  const input = { ...throttled, writesPerSecond: 5 };
  expect((await startsOf(input)).slice(0, 3)).toEqual([2_000, 3_210, 4_420]);
  expect((await startsOf({ ...input, writesPerRound: 4 }, 500)).slice(0, 3)).toEqual([2_000, 4_500, 7_000]);
});

/** A client that waits for a bucket of 10 tokens, which gets 5 a second. Resolves with the seconds that it waited. */
const bucket = () => {
  let tokens = 10;
  let at = performance.now();
  return async (): Promise<number> => {
    tokens = Math.min(10, tokens + (performance.now() - at) / 200) - 1;
    at = performance.now();
    const seconds = Math.max(0, -tokens / 5);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000 + 20));
    return seconds;
  };
};

// Why: a version that is accepted costs two or three requests; from the third round on, creations of one name left the
// client 200 ms apart, and the report promised what 59 races show.
test('on a throttled target no write of a round waits for another one', async () => {
  const request = bucket();
  const waited: number[] = [];
  const version = async (accepted: boolean): Promise<void> => {
    for (let step = 0; step < (accepted ? 2 : 1); step += 1) waited.push(await request());
  };
  const rounds = roundsOf({ ...throttled, writesPerSecond: 5, writesPerRound: 4 });
  const run = (async () => {
    for await (const _ of rounds) {
      await Promise.all([version(true), version(true)]);
      await Promise.all([version(true), version(false)]);
    }
  })();
  await vi.runAllTimersAsync();
  await run;
  expect(waited).toHaveLength(30 * 7);
  expect(Math.max(...waited)).toBe(0);
  expect(rounds.detects()).toEqual({ rounds: 30, rate: 0.096 });
});

test('where nothing rare is looked for, a few rounds are made', () => {
  expect(roundCount({ ...fast, few: true })).toBe(4);
  expect(roundCount({ ...fast, thorough: true, few: true })).toBe(4);
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
