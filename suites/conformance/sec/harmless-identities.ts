import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Identities } from './calls-with.ts';

/**
 * Marks the identities as not secret, so that the recorded requests show them: their credentials are only names or
 * nonsense.
 */
export const harmlessIdentities = <Some extends Identities>(
  { people }: Pick<ScenarioContext, 'people'>,
  identities: Some,
): Some => {
  for (const value of Object.values(identities).flatMap((headers) => Object.values(headers)))
    people.secrets.harmless(value);
  return identities;
};
