import type { Exchange } from '../contract/exchange.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { declaredWrites } from './scenario-limits.ts';

/** The number of REST writes among the exchanges of a scenario; those that were refused took the target's time too. */
export const writesAmong = (exchanges: readonly Pick<Exchange, 'surface' | 'request'>[]): number =>
  exchanges.filter(({ surface, request: { method } }) => surface === 'rest' && method !== 'GET').length;

/** Some scenarios write until something is seen; deadlines allow three times the measured time of a write. */
const tolerance = 1.25;

/**
 * Why the deadlines of a scenario are too short: it made more REST writes than it declares. Undefined if it did not.
 * Judged on the reference only: a target with a defect may make a scenario write more.
 */
export const tooManyWrites = (
  scenario: Pick<Scenario, 'name' | 'writes' | 'writesPerRound'>,
  exchanges: readonly Pick<Exchange, 'surface' | 'request'>[],
  rounds = 0,
): string | undefined => {
  const declared = declaredWrites(scenario, rounds);
  const made = writesAmong(exchanges);
  return made <= tolerance * declared
    ? undefined
    : `${scenario.name} made ${made} REST writes and declares ${declared}, by which its deadlines are calculated: declare ${made - declared} more`;
};
