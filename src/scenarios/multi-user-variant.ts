import type { Scenario, Suite } from './scenario.ts';

/** A scenario that asks for target settings of its own is about these. */
const hasTwin = ({ variant = 'default' }: Scenario): boolean => variant === 'default';

/** The same story in a namespace of its own on a multi-user target. The listing of that namespace is its own, too. */
const multiUserVariantOf = ({ exclusiveListing: _ownsListing, ...scenario }: Scenario): Scenario => ({
  ...scenario,
  name: `${scenario.name}-multi-user`,
  multiUserVariantOf: scenario.name,
  variant: 'multi-user',
  // One that counts for a profile of its own does so for many users too.
  profile: scenario.profile ?? 'multi-user',
});

/** A suite with the scenarios that it wants run in multi-user mode as well. */
export const withTwins = (suite: Suite): Suite =>
  suite.alsoMultiUser === true
    ? { ...suite, scenarios: [...suite.scenarios, ...suite.scenarios.filter(hasTwin).map(multiUserVariantOf)] }
    : suite;
