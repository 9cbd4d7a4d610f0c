import { burst, limitedBelow } from '../contract/client-limit.ts';
import { detectionOf, roundsToSee, type Detection } from '../contract/detection.ts';

/** The rounds in which a scenario looks for an intermittent failure, such as a race or a stale read. */
export interface Rounds extends AsyncIterable<number> {
  /** The number of rounds. */
  readonly count: number;
  /** The number of rounds that may run at the same time: 1 where their writes share a budget. */
  readonly atOnce: number;
  /** What the rounds that were made so far can show. */
  detects(): Detection;
}

export interface RoundsInput {
  /** The REST writes of each round; 0: its rounds only read. */
  readonly writesPerRound: number;
  /** The measured rate of the target. */
  readonly writesPerSecond: number;
  /** Looks for rarer failures, however long that takes. */
  readonly thorough: boolean;
  /** Only a few rounds: the scenario is run to see that it passes, not to look for what is rare. */
  readonly few?: boolean;
}

const usualRate = 0.05;
const thoroughRate = 0.01;
const fewRounds = 4;
/** The time that a scenario may spend on the writes of its rounds. */
const limitSeconds = 60;
/**
 * A write costs this many requests of a client-side limit at most: a version that is accepted is created, read past the
 * cache, and gets its status by another write.
 */
const requestsPerWrite = 3;
/** Rounds that mostly wait for the target take less time side by side. */
const sideBySide = 6;

/** Whether the writes of a target wait for a client-side limit, so that all its users share a budget of writes. */
export const isThrottled = ({ writesPerSecond }: { readonly writesPerSecond: number }): boolean =>
  writesPerSecond < limitedBelow;

/** The seconds in which a client-side limit allows again what a round has used; the budget is never more than a burst. */
const refillSeconds = ({ writesPerRound, writesPerSecond }: RoundsInput): number =>
  Math.min(burst, requestsPerWrite * writesPerRound) / writesPerSecond;

/** The number of rounds: as many as the rate to be seen takes, or as many as a minute of writes and waits allows. */
export const roundCount = (input: RoundsInput): number => {
  const { writesPerRound, writesPerSecond, thorough, few = false } = input;
  if (few) return fewRounds;
  if (thorough || writesPerRound === 0) return roundsToSee(thoroughRate);
  const seconds = isThrottled(input) ? refillSeconds(input) : writesPerRound / writesPerSecond;
  return Math.max(1, Math.min(roundsToSee(usualRate), Math.floor(limitSeconds / seconds)));
};

/**
 * Iterating yields the numbers of the rounds from 0. On a throttled target each round begins when the target may make a
 * burst of writes again, counted from the end of the round before: writes that wait for a client-side limit are spread
 * over time, and do not race.
 */
export const roundsOf = (input: RoundsInput): Rounds => {
  const count = roundCount(input);
  const waits = isThrottled(input) && input.writesPerRound > 0;
  const pause = async (seconds: number): Promise<void> => {
    if (waits) await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  };
  let made = 0;
  return {
    count,
    atOnce: isThrottled(input) ? 1 : sideBySide,
    detects: () => detectionOf(made),
    async *[Symbol.asyncIterator]() {
      made = 0;
      // Earlier steps of the scenario have written, too.
      await pause(burst / input.writesPerSecond);
      for (let round = 0; round < count; round += 1) {
        if (round > 0) await pause(refillSeconds(input));
        yield round;
        made += 1;
      }
    },
  };
};
