import { listedLike, type BaselineEntry } from '../judgement/baseline.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { checkKey, type DeclaredCheck } from './check-key.ts';
import type { Mutant } from './mutant.ts';
import type { FailedCheck } from './proof.ts';

/** A requirement in a scenario and its multi-user variant, in whatever lane. */
const placeOf = (requirement: string, { name, multiUserVariantOf }: Pick<Scenario, 'name' | 'multiUserVariantOf'>) =>
  `${requirement} in ${multiUserVariantOf ?? name}`;

/**
 * Where checks fail under a mutant exactly, or in less, as a baseline lists some failure: `CRUD-17 in pipeline-updated`,
 * each once and in order. Checks that are not among `checks` do not count.
 */
export const takenForKnown = (
  { killed, beside }: { readonly killed: readonly FailedCheck[]; readonly beside: readonly FailedCheck[] },
  checks: readonly DeclaredCheck[],
  entries: readonly BaselineEntry[],
): readonly string[] => {
  const known = new Set(
    [...killed, ...beside]
      .filter(({ deviations }) => listedLike(deviations, entries) !== undefined)
      .map(({ key }) => key),
  );
  const places = checks
    .filter(({ requirement, lane, scenario }) => known.has(checkKey(requirement, lane, scenario.name)))
    .map(({ requirement, scenario }) => placeOf(requirement, scenario));
  return [...new Set(places)].toSorted();
};

/** Where a mutant says so, of the scenarios in which it ran, in the form of `takenForKnown`. */
export const declaredKnown = (
  { knownOfKfp = {} }: Pick<Mutant, 'knownOfKfp'>,
  checks: readonly DeclaredCheck[],
  ran: ReadonlySet<Scenario>,
): readonly string[] => {
  const possible = new Set(
    checks
      .filter(({ scenario }) => ran.has(scenario))
      .map(({ requirement, scenario }) => placeOf(requirement, scenario)),
  );
  const inAnySession = Object.entries(knownOfKfp).flatMap(([requirement, scenarios]) =>
    scenarios.map((name) => placeOf(requirement, { name })),
  );
  return inAnySession.filter((place) => possible.has(place)).toSorted();
};
