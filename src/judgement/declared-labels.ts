import type { LaneName } from '../contract/lane-name.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import { scenarioLanes } from './declared-checks.ts';

/** A label, and the lanes that must observe a value under it, in the order of the scenario. */
export interface DeclaredLabel {
  readonly label: string;
  readonly lanes: readonly LaneName[];
}

/** The labels that are compared for PAR-01. */
export const generalLabels = (scenario: ScenarioDeclaration): readonly DeclaredLabel[] => {
  const all = scenarioLanes(scenario);
  return (scenario.observes ?? []).flatMap((entry) =>
    typeof entry === 'string'
      ? [{ label: entry, lanes: all }]
      : Object.entries(entry).map(([label, lanes]) => ({ label, lanes: all.filter((lane) => lanes.includes(lane)) })),
  );
};

/** The labels that are compared for a requirement of `parity`. */
export const labelsOfRequirement = (scenario: ScenarioDeclaration, requirement: string): readonly DeclaredLabel[] =>
  (scenario.parity?.[requirement] ?? []).map((label) => ({ label, lanes: scenarioLanes(scenario) }));

/** The labels under which the scenario must observe a value in a lane. */
export const labelsIn = (scenario: ScenarioDeclaration, lane: LaneName): readonly string[] =>
  [
    ...generalLabels(scenario),
    ...Object.keys(scenario.parity ?? {}).flatMap((id) => labelsOfRequirement(scenario, id)),
  ].flatMap(({ label, lanes }) => (lanes.includes(lane) ? [label] : []));
