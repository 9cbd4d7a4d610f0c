import { expect, test } from 'vitest';
import type { Surface } from '../../../src/lanes/lane.ts';
import { roundsOf } from '../../../src/scenarios/rounds.ts';
import { attemptLabels, inBothDirections } from './in-both-directions.ts';

// Why: replicas swapped their roles after each round, so that each direction had half of the rounds that the report stated.
test('each round that counts is made in both directions', async () => {
  const one = {} as Surface;
  const other = {} as Surface;
  const rounds = roundsOf({ writesPerRound: 4, writesPerSecond: 100, thorough: false });
  const writers: Surface[] = [];
  const numbers: number[] = [];
  await inBothDirections(rounds, [one, other], async (number, writer) => {
    numbers.push(number);
    writers.push(writer);
  });
  for (const surface of [one, other])
    expect(writers.filter((writer) => writer === surface)).toHaveLength(rounds.detects().rounds);
  expect(numbers.map((number) => `p${number}`)).toEqual(attemptLabels(rounds, 'p'));
});
