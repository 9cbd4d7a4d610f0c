import type { Scenario, Suite } from './scenario.ts';

/** A scenario that requires target settings tests these settings, so it has no multi-user variant. */
const hasMultiUserVariant = ({ variant = 'default' }: Scenario): boolean => variant === 'default';

/** The same scenario in its own namespace of a multi-user target, where its listing is exclusive anyway. */
const multiUserVariantOf = ({ exclusiveListing: _exclusiveListing, ...scenario }: Scenario): Scenario => ({
  ...scenario,
  name: `${scenario.name}-multi-user`,
  multiUserVariantOf: scenario.name,
  variant: 'multi-user',
  // If the scenario declares a profile, its variant counts for the same profile.
  profile: scenario.profile ?? 'multi-user',
});

/** Adds the multi-user variants to a suite that requests them. */
export const withMultiUserVariants = (suite: Suite): Suite =>
  suite.alsoMultiUser === true
    ? {
        ...suite,
        scenarios: [...suite.scenarios, ...suite.scenarios.filter(hasMultiUserVariant).map(multiUserVariantOf)],
      }
    : suite;
