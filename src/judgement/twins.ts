import type { PlacedCheck } from './check-list.ts';

const suffix = '-multi-user';

/** Checks of one requirement in one lane that ended alike: of a scenario, and of its repetition in multi-user mode. */
export type Twins = readonly [PlacedCheck, ...PlacedCheck[]];

/** The scenario that this one repeats in multi-user mode, or itself. */
export const scenarioOf = (scenario: string): string =>
  scenario.endsWith(suffix) ? scenario.slice(0, -suffix.length) : scenario;

/** The mode of a check whose twin ended alike: `single-user`, `multi-user`. */
export const twinMode = ({ check }: PlacedCheck): string =>
  check.scenario.endsWith(suffix) ? 'multi-user' : 'single-user';

const keyOf = ({ requirement, lane, check }: PlacedCheck): string => {
  const { scenario, outcome, message, expected, observed, cause } = check;
  return JSON.stringify([requirement.id, lane, scenarioOf(scenario), outcome, message, expected, observed, cause]);
};

/** The checks, with those that repeat another in multi-user mode and ended alike as one. */
export const twinsOf = (checks: readonly PlacedCheck[]): readonly Twins[] =>
  [...Map.groupBy(checks, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others] satisfies Twins],
  );
