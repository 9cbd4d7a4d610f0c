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
}

const usualRate = 0.05;
const thoroughRate = 0.01;
/** The time that a scenario may spend on the writes of its rounds. */
const limitSeconds = 60;
/** Rounds that mostly wait for the target take less time side by side. */
const sideBySide = 6;

/** Whether the writes of a target wait for a client-side limit, so that all its users share a budget of writes. */
export const isThrottled = ({ writesPerSecond }: { readonly writesPerSecond: number }): boolean =>
  writesPerSecond < limitedBelow;

/** The number of rounds: as many as the rate to be seen takes, or as many as the writes of a minute allow. */
export const roundCount = ({ writesPerRound, writesPerSecond, thorough }: RoundsInput): number => {
  if (thorough || writesPerRound === 0) return roundsToSee(thoroughRate);
  const affordable = Math.floor((limitSeconds * writesPerSecond) / writesPerRound);
  return Math.max(1, Math.min(roundsToSee(usualRate), affordable));
};

/**
 * Iterating yields the numbers of the rounds from 0. On a throttled target each round begins when the target may make a
 * burst of writes again: writes that wait for a client-side limit are spread over time, and do not race.
 */
export const roundsOf = (input: RoundsInput): Rounds => {
  const { writesPerRound, writesPerSecond } = input;
  const count = roundCount(input);
  const refillMs = (writes: number): number => (isThrottled(input) ? (writes * 1_000) / writesPerSecond : 0);
  let made = 0;
  return {
    count,
    atOnce: isThrottled(input) ? 1 : sideBySide,
    detects: () => detectionOf(made),
    async *[Symbol.asyncIterator]() {
      made = 0;
      let fullAt = performance.now() + (writesPerRound === 0 ? 0 : refillMs(burst));
      for (let round = 0; round < count; round += 1) {
        const wait = fullAt - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        fullAt = performance.now() + refillMs(writesPerRound);
        yield round;
        made += 1;
      }
    },
  };
};
