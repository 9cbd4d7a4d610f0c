import type { Scenario, Suite } from './scenario.ts';

/** A scenario that asks for no settings of its own and says nothing against it is run in multi-user mode, too. */
const hasTwin = ({ variant = 'default', singleUserOnly }: Scenario): boolean =>
  variant === 'default' && singleUserOnly === undefined;

/** The same story in a namespace of its own on a multi-user target. The listing of that namespace is its own, too. */
const twinOf = ({ ownsListing: _ownsListing, ...scenario }: Scenario): Scenario => ({
  ...scenario,
  name: `${scenario.name}-multi-user`,
  twinOf: scenario.name,
  variant: 'multi-user',
  profile: 'multi-user',
});

/** A suite with the scenarios that it wants run in multi-user mode as well. */
export const withTwins = (suite: Suite): Suite =>
  suite.alsoMultiUser === true
    ? { ...suite, scenarios: [...suite.scenarios, ...suite.scenarios.filter(hasTwin).map(twinOf)] }
    : suite;
