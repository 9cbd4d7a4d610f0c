import type { Surface } from '../../../src/lanes/lane.ts';

/** One attempt of a round: the surface that writes and the other one, and a number that no other attempt has. */
export type Attempt = (number: number, writer: Surface, other: Surface) => Promise<void>;

/** Makes both attempts in each round, one in each direction: the stated rate of failing rounds holds for either. */
export const inBothDirections = async (
  rounds: AsyncIterable<number>,
  [one, other]: readonly [Surface, Surface],
  attempt: Attempt,
): Promise<void> => {
  for await (const round of rounds) {
    await attempt(2 * round, one, other);
    await attempt(2 * round + 1, other, one);
  }
};

/** A label for each attempt of these rounds. */
export const attemptLabels = ({ count }: { readonly count: number }, prefix: string): readonly string[] =>
  Array.from({ length: 2 * count }, (_, number) => `${prefix}${number}`);
