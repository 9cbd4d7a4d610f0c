import type { ScenarioContext } from '../../../src/scenarios/context.ts';
import type { Identities } from './calls-with.ts';

/** Identities that say no more than a name or nonsense, where a credential stands: they may be read in what is kept of a run. */
export const harmlessIdentities = <Some extends Identities>(
  { people }: Pick<ScenarioContext, 'people'>,
  identities: Some,
): Some => {
  for (const value of Object.values(identities).flatMap((headers) => Object.values(headers)))
    people.secrets.harmless(value);
  return identities;
};
