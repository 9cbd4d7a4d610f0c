import { expect, test } from 'vitest';
import type { Surface } from '../../../src/lanes/lane.ts';
import { roundsOf } from '../../../src/scenarios/rounds.ts';
import { attemptLabels, inBothDirections } from './in-both-directions.ts';

// Why: replicas swapped their roles after each round, so that each direction had half of the rounds that the report stated.
test('each round that counts is made in both directions', async () => {
  const [one, other] = ['one', 'other'] as unknown as readonly [Surface, Surface];
  const rounds = roundsOf({ writesPerRound: 4, writesPerSecond: 100, thorough: false });
  const directions: string[] = [];
  const numbers: number[] = [];
  await inBothDirections(rounds, [one, other], async (number, writer, reader) => {
    numbers.push(number);
    directions.push(`${String(writer)} to ${String(reader)}`);
  });
  for (const direction of ['one to other', 'other to one'])
    expect(directions.filter((made) => made === direction)).toHaveLength(rounds.detects().rounds);
  expect(numbers.map((number) => `p${number}`)).toEqual(attemptLabels(rounds, 'p'));
});
