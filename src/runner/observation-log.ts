import type { LaneName } from '../contract/lane-name.ts';
import type { ScenarioDeclaration } from '../contract/declaration.ts';
import type { Observation } from '../contract/result.ts';
import { noAnswer } from '../contract/no-answer.ts';
import { labelsIn } from '../judgement/declared-labels.ts';
import type { Normaliser } from '../judgement/normaliser.ts';
import type { ScenarioContext } from '../scenarios/context.ts';

/** Collects the observations of a scenario in one lane. */
export interface ObservationLog {
  readonly observe: ScenarioContext['observe'];
  readonly observations: Readonly<Record<string, Observation>>;
}

/** JSON would leave out an undefined part, so that two lanes without it were equal. */
const isWhole = (value: unknown): boolean => {
  if (value === undefined || value === noAnswer) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isWhole);
};

/**
 * A log for the labels that the scenario declares for the lane. To observe another label, or one label twice, is a defect
 * of the scenario and throws. A value that is undefined or `no answer`, or has such a part, counts as no answer.
 */
export const observationLog = (
  scenario: ScenarioDeclaration,
  lane: LaneName,
  normal: Pick<Normaliser, 'value'>,
): ObservationLog => {
  const declared = new Set(labelsIn(scenario, lane));
  const observations: Record<string, Observation> = {};
  return {
    observations,
    observe: (label, value) => {
      if (!declared.has(label))
        throw new Error(
          `${scenario.name} observes "${label}" in ${lane}, and declares no such label for it (observes)`,
        );
      if (label in observations) throw new Error(`${scenario.name} observes ${label} twice`);
      observations[label] = isWhole(value) ? { value: normal.value(value) } : {};
    },
  };
};
