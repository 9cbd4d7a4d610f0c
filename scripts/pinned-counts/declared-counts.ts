import { loadRequirements } from '../../src/contract/load-requirements.ts';
import { expectedChecks } from '../../src/judgement/expected-checks.ts';
import { wholeSelection } from '../../src/judgement/selection.ts';
import { loadSuites } from '../../src/scenarios/load-suites.ts';
import { tallied } from './tallied.ts';

/** The number of checks that the suites declare, by area. Needs no server. */
export const declaredCounts = async (): Promise<Record<string, number>> => {
  const catalogue = await loadRequirements();
  const scenarios = (await loadSuites()).flatMap((suite) => suite.scenarios);
  return tallied(
    expectedChecks(scenarios, wholeSelection, catalogue).map(
      ({ requirement }) => catalogue.get(requirement)?.area ?? 'unknown',
    ),
  );
};
