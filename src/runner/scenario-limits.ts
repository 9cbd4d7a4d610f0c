import type { Scenario } from '../scenarios/scenario.ts';
import type { StartedTarget } from '../targets/started-target.ts';
import { patience } from '../waiting/slowness.ts';

/** Time limits of a scenario, in milliseconds. */
export interface ScenarioLimits {
  /** For the answer to one request. */
  readonly requestMs: number;
  /** For the whole scenario; requests that are under way then still get their own time. */
  readonly scenarioMs: number;
}

/** The number of REST writes that a scenario may make without declaring them. */
const undeclaredWrites = 10;

/** The REST writes that a scenario declares for this number of rounds. */
export const declaredWrites = (
  { writes = undeclaredWrites, writesPerRound = 0 }: Pick<Scenario, 'writes' | 'writesPerRound'>,
  rounds: number,
): number => writes + writesPerRound * rounds;

/** Milliseconds that a scenario may take in addition to its writes. */
const baseMs = 60_000;
/** A round may also read, and wait until something is shown or gone. */
const roundMs = 2_000;
/** A server may take half a minute to stop, and a scenario may stop more than one. */
const disruptionMs = 120_000;

/** The time in which a target has made visible this number of writes. */
export const deadlineFor = (writes: number, { writesPerSecond }: Pick<StartedTarget, 'writesPerSecond'>): number =>
  5_000 + (3_000 * writes) / writesPerSecond;

/**
 * The limits of a scenario with this number of rounds on a target. One request without an answer takes nothing of the time of the others: the check
 * that made it fails, and the scenario goes on.
 */
export const limitsOf = (
  scenario: Pick<Scenario, 'writes' | 'writesPerRound' | 'disruptive'>,
  target: Pick<StartedTarget, 'writesPerSecond'>,
  rounds = 0,
): ScenarioLimits => {
  // In a throttled target, writes of other scenarios may be queued before those of this one.
  const requestMs = Math.round(30_000 + 120_000 / target.writesPerSecond);
  // Ends a scenario that hangs; checks about time have deadlines of their own.
  const scenarioMs =
    patience(
      baseMs +
        deadlineFor(declaredWrites(scenario, rounds), target) +
        rounds * roundMs +
        (scenario.disruptive === true ? disruptionMs : 0),
    ) + requestMs;
  return { requestMs, scenarioMs };
};
